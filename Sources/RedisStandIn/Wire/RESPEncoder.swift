/// The versions of the protocol a connection can speak, as `HELLO` numbers them.
package enum RESPVersion: Int, Sendable {
    case resp2 = 2
    case resp3 = 3
}

/// Turns replies into bytes.
struct RESPEncoder {
    var version: RESPVersion

    func encode(_ value: RESPValue, into buffer: ReplyBuffer) {
        switch value {
        case .simple("OK"): buffer.write("+OK\r\n")
        case .simple(let text): line("+", text, buffer)
        case .error(let text): line("-", text, buffer)
        case .integer(let value): header(":", value, buffer)
        case .bulk(let bytes): bulk(bytes, buffer)
        case .null: buffer.write(version == .resp3 ? "_\r\n" : "$-1\r\n")
        case .nullArray: buffer.write(version == .resp3 ? "_\r\n" : "*-1\r\n")
        case .array(let elements): aggregate("*", elements, buffer)
        case .push(let elements): aggregate(version == .resp3 ? ">" : "*", elements, buffer)
        case .set(let elements): aggregate(version == .resp3 ? "~" : "*", elements, buffer)
        case .map(let elements):
            if version == .resp3 { map(elements, buffer) } else { aggregate("*", elements, buffer) }
        case .entries(let elements):
            if version == .resp3 { map(elements, buffer) } else { twos(elements, buffer) }
        case .pairs(let elements):
            if version == .resp3 { twos(elements, buffer) } else { aggregate("*", elements, buffer) }
        case .double(let value):
            if version == .resp3 {
                line(",", value.redisText, buffer)
            } else {
                bulk(Array(value.redisText.utf8), buffer)
            }
        case .longDouble(let digits):
            if version == .resp3 { line(",", digits, buffer) } else { bulk(Array(digits.utf8), buffer) }
        case .bigNumber(let digits):
            if version == .resp3 { line("(", digits, buffer) } else { bulk(Array(digits.utf8), buffer) }
        case .attributed(let parts):
            if version == .resp3 {
                header("|", Int64(parts.count / 2), buffer)
                for attribute in parts.dropLast() { encode(attribute, into: buffer) }
            }
            encode(parts.last ?? .null, into: buffer)
        case .bool(let value):
            if version == .resp3 {
                buffer.write(value ? "#t\r\n" : "#f\r\n")
            } else {
                buffer.write(value ? ":1\r\n" : ":0\r\n")
            }
        case .verbatim(let format, let bytes):
            if version == .resp3 {
                header("=", Int64(bytes.count + 4), buffer)
                let text = Array(format.utf8) + [UInt8(ascii: ":")] + bytes
                text.withUnsafeBytes { buffer.write($0) }
                buffer.write("\r\n")
            } else {
                bulk(bytes, buffer)
            }
        }
    }

    @inline(__always)
    private func bulk(_ bytes: [UInt8], _ buffer: ReplyBuffer) {
        buffer.write(upTo: bytes.count + Self.headerLimit + 2) { end in
            let start = Self.header("$", Int64(bytes.count), end)
            bytes.withUnsafeBytes { bytes in
                if let first = bytes.baseAddress { (end + start).copyMemory(from: first, byteCount: bytes.count) }
            }
            return start + bytes.count + Self.endLine(end + start + bytes.count)
        }
    }

    private func aggregate(_ marker: Unicode.Scalar, _ elements: [RESPValue], _ buffer: ReplyBuffer) {
        header(marker, Int64(elements.count), buffer)
        for element in elements {
            // What most of them are.
            if case .bulk(let bytes) = element { bulk(bytes, buffer) } else { encode(element, into: buffer) }
        }
    }

    private func map(_ elements: [RESPValue], _ buffer: ReplyBuffer) {
        header("%", Int64(elements.count / 2), buffer)
        for element in elements { encode(element, into: buffer) }
    }

    private func twos(_ elements: [RESPValue], _ buffer: ReplyBuffer) {
        header("*", Int64(elements.count / 2), buffer)
        for (index, element) in elements.enumerated() {
            if index.isMultiple(of: 2) { buffer.write("*2\r\n") }
            encode(element, into: buffer)
        }
    }

    /// A marker, a number and a line end.
    private static let headerLimit = 23

    private func header(_ marker: Unicode.Scalar, _ value: Int64, _ buffer: ReplyBuffer) {
        buffer.write(upTo: Self.headerLimit) { Self.header(marker, value, $0) }
    }

    /// Writes to `space`, which has room for `headerLimit` bytes; returns how many there are.
    @inline(__always)
    private static func header(_ marker: Unicode.Scalar, _ value: Int64, _ space: UnsafeMutableRawPointer) -> Int {
        space.storeBytes(of: UInt8(truncatingIfNeeded: marker.value), as: UInt8.self)
        let digits: Int
        if value >= 0, value < 10 {
            space.storeBytes(of: UInt8(truncatingIfNeeded: value) + 0x30, toByteOffset: 1, as: UInt8.self)
            digits = 1
        } else {
            digits = Int64.writeDigits(of: value, to: UnsafeMutableRawBufferPointer(start: space + 1, count: 20))
        }
        return 1 + digits + endLine(space + 1 + digits)
    }

    /// Returns how many bytes it wrote.
    @inline(__always)
    private static func endLine(_ space: UnsafeMutableRawPointer) -> Int {
        space.storeBytes(of: 0x0D, as: UInt8.self)
        space.storeBytes(of: 0x0A, toByteOffset: 1, as: UInt8.self)
        return 2
    }

    /// Redis puts no line end inside a line: it becomes a space.
    private func line(_ marker: StaticString, _ text: String, _ buffer: ReplyBuffer) {
        buffer.write(marker)
        var text = text
        text.withUTF8 { text in
            buffer.write(upTo: text.count + 2) { end in
                for (position, byte) in text.enumerated() {
                    let isLineEnd = byte == 0x0D || byte == 0x0A
                    end.storeBytes(of: isLineEnd ? 0x20 : byte, toByteOffset: position, as: UInt8.self)
                }
                return text.count + Self.endLine(end + text.count)
            }
        }
    }
}
