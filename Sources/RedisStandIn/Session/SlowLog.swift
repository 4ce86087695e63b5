/// The commands that took long: `SLOWLOG`. See <https://redis.io/commands/slowlog-get/>.
struct SlowLog {
    struct Entry {
        var id: Int64
        /// In seconds since 1970.
        var time: Int64
        var microseconds: Int64
        var words: [[UInt8]]
        var address: String
        var name: String
    }

    private static let wordLimit = 32
    private static let byteLimit = 128

    /// The newest first.
    private(set) var entries: [Entry] = []
    private var nextID: Int64 = 0

    mutating func add(_ words: [[UInt8]], microseconds: Int64, _ client: Client, now: Int64, limit: Int) {
        if limit <= 0 { return }
        let name = client.name
        let entry = Entry(
            id: nextID, time: now / 1000, microseconds: microseconds, words: Self.shortened(Self.redacted(words)),
            address: client.remoteAddress, name: name)
        nextID += 1
        entries.insert(entry, at: 0)
        trim(to: limit)
    }

    mutating func trim(to limit: Int) {
        if entries.count > max(0, limit) { entries.removeLast(entries.count - max(0, limit)) }
    }

    mutating func reset() { entries = [] }

    /// Passwords are not for others to read.
    static func redacted(_ words: [[UInt8]]) -> [[UInt8]] {
        let hidden = Array("(redacted)".utf8)
        let upper = words.prefix(2).map(Invocation.upperCased)
        var copy = words
        func hide(from index: Int) { for index in index..<max(index, copy.count) { copy[index] = hidden } }
        switch (upper.first ?? "", upper.count > 1 ? upper[1] : "") {
        case ("ACL", "SETUSER"), ("ACL", "GETUSER"), ("ACL", "DELUSER"): hide(from: 2)
        case ("AUTH", _): hide(from: 1)
        case ("HELLO", _):
            if let index = words.firstIndex(where: { Invocation.upperCased($0) == "AUTH" }) {
                for index in (index + 1)..<min(words.count, index + 3) where index < copy.count { copy[index] = hidden }
            }
        case ("MIGRATE", _):
            for (index, word) in words.enumerated() {
                if Invocation.upperCased(word) == "AUTH", index + 1 < copy.count { copy[index + 1] = hidden }
                if Invocation.upperCased(word) == "AUTH2", index + 2 < copy.count {
                    copy[index + 1] = hidden
                    copy[index + 2] = hidden
                }
            }
        case ("CONFIG", "SET"):
            let secrets: Set<String> = [
                "MASTERUSER", "MASTERAUTH", "REQUIREPASS", "TLS-KEY-FILE-PASS", "TLS-CLIENT-KEY-FILE-PASS",
            ]
            for index in stride(from: 2, to: copy.count - 1, by: 2)
            where secrets.contains(Invocation.upperCased(copy[index])) { copy[index + 1] = hidden }
        default: break
        }
        return copy
    }

    private static func shortened(_ words: [[UInt8]]) -> [[UInt8]] {
        let kept = words.count > wordLimit ? wordLimit - 1 : words.count
        var short = words.prefix(kept).map { word in
            word.count <= byteLimit
                ? word : word.prefix(byteLimit) + Array("... (\(word.count - byteLimit) more bytes)".utf8)
        }
        if words.count > wordLimit { short.append(Array("... (\(words.count - kept) more arguments)".utf8)) }
        return short
    }
}
