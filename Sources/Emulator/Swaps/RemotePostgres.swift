import Images
import NIOCore
import PostgresStandIn
import Serving

/// A real PostgreSQL server as a service in this process uses it.
///
/// https://www.postgresql.org/docs/15/protocol-flow.html
struct RemotePostgres: PostgresClient {
    private let connection: ServerConnection<PostgresReplies>

    /// Connects and logs in as the URL says.
    ///
    /// - Parameter database: the one of the manifest, where the URL names none.
    /// - Throws: `NetworkError`.
    init(_ target: SwapTarget, database: String) async throws {
        do {
            let connection = try await ServerConnection.connect(
                to: target.address, tls: target.tls, decoder: PostgresReplies())
            self.connection = connection
            var received: [PostgresReplies.Message] = []
            let startup = PostgresHandshake.Startup(parameters: [
                ("user", target.username), ("database", database), ("client_encoding", "UTF8"),
            ])
            try await PostgresHandshake.logIn(
                as: startup, target: target, write: { received += try await connection.send($0) },
                next: {
                    if received.isEmpty { throw PostgresHandshake.Refusal.broken }
                    let message = received.removeFirst()
                    return (message.type, message.body)
                })
        } catch PostgresHandshake.Refusal.server(let message) {
            throw NetworkError.authenticationFailed("\(target): \(message)")
        } catch {
            throw NetworkError.connectionRefused("\(target): \(error)")
        }
    }

    func query(_ sql: String, _ parameters: [PostgresValue]) async throws -> PostgresResult {
        let request = parameters.isEmpty ? Self.simple(sql) : Self.extended(sql, parameters)
        var results = PostgresResultReader()
        for message in try await connection.send(request) { results.take(message) }
        if let error = results.error { throw error }
        return results.last
    }

    func close() async {
        connection.tell(PostgresHandshake.message("X", []))
        connection.close()
    }

    private static func simple(_ sql: String) -> ByteBuffer {
        PostgresHandshake.message("Q", Array(sql.utf8) + [0])
    }

    /// Parse, Bind, Describe, Execute and Sync in one go, every value as text.
    private static func extended(_ sql: String, _ parameters: [PostgresValue]) -> ByteBuffer {
        var bind: [UInt8] = [0, 0, 0, 0] + int16(parameters.count)
        for parameter in parameters {
            guard let text = text(parameter) else {
                bind += PostgresHandshake.int32(-1)
                continue
            }
            bind += PostgresHandshake.int32(Int32(truncatingIfNeeded: text.count)) + text
        }
        bind += [0, 0]
        var request = PostgresHandshake.message("P", [0] + Array(sql.utf8) + [0, 0, 0])
        for (type, body) in [
            ("B", bind), ("D", Array("P".utf8) + [0]), ("E", [0, 0, 0, 0, 0]), ("S", []),
        ] as [(Character, [UInt8])] {
            request.writeImmutableBuffer(PostgresHandshake.message(type, body))
        }
        return request
    }

    private static func int16(_ number: Int) -> [UInt8] { [UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)] }

    private static func text(_ value: PostgresValue) -> [UInt8]? {
        if case .bytes(let bytes) = value {
            let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            return Array(("\\x" + digits.joined()).utf8)
        }
        return value.string.map { Array($0.utf8) }
    }
}
