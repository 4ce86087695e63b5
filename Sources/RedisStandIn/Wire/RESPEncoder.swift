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
        header("$", Int64(bytes.count), &buffer)
        buffer.writeBytes(bytes)
        buffer.writeStaticString("\r\n")
    }

    private func aggregate(_ marker: StaticString, _ elements: [RESPValue], _ buffer: inout ByteBuffer) {
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

    private func header(_ marker: StaticString, _ value: Int64, _ buffer: inout ByteBuffer) {
        buffer.writeStaticString(marker)
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { space in
            var position = space.count
            var rest = value.magnitude
            repeat {
                position -= 1
                space[position] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
                rest /= 10
            } while rest > 0
            if value < 0 {
                position -= 1
                space[position] = 0x2D
            }
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: space[position...]))
        }
        buffer.writeStaticString("\r\n")
    }

    /// Redis puts no line end inside a line: it becomes a space.
    private func line(_ marker: StaticString, _ text: String, _ buffer: inout ByteBuffer) {
        buffer.writeStaticString(marker)
        if text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A }) {
            buffer.writeBytes(text.utf8.map { $0 == 0x0D || $0 == 0x0A ? 0x20 : $0 })
        } else {
            buffer.writeString(text)
        }
        buffer.writeStaticString("\r\n")
    }
}
