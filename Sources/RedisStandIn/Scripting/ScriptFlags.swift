/// What a script or a function declares about itself. See
/// <https://redis.io/docs/manual/programmability/lua-api/#script_flags>.
struct ScriptFlags: OptionSet {
    let rawValue: UInt8

    static let noWrites = ScriptFlags(rawValue: 1 << 0)
    static let allowOOM = ScriptFlags(rawValue: 1 << 1)
    static let allowStale = ScriptFlags(rawValue: 1 << 2)
    static let noCluster = ScriptFlags(rawValue: 1 << 3)
    static let allowCrossSlotKeys = ScriptFlags(rawValue: 1 << 4)
    /// A script with a shebang, or a function: what it does not declare it may not do.
    static let declared = ScriptFlags(rawValue: 1 << 7)

    /// In the order of Redis.
    private static let names: [(ScriptFlags, String)] = [
        (.noWrites, "no-writes"), (.allowOOM, "allow-oom"), (.allowStale, "allow-stale"), (.noCluster, "no-cluster"),
        (.allowCrossSlotKeys, "allow-cross-slot-keys"),
    ]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    init?(named name: String) {
        guard let flag = Self.names.first(where: { $0.1 == name })?.0 else { return nil }
        self = flag
    }

    var isDeclared: Bool { contains(.declared) }
    var names: [String] { Self.names.filter { contains($0.0) }.map(\.1) }

    /// Reads `#!lua flags=no-writes,allow-stale` on the first line, and returns the flags and the code without it. The
    /// line end stays, so that lines keep their numbers.
    static func read(shebangOf text: [UInt8]) throws(RedisError) -> (flags: ScriptFlags, code: [UInt8]) {
        guard text.starts(with: Array("#!".utf8)) else { return ([], text) }
        guard let end = text.firstIndex(of: 0x0A) else { throw RedisError("ERR Invalid script shebang") }
        guard let parts = InlineCommand.words(of: Array(text[..<end])), let engine = parts.first else {
            throw RedisError("ERR Invalid engine in script shebang")
        }
        if engine != Array("#!lua".utf8) {
            throw RedisError("ERR Unexpected engine in script shebang: \(String(decoding: engine, as: UTF8.self))")
        }
        var flags: ScriptFlags = .declared
        for part in parts.dropFirst() {
            let word = String(decoding: part, as: UTF8.self)
            guard word.hasPrefix("flags=") else {
                throw RedisError("ERR Unknown lua shebang option: \(word)")
            }
            if word == "flags=" { continue }
            for name in word.dropFirst(6).split(separator: ",", omittingEmptySubsequences: false) {
                guard let flag = ScriptFlags(named: String(name)) else {
                    throw RedisError("ERR Unexpected flag in script shebang: \(name)")
                }
                flags.insert(flag)
            }
        }
        return (flags, Array(text[end...]))
    }
}
