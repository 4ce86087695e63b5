/// The cursor and options of `SCAN`, `HSCAN`, `SSCAN` and `ZSCAN`.
struct ScanOptions {
    var cursor: UInt64
    var pattern: [UInt8]?
    var count = 10
    var type: String?

    /// Reads from `index` on, where the cursor stands. `TYPE` is for `SCAN` alone.
    init(_ call: Invocation, at index: Int, allowsType: Bool) throws(RedisError) {
        guard let cursor = StreamID.number(call[index][...]) else { throw .invalidCursor }
        self.cursor = cursor
        var index = index + 1
        while index < call.count {
            guard index + 1 < call.count else { throw .syntax }
            switch call.option(index) {
            case "COUNT":
                count = try call.int(index + 1)
                if count < 1 { throw .syntax }
            case "MATCH": pattern = call[index + 1]
            case "TYPE" where allowsType: type = call.option(index + 1).lowercased()
            default: throw .syntax
            }
            index += 2
        }
    }

    func matches(_ key: Key) -> Bool { pattern.map { Glob.matches(key.bytes, pattern: $0) } ?? true }

    /// `next` is 0 at the end.
    func reply(next: UInt64, _ elements: [RESPValue]) -> RESPValue { .array([.text("\(next)"), .array(elements)]) }
}
