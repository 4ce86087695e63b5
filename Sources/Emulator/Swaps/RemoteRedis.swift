import Images
import NIOCore
import RedisStandIn
import Serving

/// A real Redis server as a service in this process uses it.
struct RemoteRedis: RedisClient {
    private let connection: ServerConnection<RESPReplies>

    /// Connects and logs in as the URL says. A server that is too old for the third version of the protocol is spoken to
    /// in the second.
    ///
    /// - Throws: `NetworkError`.
    init(_ target: SwapTarget) async throws {
        do {
            connection = try await ServerConnection.connect(
                to: target.address, tls: target.tls, decoder: RESPReplies())
            for command in RedisCredentials(known: [], target: target).opening {
                if case .error(let message) = try await reply(to: command.map { Array($0.utf8) }) {
                    throw NetworkError.authenticationFailed("\(target): \(message)")
                }
            }
            _ = try await reply(to: ["HELLO", "3"].map { Array($0.utf8) })
        } catch let error as NetworkError {
            throw error
        } catch {
            throw NetworkError.connectionRefused("\(target): \(error)")
        }
    }

    func execute(_ words: [[UInt8]]) async -> RESPValue {
        do {
            return try await reply(to: words)
        } catch {
            return .error("ERR connection lost: \(error)")
        }
    }

    private func reply(to words: [[UInt8]]) async throws -> RESPValue {
        var request = ByteBuffer(string: "*\(words.count)\r\n")
        for word in words {
            request.writeString("$\(word.count)\r\n")
            request.writeBytes(word)
            request.writeString("\r\n")
        }
        return try await connection.send(request)
    }
}
