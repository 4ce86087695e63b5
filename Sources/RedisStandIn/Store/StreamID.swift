/// The id of a stream entry: milliseconds and a sequence number within them.
package struct StreamID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var milliseconds: UInt64
    package var sequence: UInt64

    package init(_ milliseconds: UInt64, _ sequence: UInt64) {
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    static let zero = StreamID(0, 0)
    static let max = StreamID(.max, .max)

    package static func < (lhs: StreamID, rhs: StreamID) -> Bool {
        (lhs.milliseconds, lhs.sequence) < (rhs.milliseconds, rhs.sequence)
    }

    package var description: String { "\(milliseconds)-\(sequence)" }

    var reply: RESPValue {
        .bulk(
            Array(unsafeUninitializedCapacity: 41) { space, count in
                let space = UnsafeMutableRawBufferPointer(space)
                count = UInt64.writeDigits(of: milliseconds, to: space)
                space[count] = UInt8(ascii: "-")
                count += 1
                count += UInt64.writeDigits(
                    of: sequence, to: UnsafeMutableRawBufferPointer(rebasing: space[count...]))
            })
    }

    /// nil after the last possible id.
    var next: StreamID? {
        if sequence < .max { return StreamID(milliseconds, sequence + 1) }
        return milliseconds < .max ? StreamID(milliseconds + 1, 0) : nil
    }

    /// nil before 0-0.
    var previous: StreamID? {
        if sequence > 0 { return StreamID(milliseconds, sequence - 1) }
        return milliseconds > 0 ? StreamID(milliseconds - 1, .max) : nil
    }

    /// Reads `ms-seq`, or `ms` with `missingSequence` as its sequence; nil for anything else.
    init?(_ bytes: [UInt8], missingSequence: UInt64) {
        let parts = bytes.split(separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let milliseconds = Self.number(first) else { return nil }
        guard parts.count == 2 else {
            self.init(milliseconds, missingSequence)
            return
        }
        guard let sequence = Self.number(parts[1]) else { return nil }
        self.init(milliseconds, sequence)
    }

    static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        if digits.isEmpty || !digits.allSatisfy({ (0x30...0x39).contains($0) }) { return nil }
        return UInt64(String(decoding: digits, as: UTF8.self))
    }
}
