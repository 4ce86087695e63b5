import RedisStandIn
import Testing

@Suite(.timeLimit(.minutes(1))) struct MigrationTests {
    @Test func `keys go to another server with what they hold and how long they have`() async throws {
        try await withStandIn { source in
            try await withListener { port, target in
                let here = source.makeSession(remoteAddress: "test")
                let there = target.makeSession(remoteAddress: "test")
                _ = await here.execute("SET", "kept", "v", "PX", "5000")
                _ = await here.execute("RPUSH", "list", "a", "b", "c")
                _ = await here.execute("SET", "taken", "here")
                _ = await there.execute("SET", "taken", "there")
                let migrate = ["MIGRATE", "127.0.0.1", "\(port)"]
                #expect(await here.execute(migrate + ["kept", "0", "60000", "COPY"]) == .ok)
                #expect(await here.execute(migrate + ["list", "3", "60000"]) == .ok)
                #expect(
                    await here.execute(migrate + ["", "0", "60000", "KEYS", "taken"])
                        == .error("ERR Target instance replied with error: BUSYKEY Target key name already exists."))
                #expect(await here.execute("EXISTS", "kept", "list", "taken") == .integer(2))
                #expect(await there.execute("PTTL", "kept") == .integer(5000))
                #expect(await there.execute("GET", "taken") == .text("there"))
                #expect(await here.execute(migrate + ["", "0", "60000", "REPLACE", "KEYS", "taken", "nothing"]) == .ok)
                #expect(await there.execute("GET", "taken") == .text("here"))
                _ = await there.execute("SELECT", "3")
                #expect(
                    await there.execute("LRANGE", "list", "0", "-1") == .array([.text("a"), .text("b"), .text("c")]))
            }
        }
    }

    @Test func `a server that wants a password gets it`() async throws {
        let user = RedisUser(name: "default", password: "secret", access: .readWrite)
        try await withStandIn { source in
            try await withListener(users: [user]) { port, _ in
                let here = source.makeSession(remoteAddress: "test")
                _ = await here.execute("SET", "k", "v")
                let migrate = ["MIGRATE", "127.0.0.1", "\(port)", "k", "0", "60000"]
                let refused = await here.execute(migrate)
                #expect(refused == .error("ERR Target instance replied with error: NOAUTH Authentication required."))
                #expect(await here.execute(migrate + ["AUTH2", "default", "secret"]) == .ok)
                #expect(await here.execute("EXISTS", "k") == .integer(0))
            }
        }
    }

    @Test func `a server that is not there loses nothing`() async throws {
        try await withStandIn { source in
            let here = source.makeSession(remoteAddress: "test")
            _ = await here.execute("SET", "k", "v")
            let reply = await here.execute("MIGRATE", "127.0.0.1", "1", "k", "0", "1000")
            #expect(reply == .error("IOERR error or timeout writing to target instance"))
            #expect(await here.execute("GET", "k") == .text("v"))
        }
    }
}
