import Crypto
import Foundation
import NIOCore
import Serving

/// The beginning of a PostgreSQL conversation, towards a process and towards a real server: the process proves the
/// log-in of its manifest, and the server gets the one of the URL. After it, bytes pass as they come.
///
/// https://www.postgresql.org/docs/15/protocol-flow.html
enum PostgresHandshake {
    /// What a start-up message asks for.
    struct Startup {
        /// The whole message of a request that is passed on as it is, such as one to cancel; else empty.
        var raw: [UInt8] = []
        var parameters: [(name: String, value: String)] = []

        subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
    }

    enum Refusal: Error {
        case wrongPassword(user: String)
        case server(String)
        case broken
    }

    private static let version: Int32 = 196_608

    /// Reads the first message of a client. The requests for encryption have been answered before.
    static func startup(_ reader: inout MessageReader) async throws -> Startup {
        let bytes = try await reader.untypedMessage()
        guard bytes.count >= 8 else { throw Refusal.broken }
        let code = Int32(bitPattern: bytes[4..<8].reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
        guard code == version else { return Startup(raw: bytes) }
        let words = bytes[8...].split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        var startup = Startup()
        var index = 0
        while index + 1 < words.count, !words[index].isEmpty {
            startup.parameters.append((words[index], words[index + 1]))
            index += 2
        }
        return startup
    }

    /// Asks the client for its password.
    static func password(_ reader: inout MessageReader, _ client: ByteConnection) async throws -> String {
        try await client.write(message("R", Array(int32(3))))
        let (type, body) = try await reader.message()
        guard type == UInt8(ascii: "p") else { throw Refusal.broken }
        return String(decoding: body.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Logs in to the real server; returns when it has accepted.
    ///
    /// - Parameters:
    ///   - write: sends bytes to the server.
    ///   - next: the server's next message.
    /// - Throws: `Refusal.server` with the server's own message.
    static func logIn(
        as startup: Startup, target: SwapTarget, write: (ByteBuffer) async throws -> Void,
        next: () async throws -> (type: UInt8, body: [UInt8])
    ) async throws {
        let user = target.username.isEmpty ? startup["user"] ?? "" : target.username
        let database = target.path.isEmpty ? startup["database"] ?? user : target.path
        let others = startup.parameters.filter { $0.name != "user" && $0.name != "database" }
        var body = int32(version)
        for (name, value) in [("user", user), ("database", database)] + others.map({ ($0.name, $0.value) }) {
            body += Array(name.utf8) + [0] + Array(value.utf8) + [0]
        }
        body.append(0)
        try await write(ByteBuffer(bytes: int32(Int32(body.count + 4)) + body))
        var scram: SCRAMClient?
        while true {
            let (type, body) = try await next()
            if type == UInt8(ascii: "E") { throw Refusal.server(errorMessage(body)) }
            guard type == UInt8(ascii: "R"), body.count >= 4 else { throw Refusal.broken }
            let data = Array(body[4...])
            switch body[..<4].reduce(0, { $0 << 8 | Int($1) }) {
            case 0: return
            case 3: try await write(message("p", Array(target.password.utf8) + [0]))
            case 5:
                let inner = hex(Insecure.MD5.hash(data: Array((target.password + user).utf8)))
                let outer = hex(Insecure.MD5.hash(data: Array(inner.utf8) + data))
                try await write(message("p", Array("md5\(outer)".utf8) + [0]))
            case 10:
                let client = SCRAMClient(password: target.password)
                scram = client
                let first = Array(client.first.utf8)
                try await write(
                    message("p", Array("SCRAM-SHA-256".utf8) + [0] + int32(Int32(first.count)) + first))
            case 11:
                guard let reply = scram?.final(answering: String(decoding: data, as: UTF8.self)) else {
                    throw Refusal.broken
                }
                try await write(message("p", Array(reply.utf8)))
            case 12: continue
            default: throw Refusal.server("it asks for a log-in that cannot be carried to it")
            }
        }
    }

    // MARK: - Messages

    static func message(_ type: Character, _ body: [UInt8]) -> ByteBuffer {
        ByteBuffer(bytes: Array(String(type).utf8) + int32(Int32(body.count + 4)) + body)
    }

    /// An `ErrorResponse` of severity FATAL.
    static func fatal(_ code: String, _ text: String) -> ByteBuffer {
        let fields = [("S", "FATAL"), ("V", "FATAL"), ("C", code), ("M", text)]
        return message("E", fields.flatMap { Array($0.0.utf8) + Array($0.1.utf8) + [0] } + [0])
    }

    static func errorMessage(_ body: [UInt8]) -> String {
        body.split(separator: 0).first { $0.first == UInt8(ascii: "M") }
            .map { String(decoding: $0.dropFirst(), as: UTF8.self) } ?? "it refuses the log-in"
    }

    static func int32(_ number: Int32) -> [UInt8] {
        let bits = UInt32(bitPattern: number)
        return [UInt8(bits >> 24), UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)]
    }

    private static func hex(_ digest: some Sequence<UInt8>) -> String {
        digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

/// Reads PostgreSQL's messages from a stream of bytes, and gives back what it read too far.
struct MessageReader {
    private static let limit = 1 << 20

    var bytes: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    var buffer = ByteBuffer()

    init(_ connection: ByteConnection) { bytes = connection.inbound.makeAsyncIterator() }

    /// A message that begins with its length.
    mutating func untypedMessage() async throws -> [UInt8] {
        try await fill(4)
        let length = Int(buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) ?? 0)
        guard (4...Self.limit).contains(length) else { throw PostgresHandshake.Refusal.broken }
        try await fill(length)
        return buffer.readBytes(length: length) ?? []
    }

    mutating func message() async throws -> (type: UInt8, body: [UInt8]) {
        try await fill(5)
        let type = buffer.readInteger(as: UInt8.self) ?? 0
        return (type, Array(try await untypedMessage().dropFirst(4)))
    }

    private mutating func fill(_ count: Int) async throws {
        while buffer.readableBytes < count {
            guard var more = try await bytes.next(isolation: #isolation) else { throw PostgresHandshake.Refusal.broken }
            buffer.writeBuffer(&more)
        }
    }
}
