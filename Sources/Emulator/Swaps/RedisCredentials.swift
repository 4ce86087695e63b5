package import NIOCore

/// Turns the log-in that a process sends into the one that the real server knows, in the stream of its commands.
///
/// A right password becomes the real one, or a harmless command where the real server wants none; a wrong one stays
/// wrong, and the real server says so. Everything else passes as it came. https://redis.io/docs/latest/develop/reference/protocol-spec/
package struct RedisCredentials {
    /// Who may log in: name and password.
    let known: [(username: String, password: String)]
    let target: SwapTarget
    private var pending = ByteBuffer()

    package init(known: [(username: String, password: String)], target: SwapTarget) {
        self.known = known
        self.target = target
    }

    /// What goes to the server before anything else.
    var opening: [[String]] {
        var commands: [[String]] = []
        if let logIn { commands.append(["AUTH"] + logIn) }
        if target.path != "", target.path != "0" { commands.append(["SELECT", target.path]) }
        return commands
    }

    private var logIn: [String]? {
        if target.password.isEmpty { return nil }
        return target.username.isEmpty ? [target.password] : [target.username, target.password]
    }

    /// The commands in `bytes` and in what was left before, as they go to the server.
    package mutating func rewritten(_ bytes: ByteBuffer) -> ByteBuffer {
        var bytes = bytes
        pending.writeBuffer(&bytes)
        var result = ByteBuffer()
        while let (length, words) = Self.command(in: pending.readableBytesView) {
            guard var raw = pending.readSlice(length: length) else { break }
            if let words = rewritten(words) {
                result.writeImmutableBuffer(Self.encoded(words))
            } else {
                result.writeBuffer(&raw)
            }
        }
        return result
    }

    /// The words to send instead; nil for a command that stays as it is.
    private func rewritten(_ words: [String]) -> [String]? {
        switch words.first?.uppercased() {
        case "AUTH":
            let user = words.count == 3 ? words[1] : "default"
            guard let password = words.last, words.count > 1, isKnown(user, password) else { return nil }
            return logIn.map { ["AUTH"] + $0 } ?? ["SELECT", target.path.isEmpty ? "0" : target.path]
        case "HELLO":
            guard let place = words.firstIndex(where: { $0.uppercased() == "AUTH" }), words.count > place + 2,
                isKnown(words[place + 1], words[place + 2])
            else { return nil }
            let real = logIn.map { ["AUTH"] + ($0.count == 1 ? ["default"] + $0 : $0) } ?? []
            return Array(words[..<place]) + real + words[(place + 3)...]
        default: return nil
        }
    }

    private func isKnown(_ username: String, _ password: String) -> Bool {
        known.contains { $0.username == username && $0.password == password }
    }

    static func encoded(_ words: [String]) -> ByteBuffer {
        ByteBuffer(string: "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined())
    }

    // MARK: - Reading

    /// The first command of `bytes`: its length, and its words where it may be a log-in. Nil for an incomplete one.
    private static func command(in bytes: ByteBufferView) -> (length: Int, words: [String])? {
        guard bytes.first == UInt8(ascii: "*") else {
            // An inline command, or garbage, which the server will say.
            guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
            let line = String(decoding: bytes[..<end], as: UTF8.self)
            return (end - bytes.startIndex + 1, line.split { $0.isWhitespace }.map(String.init))
        }
        var position = bytes.startIndex
        guard let count = number(after: &position, in: bytes) else { return nil }
        var words: [String] = []
        for index in 0..<max(0, min(count, 1_048_576)) {
            guard position < bytes.endIndex else { return nil }
            guard let size = number(after: &position, in: bytes) else { return nil }
            // Garbage is the server's to answer.
            guard (0...536_870_912).contains(size) else { return (bytes.count, []) }
            guard size <= bytes.endIndex - position - 2 else { return nil }
            // The words of other commands are not looked at.
            let mayMatter = index == 0 ? size <= 5 : !words.isEmpty && size <= 4096
            if mayMatter {
                words.append(String(decoding: bytes[position..<(position + size)], as: UTF8.self))
                if index == 0, !["AUTH", "HELLO"].contains(words[0].uppercased()) { words = [] }
            }
            position += size + 2
        }
        return (position - bytes.startIndex, words)
    }

    /// The number of a line such as `$12`; `position` is then behind it.
    private static func number(after position: inout Int, in bytes: ByteBufferView) -> Int? {
        guard let end = bytes[position...].firstIndex(of: 0x0A), end > position + 1 else { return nil }
        let text = String(decoding: bytes[(position + 1)..<(end - 1)], as: UTF8.self)
        position = end + 1
        return Int(text) ?? 0
    }
}
