import NIOCore

extension RequestDecoder {
    /// Words that are longer are no keys that anybody waits for.
    private static let longestWord = 64

    /// Calls `body` with every second word of the commands that have come whole and will be next, up to `commands` of
    /// them: with nearly all commands these are the key, or all of the keys. Returns how many commands it saw.
    ///
    /// Nothing is taken, and nothing is reported: where the bytes are not as they should be, it ends.
    package func lookAhead(_ commands: Int, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        if isInsideCommand { return 0 }
        return withUnreadBytes { bytes in
            var position = 0
            var seen = 0
            while seen < commands, let words = Self.count(UInt8(ascii: "*"), bytes, &position), words > 0 {
                for word in 0..<words {
                    guard let length = Self.count(UInt8(ascii: "$"), bytes, &position),
                        bytes.count - position >= length + 2
                    else { return seen }
                    if !word.isMultiple(of: 2), length <= Self.longestWord {
                        body(UnsafeRawBufferPointer(rebasing: bytes[position..<(position + length)]))
                    }
                    position += length + 2
                }
                seen += 1
            }
            return seen
        }
    }

    /// Reads a line such as `*3`, of up to eight digits; nil when it is anything else.
    @inline(__always)
    private static func count(_ marker: UInt8, _ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Int? {
        guard position < bytes.count, bytes[position] == marker else { return nil }
        var next = position + 1
        var count = 0
        while next < bytes.count, next <= position + 8, bytes[next] &- 0x30 <= 9 {
            count = count * 10 + Int(bytes[next] &- 0x30)
            next += 1
        }
        guard next > position + 1, bytes.count - next >= 2, bytes[next] == 0x0D else { return nil }
        position = next + 2
        return count
    }
}
