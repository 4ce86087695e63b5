/// The hash of keys: multiply and fold, as wyhash does, with a secret that is drawn when the process starts.
///
/// Swift's own hash costs more than the look-up it serves. Nothing that anybody sees depends on a hash: maps keep their
/// own order, so that the secret changes no reply.
enum ByteHash {
    private static let secret = UInt64.random(in: .min ... .max) | 1
    private static let factors: (UInt64, UInt64) = (0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)

    static func hash(of bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { hash(of: $0) } }

    static func hash(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = secret ^ UInt64(truncatingIfNeeded: bytes.count)
        var offset = 0
        while bytes.count - offset >= 16 {
            state = fold(word(bytes, offset) ^ factors.0 ^ state, word(bytes, offset + 8) ^ factors.1)
            offset += 16
        }
        let rest = bytes.count - offset
        if rest >= 8 {
            // The last eight bytes, which may have been seen in part: no byte is left out.
            state = fold(word(bytes, offset) ^ factors.0 ^ state, word(bytes, bytes.count - 8) ^ factors.1)
        } else if rest > 0 {
            var last: UInt64 = 0
            for byte in bytes[offset...] { last = last << 8 | UInt64(byte) }
            state = fold(last ^ factors.0 ^ state, factors.1)
        }
        return fold(state ^ secret, factors.0)
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
    }

    @inline(__always)
    private static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }
}
