package import NIOCore
package import RedisStandIn
import Serving

/// The replies of a Redis server, in either version of its protocol. Messages that are no reply are passed over.
///
/// https://redis.io/docs/latest/develop/reference/protocol-spec/
package struct RESPReplies: ReplyDecoder {
    private static let longest = 512 * 1024 * 1024
    private static let deepest = 64

    package init() {}

    package struct Malformed: Error {}

    package mutating func next(from buffer: inout ByteBuffer) throws -> RESPValue? {
        while true {
            var rest = buffer
            guard let value = try Self.value(&rest, depth: 0) else { return nil }
            buffer = rest
            if case .push = value { continue }
            return value
        }
    }

    private static func value(_ buffer: inout ByteBuffer, depth: Int) throws -> RESPValue? {
        if depth > deepest { throw Malformed() }
        guard let line = try line(&buffer) else { return nil }
        guard let kind = line.utf8.first else { throw Malformed() }
        let text = String(line.dropFirst())
        switch Character(UnicodeScalar(kind)) {
        case "+": return .simple(text)
        case "-": return .error(text)
        case ":": return .integer(try number(text))
        case "_": return .null
        case "#": return .bool(text == "t")
        case ",": return .double(text == "inf" ? .infinity : text == "-inf" ? -.infinity : Double(text) ?? .nan)
        case "(": return .bigNumber(text)
        case "$":
            let length = try size(text)
            return length < 0 ? .null : try bytes(length, &buffer).map(RESPValue.bulk)
        case "!":
            return try bytes(try size(text), &buffer).map { .error(String(decoding: $0, as: UTF8.self)) }
        case "=":
            return try bytes(try size(text), &buffer).map {
                .verbatim(format: String(decoding: $0.prefix(3), as: UTF8.self), Array($0.dropFirst(4)))
            }
        case "*":
            let count = try size(text)
            return count < 0 ? .nullArray : try values(count, &buffer, depth).map(RESPValue.array)
        case "%": return try values(2 * size(text), &buffer, depth).map(RESPValue.map)
        case "~": return try values(size(text), &buffer, depth).map(RESPValue.set)
        case ">": return try values(size(text), &buffer, depth).map(RESPValue.push)
        case "|":
            // What a value says about itself comes before the value.
            guard let attributes = try values(2 * size(text), &buffer, depth),
                let value = try value(&buffer, depth: depth + 1)
            else { return nil }
            return .attributed(attributes + [value])
        default: throw Malformed()
        }
    }

    private static func values(_ count: Int, _ buffer: inout ByteBuffer, _ depth: Int) throws -> [RESPValue]? {
        guard (0...longest).contains(count) else { throw Malformed() }
        var values: [RESPValue] = []
        for _ in 0..<count {
            guard let value = try value(&buffer, depth: depth + 1) else { return nil }
            values.append(value)
        }
        return values
    }

    private static func line(_ buffer: inout ByteBuffer) throws -> String? {
        let view = buffer.readableBytesView
        guard let end = view.firstIndex(of: 0x0A) else { return nil }
        guard end > view.startIndex, view[end - 1] == 0x0D else { throw Malformed() }
        let line = String(decoding: view[view.startIndex..<(end - 1)], as: UTF8.self)
        buffer.moveReaderIndex(forwardBy: end + 1 - view.startIndex)
        return line
    }

    private static func bytes(_ count: Int, _ buffer: inout ByteBuffer) throws -> [UInt8]? {
        guard (0...longest).contains(count) else { throw Malformed() }
        guard buffer.readableBytes >= count + 2 else { return nil }
        defer { buffer.moveReaderIndex(forwardBy: 2) }
        return buffer.readBytes(length: count)
    }

    private static func number(_ text: String) throws -> Int64 {
        guard let number = Int64(text) else { throw Malformed() }
        return number
    }

    /// A number of bytes or values; -1 for a value that is missing.
    private static func size(_ text: String) throws -> Int {
        guard let number = Int(text), (-1...longest).contains(number) else { throw Malformed() }
        return number
    }
}
