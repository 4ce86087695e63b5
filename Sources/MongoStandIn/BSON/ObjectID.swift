package import Determinism
import Synchronization

/// Twelve bytes: the second of creation, five bytes of the process, a counter.
package struct ObjectID: Sendable, Hashable {
    package let bytes: [UInt8]

    /// - Returns: nil unless there are twelve bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 12 else { return nil }
        self.bytes = bytes
    }

    /// - Returns: nil unless `hex` is 24 hexadecimal digits.
    package init?(hex: String) {
        guard let bytes = [UInt8](hex: hex) else { return nil }
        self.init(bytes: bytes)
    }

    package var hex: String { bytes.hex }

    /// The second of creation, in seconds since 1970.
    package var seconds: UInt32 { bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }
}

/// Makes the `_id`s of one stand-in: rising within one run, the same for the same seed and clock.
package final class ObjectIDSource: Sendable {
    private let clock: InstanceClock
    private let process: [UInt8]
    private let counter: Mutex<UInt32>

    package init(clock: InstanceClock, random: SeededRandom) {
        self.clock = clock
        process = random.bytes(5)
        // Half of the counter's range is left, so that ids keep rising for a long run.
        counter = Mutex(UInt32(truncatingIfNeeded: random.next()) & 0x7F_FFFF)
    }

    package func next() -> ObjectID {
        let count = counter.withLock { counter in
            counter = (counter &+ 1) & 0xFF_FFFF
            return counter
        }
        let seconds = UInt32(truncatingIfNeeded: clock.now.seconds)
        let bytes = seconds.bigEndianBytes + process + count.bigEndianBytes.dropFirst()
        guard let id = ObjectID(bytes: bytes) else { preconditionFailure("an ObjectID has twelve bytes") }
        return id
    }
}

extension FixedWidthInteger {
    var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
    var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}

extension [UInt8] {
    /// - Returns: nil unless `hex` has an even number of hexadecimal digits and nothing else.
    package init?(hex: String) {
        let digits = hex.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    package var hex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
