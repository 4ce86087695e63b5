import Determinism
import Fidelity
import RedisStandIn
import SQLiteStore
import Testing

/// What sessions look up on their own thread, while the stand-in's thread serves everybody else.
@Suite(.timeLimit(.minutes(1))) struct LookupTests {
    @Test func `sessions on many threads read what they wrote`() async throws {
        try await withListener { port, standIn in
            try await withThrowingTaskGroup { group in
                for reader in 0..<4 {
                    group.addTask {
                        let session = standIn.makeSession(remoteAddress: "reader \(reader)")
                        for number in 1...500 {
                            #expect(await session.execute("INCR", "own \(reader)") == .count(number))
                            #expect(await session.execute("GET", "own \(reader)") == .text("\(number)"))
                            #expect(await session.execute("STRLEN", "nothing") == .integer(0))
                        }
                    }
                }
                group.addTask {
                    try await TestConnection.open(port) { connection in
                        for number in 1...500 {
                            try await connection.send([Array("INCR".utf8), Array("wire".utf8)])
                            let expected = Array(":\(number)\r\n".utf8)
                            #expect(try await connection.read(expected) == expected)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let session = standIn.makeSession(remoteAddress: "content")
            #expect(await session.execute("GET", "wire") == .text("500"))
        }
    }

    @Test func `a key that a lookup finds expired is told to subscribers on the wire`() async throws {
        let clock = InstanceClock(frozenAt: startOfTests)
        try await withListener(clock: clock) { port, standIn in
            let session = standIn.makeSession(remoteAddress: "content")
            _ = await session.execute("CONFIG", "SET", "notify-keyspace-events", "Ex")
            _ = await session.execute("DEBUG", "SET-ACTIVE-EXPIRE", "0")
            _ = await session.execute("SET", "k", "v", "PX", "10")
            try await TestConnection.open(port) { connection in
                let channel = "__keyevent@0__:expired"
                try await connection.send([Array("SUBSCRIBE".utf8), Array(channel.utf8)])
                let confirmation = Array("*3\r\n$9\r\nsubscribe\r\n$22\r\n\(channel)\r\n:1\r\n".utf8)
                #expect(try await connection.read(confirmation) == confirmation)
                clock.advance(by: .milliseconds(11))
                #expect(await session.execute("GET", "k") == .null)
                let message = Array("*3\r\n$7\r\nmessage\r\n$22\r\n\(channel)\r\n$1\r\nk\r\n".utf8)
                #expect(try await connection.read(message) == message)
            }
        }
    }

    @Test func `a client that a lookup ends the wait of goes on with what it sent`() async throws {
        let clock = InstanceClock(frozenAt: startOfTests)
        try await withListener(clock: clock) { port, standIn in
            let session = standIn.makeSession(remoteAddress: "content")
            _ = await session.execute("DEBUG", "SET-ACTIVE-EXPIRE", "0")
            _ = await session.execute("XGROUP", "CREATE", "jobs", "workers", "$", "MKSTREAM")
            _ = await session.execute("PEXPIRE", "jobs", "10")
            try await TestConnection.open(port) { connection in
                let wait = "XREADGROUP GROUP workers w BLOCK 0 STREAMS jobs >\r\n"
                try await connection.send(Array((wait + "EVAL \"return 7\" 0\r\n").utf8))
                while await session.execute("INFO", "clients").text?.contains("blocked_clients:1") != true {}
                clock.advance(by: .milliseconds(11))
                #expect(await session.execute("XLEN", "jobs") == .integer(0))
                let replies = Array("-UNBLOCKED the stream key no longer exists\r\n:7\r\n".utf8)
                #expect(try await connection.read(replies) == replies)
            }
        }
    }

    @Test func `a lookup while a script runs on and on is told so`() async throws {
        try await withStandIn { standIn in
            let (caller, other) = (
                standIn.makeSession(remoteAddress: "worker"), standIn.makeSession(remoteAddress: "content")
            )
            _ = await other.execute("SET", "k", "v")
            _ = await other.execute("CONFIG", "SET", "busy-reply-threshold", "10")
            let script = Task { await caller.execute("EVAL", "while true do end", "0") }
            var reply = await other.execute("GET", "k")
            while reply == .text("v") { reply = await other.execute("GET", "k") }
            #expect(reply.text?.hasPrefix("BUSY") == true)
            #expect(await other.execute("SCRIPT", "KILL") == .ok)
            #expect(await script.value.isError)
            #expect(await other.execute("GET", "k") == .text("v"))
        }
    }

    @Test func `a lookup in a transaction is queued, and one that a pause holds back waits`() async throws {
        let clock = InstanceClock(frozenAt: startOfTests)
        try await withStandIn(clock: clock) { standIn in
            let session = standIn.makeSession(remoteAddress: "content")
            _ = await session.execute("SET", "k", "v")
            _ = await session.execute("MULTI")
            #expect(await session.execute("GET", "k") == .simple("QUEUED"))
            #expect(await session.execute("EXEC") == .array([.text("v")]))
            _ = await session.execute("CLIENT", "PAUSE", "1000", "ALL")
            let reply = Task { await session.execute("GET", "k") }
            clock.advance(by: .milliseconds(1001))
            #expect(await reply.value == .text("v"))
        }
    }

    @Test func `a lookup after the end is told that the connection is closed`() async throws {
        let standIn = try await RedisStandIn(
            name: "cache", location: .memory, clock: InstanceClock(frozenAt: startOfTests),
            random: SeededRandom(seed: 7), ledger: Ledger())
        let session = standIn.makeSession(remoteAddress: "content")
        #expect(await session.execute("GET", "k") == .null)
        await standIn.close()
        #expect(await session.execute("GET", "k").isError)
    }
}
