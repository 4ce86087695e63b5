package import NIOCore

/// The versions of the protocol a connection can speak, as `HELLO` numbers them.
package enum RESPVersion: Int, Sendable {
    case resp2 = 2
    case resp3 = 3
}

/// Turns replies into bytes.
package struct RESPEncoder: Sendable {
    package var version: RESPVersion

    package init(version: RESPVersion) { self.version = version }

    package func encode(_ value: RESPValue, into buffer: inout ByteBuffer) {
        switch value {
        case .simple("OK"): buffer.writeStaticString("+OK\r\n")
        case .simple(let text): line("+", text, &buffer)
        case .error(let text): line("-", text, &buffer)
        case .integer(let value): header(":", value, &buffer)
        case .bulk(let bytes): bulk(bytes, &buffer)
        case .null: buffer.writeStaticString(version == .resp3 ? "_\r\n" : "$-1\r\n")
        case .nullArray: buffer.writeStaticString(version == .resp3 ? "_\r\n" : "*-1\r\n")
        case .array(let elements): aggregate("*", elements, &buffer)
        case .push(let elements): aggregate(version == .resp3 ? ">" : "*", elements, &buffer)
        case .set(let elements): aggregate(version == .resp3 ? "~" : "*", elements, &buffer)
        case .map(let elements):
            if version == .resp3 { map(elements, &buffer) } else { aggregate("*", elements, &buffer) }
        case .entries(let elements):
            if version == .resp3 { map(elements, &buffer) } else { twos(elements, &buffer) }
        case .pairs(let elements):
            if version == .resp3 { twos(elements, &buffer) } else { aggregate("*", elements, &buffer) }
        case .double(let value):
            if version == .resp3 {
                line(",", value.redisText, &buffer)
            } else {
                bulk(Array(value.redisText.utf8), &buffer)
            }
        case .bigNumber(let digits):
            if version == .resp3 { line("(", digits, &buffer) } else { bulk(Array(digits.utf8), &buffer) }
        case .attributed(let parts):
            if version == .resp3 {
                header("|", Int64(parts.count / 2), &buffer)
                for attribute in parts.dropLast() { encode(attribute, into: &buffer) }
            }
            encode(parts.last ?? .null, into: &buffer)
        case .bool(let value):
            if version == .resp3 {
                buffer.writeStaticString(value ? "#t\r\n" : "#f\r\n")
            } else {
                buffer.writeStaticString(value ? ":1\r\n" : ":0\r\n")
            }
        case .verbatim(let format, let bytes):
            if version == .resp3 {
                header("=", Int64(bytes.count + 4), &buffer)
                buffer.writeString(format)
                buffer.writeStaticString(":")
                buffer.writeBytes(bytes)
                buffer.writeStaticString("\r\n")
            } else {
                bulk(bytes, &buffer)
            }
        }
    }

    private func bulk(_ bytes: [UInt8], _ buffer: inout ByteBuffer) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bytes.count + 25) { space in
            let start = Self.header("$", Int64(bytes.count), space)
            let rest = UnsafeMutableRawBufferPointer(rebasing: space[start...])
            bytes.withUnsafeBytes { if !$0.isEmpty { rest.copyMemory(from: $0) } }
            rest[bytes.count] = 0x0D
            rest[bytes.count + 1] = 0x0A
            return start + bytes.count + 2
        }
    }

    private func aggregate(_ marker: Unicode.Scalar, _ elements: [RESPValue], _ buffer: inout ByteBuffer) {
        header(marker, Int64(elements.count), &buffer)
        for element in elements { encode(element, into: &buffer) }
    }

    private func map(_ elements: [RESPValue], _ buffer: inout ByteBuffer) {
        header("%", Int64(elements.count / 2), &buffer)
        for element in elements { encode(element, into: &buffer) }
    }

    private func twos(_ elements: [RESPValue], _ buffer: inout ByteBuffer) {
        header("*", Int64(elements.count / 2), &buffer)
        for (index, element) in elements.enumerated() {
            if index.isMultiple(of: 2) { buffer.writeStaticString("*2\r\n") }
            encode(element, into: &buffer)
        }
    }

    private func header(_ marker: Unicode.Scalar, _ value: Int64, _ buffer: inout ByteBuffer) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 23) { Self.header(marker, value, $0) }
    }

    /// Writes a marker, a number and a line end, which are 23 bytes at most; returns how many there are.
    private static func header(_ marker: Unicode.Scalar, _ value: Int64, _ space: UnsafeMutableRawBufferPointer) -> Int
    {
        space[0] = UInt8(truncatingIfNeeded: marker.value)
        let digits = Int64.writeDigits(of: value, to: UnsafeMutableRawBufferPointer(rebasing: space[1...]))
        space[digits + 1] = 0x0D
        space[digits + 2] = 0x0A
        return digits + 3
    }

    /// Redis puts no line end inside a line: it becomes a space.
    private func line(_ marker: StaticString, _ text: String, _ buffer: inout ByteBuffer) {
        buffer.writeStaticString(marker)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: text.utf8.count + 2) { space in
            var count = 0
            for byte in text.utf8 {
                space[count] = byte == 0x0D || byte == 0x0A ? 0x20 : byte
                count += 1
            }
            space[count] = 0x0D
            space[count + 1] = 0x0A
            return count + 2
        }
    }
}
