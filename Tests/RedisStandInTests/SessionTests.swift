import Determinism
import Fidelity
import RedisStandIn
import SQLiteStore
import Testing

@Suite(.timeLimit(.minutes(1))) struct SessionTests {
    @Test func `commands of one session run in the order they are given`() async throws {
        try await withStandIn { standIn in
            let session = standIn.makeSession(remoteAddress: "content")
            #expect(await session.execute("SET", "k", "1") == .ok)
            #expect(await session.execute("INCR", "k") == .integer(2))
            #expect(await session.execute("LPUSH", "k", "x").isError)
        }
    }

    @Test func `a blocking call ends when its task is cancelled, and takes nothing after that`() async throws {
        try await withStandIn { standIn in
            let reader = standIn.makeSession(remoteAddress: "worker")
            let writer = standIn.makeSession(remoteAddress: "content")
            let reply = await withTaskGroup(of: RESPValue.self) { group in
                group.addTask { await reader.execute("BLPOP", "queue", "0") }
                while await writer.execute("INFO", "clients").text?.contains("blocked_clients:1") != true {}
                group.cancelAll()
                return await group.next()
            }
            #expect(reply == .null)
            #expect(await writer.execute("RPUSH", "queue", "job") == .integer(1))
            #expect(await writer.execute("LLEN", "queue") == .integer(1))
            #expect(await reader.execute("PING") == .simple("PONG"))
        }
    }

    @Test func `a blocking call gives up when the clock is advanced past its time`() async throws {
        let clock = InstanceClock(frozenAt: startOfTests)
        try await withStandIn(clock: clock) { standIn in
            let reader = standIn.makeSession(remoteAddress: "worker")
            let other = standIn.makeSession(remoteAddress: "content")
            let reply = await withTaskGroup(of: RESPValue.self) { group in
                group.addTask { await reader.execute("XREAD", "BLOCK", "5000", "STREAMS", "s", "$") }
                while await other.execute("INFO", "clients").text?.contains("blocked_clients:1") != true {}
                clock.advance(by: .seconds(6))
                return await group.next()
            }
            #expect(reply == .nullArray)
        }
    }

    @Test func `keys expire when the clock is advanced, without being asked for`() async throws {
        let clock = InstanceClock(frozenAt: startOfTests)
        try await withStandIn(clock: clock) { standIn in
            let session = standIn.makeSession(remoteAddress: "content")
            _ = await session.execute("SET", "k", "v", "EX", "10")
            _ = await session.execute("SET", "stays", "v", "EX", "100")
            clock.advance(by: .seconds(9))
            #expect(await session.execute("TTL", "k") == .integer(1))
            clock.advance(by: .seconds(2))
            #expect(await session.execute("DBSIZE") == .integer(1))
            #expect(await session.execute("GET", "k") == .null)
        }
    }

    @Test func `messages of channels are apart from replies`() async throws {
        try await withStandIn { standIn in
            let listener = standIn.makeSession(remoteAddress: "a")
            let speaker = standIn.makeSession(remoteAddress: "b")
            _ = await listener.execute("SUBSCRIBE", "news")
            #expect(await speaker.execute("PUBLISH", "news", "hello") == .integer(1))
            var messages = listener.messages.makeAsyncIterator()
            #expect(await messages.next() == .push([.text("message"), .text("news"), .text("hello")]))
        }
    }

    @Test func `a user who may only read is refused every write`() async throws {
        let reader = RedisUser(name: "reader", password: "secret", access: .readOnly)
        try await withStandIn(users: [reader]) { standIn in
            let session = standIn.makeSession(user: reader, remoteAddress: "analytics")
            #expect(await session.execute("GET", "k") == .null)
            #expect(
                await session.execute("SET", "k", "v")
                    == .error("NOPERM this user has no permissions to run the 'set' command"))
            let stranger = standIn.makeSession(remoteAddress: "stranger")
            #expect(await stranger.execute("GET", "k") == .error("NOAUTH Authentication required."))
            #expect(await stranger.execute("AUTH", "reader", "wrong").isError)
            #expect(await stranger.execute("AUTH", "reader", "secret") == .ok)
            #expect(await stranger.execute("GET", "k") == .null)
        }
    }

    @Test func `the ledger knows what was used and how faithful it is`() async throws {
        let ledger = Ledger()
        try await withStandIn(ledger: ledger) { standIn in
            let session = standIn.makeSession(remoteAddress: "a")
            _ = await session.execute("GET", "k")
            #expect(
                await session.execute("HTTL", "k", "FIELDS", "1", "f").text?.hasPrefix("ERR unknown command 'HTTL'")
                    == true)
        }
        let touched = ledger.touched
        #expect(touched.map(\.entry.feature) == ["GET", "HTTL"])
        let reason = "Redis 7.0.15 has no expiry of fields: it came with 7.4"
        #expect(touched.map(\.fidelity) == [.exact, .unsupported(reason)])
    }

    @Test func `after the stand-in is closed, sessions get an error`() async throws {
        let standIn = try await RedisStandIn(
            name: "cache", location: .memory, clock: InstanceClock(frozenAt: startOfTests),
            random: SeededRandom(seed: 1), ledger: Ledger())
        let session = standIn.makeSession(remoteAddress: "a")
        #expect(await session.execute("PING") == .simple("PONG"))
        await standIn.close()
        #expect(await session.execute("PING").isError)
    }

    @Test func `old keys make room while clients write, and only as many as are needed`() async throws {
        try await withStandIn { standIn in
            let session = standIn.makeSession(remoteAddress: "content")
            _ = await session.execute("CONFIG", "SET", "maxmemory", "2mb", "maxmemory-policy", "allkeys-lru")
            let value = String(repeating: "v", count: 200)
            for number in 0..<8_000 {
                #expect(await session.execute("SET", "key:\(number)", value) == .ok)
            }
            guard case .integer(let count) = await session.execute("DBSIZE") else {
                Issue.record("DBSIZE is no number")
                return
            }
            // About 400 bytes each, in a little more than a million.
            #expect((2_000...5_000).contains(count))
        }
    }
}
