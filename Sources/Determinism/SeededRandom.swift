import Synchronization

/// The randomness of one instance: the same seed gives the same ids, tokens and jitter in the same order.
///
/// Shared by everything in the instance; each call is atomic. It is SplitMix64, which is fit for ids and jitter and not
/// for keys: keys that must not be guessed come from the system's generator.
package final class SeededRandom: Sendable {
    private let state: Atomic<UInt64>

    package init(seed: UInt64) { state = Atomic(seed) }

    package func next() -> UInt64 {
        var z = state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in `0..<bound`; 0 when `bound` is 0.
    package func next(below bound: UInt64) -> UInt64 {
        bound == 0 ? 0 : next().multipliedFullWidth(by: bound).high
    }

    /// `count` characters of `0-9a-f`.
    package func hex(_ count: Int) -> String {
        Self.hexDigits.withUTF8Buffer { digits in
            String(unsafeUninitializedCapacity: max(0, count)) { buffer in
                var bits: UInt64 = 0
                for index in 0..<max(0, count) {
                    // One number is good for sixteen digits.
                    bits = index % 16 == 0 ? next() : bits >> 4
                    buffer[index] = digits[Int(bits & 15)]
                }
                return max(0, count)
            }
        }
    }

    /// `count` characters of `0-9A-Za-z`.
    package func alphanumeric(_ count: Int) -> String {
        characters(count, of: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    }

    /// `count` decimal digits, the first of them not zero.
    package func digits(_ count: Int) -> String {
        characters(1, of: "123456789") + characters(count - 1, of: "0123456789")
    }

    private static let hexDigits: StaticString = "0123456789abcdef"

    /// - Parameter alphabet: ASCII only.
    private func characters(_ count: Int, of alphabet: StaticString) -> String {
        alphabet.withUTF8Buffer { letters in
            String(unsafeUninitializedCapacity: max(0, count)) { buffer in
                for index in 0..<max(0, count) {
                    buffer[index] = letters[Int(next(below: UInt64(letters.count)))]
                }
                return max(0, count)
            }
        }
    }

    package func bytes(_ count: Int) -> [UInt8] {
        (0..<max(0, count)).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
    }

    /// A version 4 UUID in its lower-case form.
    package func uuid() -> String {
        let version: UInt64 = 0x4000
        let variant: UInt64 = 0x8000_0000_0000_0000
        let halves = (next() & ~0xF000 | version, next() & ~0xC000_0000_0000_0000 | variant)
        return Self.hexDigits.withUTF8Buffer { digits in
            String(unsafeUninitializedCapacity: 36) { buffer in
                var end = 0
                for digit in 0..<32 {
                    if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                        buffer[end] = UInt8(ascii: "-")
                        end += 1
                    }
                    let half = digit < 16 ? halves.0 : halves.1
                    buffer[end] = digits[Int(half >> UInt64(60 - digit % 16 * 4) & 15)]
                    end += 1
                }
                return end
            }
        }
    }
}
