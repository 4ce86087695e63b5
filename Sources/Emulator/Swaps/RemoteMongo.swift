import Images
import MongoStandIn
import NIOCore
import Serving

/// A real MongoDB server as a service in this process uses it.
///
/// https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
struct RemoteMongo: MongoClient {
    private static let opMessage: Int32 = 2013
    private let connection: ServerConnection<MongoReplies>

    /// Connects, and logs in when the URL names a user.
    ///
    /// - Throws: `NetworkError`.
    init(_ target: SwapTarget) async throws {
        do {
            connection = try await ServerConnection.connect(
                to: target.address, tls: target.tls, decoder: MongoReplies())
            if !target.username.isEmpty { try await logIn(target) }
        } catch let error as MongoReplyError {
            throw NetworkError.authenticationFailed("\(target): \(error.message)")
        } catch {
            throw NetworkError.connectionRefused("\(target): \(error)")
        }
    }

    func run(_ command: BSONDocument, database: String) async throws -> BSONDocument {
        var whole = command
        whole.append("$db", .string(database))
        let document = whole.bytes
        // Length, request, reply to, operation; no flags, and one section of kind 0.
        var message = ByteBuffer()
        message.writeMultipleIntegers(
            Int32(truncatingIfNeeded: document.count + 21), Int32(1), Int32(0), Self.opMessage, UInt32(0),
            endianness: .little)
        message.writeInteger(UInt8(0))
        message.writeBytes(document)
        let reply = try await connection.send(message)
        if reply["ok"]?.double != 1 {
            throw MongoReplyError(reply["code"]?.integer ?? 0, reply["errmsg"]?.string ?? "", reply)
        }
        if let error = reply["writeErrors"]?.array?.first?.document {
            throw MongoReplyError(error["code"]?.integer ?? 0, error["errmsg"]?.string ?? "", reply)
        }
        return reply
    }

    /// SCRAM-SHA-256; https://www.mongodb.com/docs/manual/core/security-scram/.
    private func logIn(_ target: SwapTarget) async throws {
        let client = SCRAMClient(username: target.username, password: target.password)
        let first = try await run(
            [
                "saslStart": 1, "mechanism": "SCRAM-SHA-256", "payload": Self.payload(client.first),
                "options": ["skipEmptyExchange": true],
            ], database: target.authSource)
        guard let challenge = Self.text(first["payload"]), let answer = client.final(answering: challenge) else {
            throw MongoReplies.Malformed()
        }
        let last = try await run(
            [
                "saslContinue": 1, "conversationId": first["conversationId"] ?? 1, "payload": Self.payload(answer),
            ], database: target.authSource)
        if last["done"]?.bool == true { return }
        _ = try await run(
            [
                "saslContinue": 1, "conversationId": first["conversationId"] ?? 1, "payload": Self.payload(""),
            ], database: target.authSource)
    }

    private static func payload(_ text: String) -> BSONValue { .binary(BSONBinary(bytes: Array(text.utf8))) }

    private static func text(_ value: BSONValue?) -> String? {
        if case .binary(let binary)? = value { String(decoding: binary.bytes, as: UTF8.self) } else { value?.string }
    }
}

/// The replies of a MongoDB server: one document each.
struct MongoReplies: ReplyDecoder {
    struct Malformed: Error {}

    private static let longest: Int32 = 48_000_000

    mutating func next(from buffer: inout ByteBuffer) throws -> BSONDocument? {
        let start = buffer.readerIndex
        guard let length = buffer.getInteger(at: start, endianness: .little, as: Int32.self) else { return nil }
        guard (26...Self.longest).contains(length) else { throw Malformed() }
        guard buffer.readableBytes >= Int(length), let message = buffer.readBytes(length: Int(length)) else {
            return nil
        }
        // The header and the flags, and then the section's kind.
        guard message[20] == 0 else { throw Malformed() }
        return try BSONDecoder.prefix(of: message[21...]).0
    }
}
