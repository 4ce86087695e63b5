package import RedisStandIn

/// A connection to a Redis server, whoever plays it: the stand-in in this process, or a real one.
package protocol RedisClient: Sendable {
    /// Runs one command. Errors are replies too, and so is a connection that was lost.
    func execute(_ words: [[UInt8]]) async -> RESPValue
}

extension RedisSession: RedisClient {}

extension RedisClient {
    /// Runs one command given as texts.
    package func execute(_ words: [String]) async -> RESPValue { await execute(words.map { Array($0.utf8) }) }

    /// The reply to `command`.
    ///
    /// - Throws: `RedisReplyError` when the reply is an error.
    @discardableResult
    package func checked(_ command: [String]) async throws -> RESPValue {
        let reply = await execute(command)
        if case .error(let message) = reply { throw RedisReplyError(message: message) }
        return reply
    }
}

/// Redis answered with an error.
package struct RedisReplyError: Error, Equatable, Sendable, CustomStringConvertible {
    package var message: String

    /// The connection is no more; every client here says it with this beginning.
    package var isConnectionLost: Bool { message.hasPrefix("ERR connection") }

    package var description: String { message }
}
