import Images
import RedisStandIn
import Synchronization
import Testing

@Suite struct KeptRedisTests {
    /// A server whose connections answer with what they were made with, one reply after the other; then they are lost.
    private final class Server: Sendable {
        private let scripts: Mutex<[[RESPValue]]>
        let connections = Mutex(0)

        init(_ scripts: [RESPValue]...) { self.scripts = Mutex(scripts) }

        func connect() throws -> any RedisClient {
            connections.withLock { $0 += 1 }
            guard let replies = scripts.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
                throw NetworkError.connectionRefused("cache:6379")
            }
            return Connection(replies)
        }
    }

    private final class Connection: RedisClient {
        private let replies: Mutex<[RESPValue]>

        init(_ replies: [RESPValue]) { self.replies = Mutex(replies) }

        func execute(_ words: [[UInt8]]) async -> RESPValue {
            replies.withLock { $0.isEmpty ? .error("ERR connection closed") : $0.removeFirst() }
        }
    }

    private func kept(_ server: Server) -> KeptRedis { KeptRedis { try server.connect() } }

    @Test func `one connection serves all commands, whatever the server answers`() async throws {
        let server = Server([.simple("OK"), .error("WRONGTYPE"), .integer(3)])
        let redis = kept(server)
        #expect(server.connections.withLock(\.self) == 0)
        #expect(try await redis.checked(["SET", "a", "1"]) == .simple("OK"))
        let error = await #expect(throws: RedisReplyError.self) { try await redis.checked(["LPOP", "a"]) }
        #expect(error?.message == "WRONGTYPE")
        #expect(try await redis.checked(["INCRBY", "a", "2"]) == .integer(3))
        #expect(server.connections.withLock(\.self) == 1)
    }

    @Test func `a connection that was lost is made anew, and the command sent again`() async throws {
        let server = Server([.simple("OK")], [.integer(1)])
        let redis = kept(server)
        _ = try await redis.checked(["SET", "a", "1"])
        #expect(try await redis.checked(["GET", "a"]) == .integer(1))
        #expect(server.connections.withLock(\.self) == 2)
    }

    @Test func `a new connection that is lost at once, or is not made, is an error`() async throws {
        let lost = kept(Server([]))
        let error = await #expect(throws: RedisReplyError.self) { try await lost.checked(["PING"]) }
        #expect(error?.isConnectionLost == true)
        let refused = kept(Server())
        await #expect(throws: NetworkError.connectionRefused("cache:6379")) { try await refused.checked(["PING"]) }
    }
}
