import NIOCore

/// What a client sends: https://www.postgresql.org/docs/15/protocol-message-formats.html
enum FrontendMessage: Equatable {
    case startup(parameters: [String: String])
    case sslRequest
    case gssRequest
    case cancelRequest(session: Int32, key: Int32)
    /// The body of a password or SASL message; what it is depends on what was asked.
    case password([UInt8])
    case query(String)
    case parse(name: String, sql: String, parameters: [OID])
    case bind(portal: String, statement: String, parameterFormats: [Int16], values: [[UInt8]?], resultFormats: [Int16])
    /// `S` a prepared statement, `P` a portal.
    case describe(kind: UInt8, name: String)
    case execute(portal: String, limit: Int32)
    case close(kind: UInt8, name: String)
    case sync, flush, terminate
    case copyData, copyDone, copyFail
}

/// Cuts a client's bytes into messages, as they come.
struct FrontendDecoder {
    /// How long a message may be: PostgreSQL's own limit is 1 GB, ours suits a stand-in.
    static let lengthLimit = 256 * 1024 * 1024
    private static let startupLimit = 10_000

    private var buffer = ByteBuffer()
    private(set) var isStarted = false

    mutating func append(_ bytes: ByteBuffer) {
        var bytes = bytes
        if buffer.readableBytes == 0 { buffer = bytes } else { buffer.writeBuffer(&bytes) }
    }

    /// The next whole message; nil when more bytes are needed.
    ///
    /// - Throws: `08P01` for what is no message.
    mutating func next() throws(PostgresError) -> FrontendMessage? {
        isStarted ? try message() : try startup()
    }

    private mutating func startup() throws(PostgresError) -> FrontendMessage? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: Int32.self) else { return nil }
        guard length >= 8, length <= Self.startupLimit else {
            throw .protocolViolation("invalid length of startup packet")
        }
        guard buffer.readableBytes >= Int(length), var body = buffer.readSlice(length: Int(length)) else { return nil }
        body.moveReaderIndex(forwardBy: 4)
        guard let code = body.readInteger(as: Int32.self) else { throw .protocolViolation("invalid startup packet") }
        switch code {
        case 80_877_103: return .sslRequest
        case 80_877_104: return .gssRequest
        case 80_877_102:
            guard let session = body.readInteger(as: Int32.self), let key = body.readInteger(as: Int32.self) else {
                throw .protocolViolation("invalid length of startup packet")
            }
            return .cancelRequest(session: session, key: key)
        case 196_608: break
        default:
            throw PostgresError(
                "0A000",
                "unsupported frontend protocol \((code >> 16) & 0xFFFF).\(code & 0xFFFF): server supports 3.0 to 3.0"
            ).fatal
        }
        var parameters: [String: String] = [:]
        while let name = try body.readText(), !name.isEmpty {
            guard let value = try body.readText() else {
                throw .protocolViolation("invalid startup packet layout: expected terminator as last byte")
            }
            parameters[name] = value
        }
        isStarted = true
        return .startup(parameters: parameters)
    }

    private mutating func message() throws(PostgresError) -> FrontendMessage? {
        guard let kind = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self),
            let length = buffer.getInteger(at: buffer.readerIndex + 1, as: Int32.self)
        else { return nil }
        guard Self.kinds.contains(kind) else { throw .protocolViolation("invalid frontend message type \(kind)") }
        guard length >= 4, length <= Self.lengthLimit else { throw .protocolViolation("invalid message length") }
        guard buffer.readableBytes >= Int(length) + 1 else { return nil }
        buffer.moveReaderIndex(forwardBy: 5)
        guard var body = buffer.readSlice(length: Int(length) - 4) else { return nil }
        let message = try Self.decode(kind, &body)
        if kind != UInt8(ascii: "p"), kind != UInt8(ascii: "d"), body.readableBytes > 0 {
            throw .protocolViolation("invalid message format")
        }
        buffer.discardReadBytes()
        return message
    }

    private static let kinds = Set("QPBDECSHXpdcf".utf8)

    private static func decode(_ kind: UInt8, _ body: inout ByteBuffer) throws(PostgresError) -> FrontendMessage {
        switch Character(UnicodeScalar(kind)) {
        case "Q": return .query(try text(&body))
        case "P":
            let name = try text(&body)
            let sql = try text(&body)
            let count = try number(&body, Int16.self)
            var types: [OID] = []
            for _ in 0..<max(0, count) { types.append(try number(&body, OID.self)) }
            return .parse(name: name, sql: sql, parameters: types)
        case "B": return try bind(&body)
        case "D": return .describe(kind: try number(&body, UInt8.self), name: try text(&body))
        case "E": return .execute(portal: try text(&body), limit: try number(&body, Int32.self))
        case "C": return .close(kind: try number(&body, UInt8.self), name: try text(&body))
        case "S": return .sync
        case "H": return .flush
        case "X": return .terminate
        case "p": return .password(Array(body.readableBytesView))
        case "d": return .copyData
        case "c": return .copyDone
        default:
            _ = try text(&body)
            return .copyFail
        }
    }

    private static func bind(_ body: inout ByteBuffer) throws(PostgresError) -> FrontendMessage {
        let portal = try text(&body)
        let statement = try text(&body)
        let formats = try formats(&body)
        let count = try number(&body, UInt16.self)
        var values: [[UInt8]?] = []
        for _ in 0..<count {
            let length = try number(&body, Int32.self)
            if length == -1 {
                values.append(nil)
                continue
            }
            guard length >= 0, let bytes = body.readBytes(length: Int(length)) else {
                throw .protocolViolation("insufficient data left in message")
            }
            values.append(bytes)
        }
        return .bind(
            portal: portal, statement: statement, parameterFormats: formats, values: values,
            resultFormats: try self.formats(&body))
    }

    private static func formats(_ body: inout ByteBuffer) throws(PostgresError) -> [Int16] {
        let count = try number(&body, Int16.self)
        var formats: [Int16] = []
        for _ in 0..<max(0, count) {
            let format = try number(&body, Int16.self)
            guard format == 0 || format == 1 else { throw PostgresError("08P01", "unsupported format code: \(format)") }
            formats.append(format)
        }
        return formats
    }

    private static func number<T: FixedWidthInteger>(_ body: inout ByteBuffer, _ type: T.Type) throws(PostgresError)
        -> T
    {
        guard let value = body.readInteger(as: type) else {
            throw .protocolViolation("insufficient data left in message")
        }
        return value
    }

    private static func text(_ body: inout ByteBuffer) throws(PostgresError) -> String {
        guard let value = try body.readText() else { throw .protocolViolation("invalid string in message") }
        return value
    }
}

extension ByteBuffer {
    /// A text that ends with a zero; nil when there is no zero.
    fileprivate mutating func readText() throws(PostgresError) -> String? {
        guard let end = readableBytesView.firstIndex(of: 0) else { return nil }
        let bytes = Array(readableBytesView[readerIndex..<end])
        moveReaderIndex(to: end + 1)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PostgresError("22021", "invalid byte sequence for encoding \"UTF8\"").fatal
        }
        return text
    }
}

extension PostgresError {
    /// The same error as one that ends the connection.
    var fatal: PostgresError {
        var copy = self
        copy.severity = "FATAL"
        return copy
    }
}
