package import RedisStandIn
import Synchronization

/// A connection to a Redis server that is opened with the first command and kept for all that follow, as every driver
/// does. Once it was lost, the next command is sent on a new one.
package final class KeptRedis: Sendable {
    private let connect: @Sendable () async throws -> any RedisClient
    private let kept = Mutex<(any RedisClient)?>(nil)

    /// - Parameter connect: opens the connection.
    package init(_ connect: @escaping @Sendable () async throws -> any RedisClient) { self.connect = connect }

    /// The reply to `command`. It is sent twice when the kept connection turns out to be lost: only for commands that do
    /// no harm twice.
    ///
    /// - Throws: `RedisReplyError` when the reply is an error, and what keeps the connection from being made.
    @discardableResult
    package func checked(_ command: [String]) async throws -> RESPValue {
        if let client = kept.withLock(\.self) {
            do {
                return try await client.checked(command)
            } catch let error as RedisReplyError where error.isConnectionLost {
                kept.withLock { $0 = nil }
            }
        }
        let client = try await connect()
        kept.withLock { $0 = client }
        return try await client.checked(command)
    }
}
