import Determinism

/// A small real PNG image (a square of coloured bands), made from a seed.
///
/// 8-bit palette, uncompressed deflate blocks, after the PNG specification (ISO/IEC 15948).
enum PNG {
    static func bands(seed: UInt64, side: Int = 64) -> [UInt8] {
        let random = SeededRandom(seed: seed)
        let palette = random.bytes(3 * 8)
        let slope = 1 + Int(random.next(below: 4))
        var pixels: [UInt8] = []
        for row in 0..<side {
            pixels.append(0)
            for column in 0..<side { pixels.append(UInt8((row * slope + column) / 8 % 8)) }
        }
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file += chunk("IHDR", bigEndian(UInt32(side)) + bigEndian(UInt32(side)) + [8, 3, 0, 0, 0])
        file += chunk("PLTE", palette)
        file += chunk("IDAT", zlib(pixels))
        file += chunk("IEND", [])
        return file
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + data
        return bigEndian(UInt32(data.count)) + named + bigEndian(crc(named))
    }

    /// Stored blocks of at most 65,535 bytes between the zlib header and the Adler-32 sum.
    private static func zlib(_ data: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x78, 0x01]
        var start = 0
        repeat {
            let end = min(start + 65_535, data.count)
            let size = UInt16(end - start)
            result.append(end == data.count ? 1 : 0)
            result += [UInt8(size & 255), UInt8(size >> 8), UInt8(~size & 255), UInt8(~size >> 8)]
            result += data[start..<end]
            start = end
        } while start < data.count
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in data {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        return result + bigEndian(high << 16 | low)
    }

    private static func crc(_ data: [UInt8]) -> UInt32 {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
