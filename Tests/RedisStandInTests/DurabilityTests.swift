import Determinism
import Fidelity
import Foundation
import RedisStandIn
import SQLiteStore
import Testing
import TestSupport

@Suite struct DurabilityTests {
    private func open(_ path: String) async throws -> RedisStandIn {
        try await RedisStandIn(
            name: "cache", location: .file(path), clock: InstanceClock(frozenAt: startOfTests),
            random: SeededRandom(seed: 1), ledger: Ledger())
    }

    /// The files as they are at this moment: what is left when the process is killed now.
    private func copyAsKilled(_ path: String, to copy: String) throws {
        for suffix in ["", "-wal", "-oplog", "-oplog-wal", "-oplog2", "-oplog2-wal"] {
            if FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
            }
        }
    }

    /// How many turns the log holds.
    private func logRows(of path: String) throws -> Int64 {
        try ["-oplog", "-oplog2"].reduce(0) { sum, suffix in
            let count = try Connection(.file(path + suffix)).rows("select count(*) from oplog")[0][0]
            return sum + (count.integer ?? 0)
        }
    }

    /// One write of every kind.
    private static let writes = """
        SET s value
        SET gone soon EX 100
        APPEND s more
        INCRBYFLOAT f 1.5
        SETBIT bits 9 1
        HSET h a 1 b 2 c 3
        HDEL h b
        RPUSH l 1 2 3 4
        LPUSH l 0
        LSET l 1 one
        LREM l 0 3
        RPOP l
        SADD m x y z
        SREM m y
        ZADD z 1 a 2 b -inf c
        ZINCRBY z 5 a
        ZREM z b
        XADD st 1-1 f v g w
        XADD st 2-1 f v
        XADD st 3-1 f v
        XADD st 4-1 f v
        XGROUP CREATE st g 0
        XREADGROUP GROUP g alice COUNT 3 STREAMS st >
        XACK st g 1-1
        XDEL st 2-1
        XTRIM st MAXLEN 2
        XGROUP CREATECONSUMER st g bob
        XCLAIM st g bob 0 3-1
        RENAME f float
        COPY h h2
        MOVE m 3
        SELECT 1
        SET other db
        SWAPDB 1 2
        SELECT 0
        EXPIRE l 500
        DEL nothing
        """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    private static let reads = """
        GET s
        TTL gone
        GET float
        GETBIT bits 9
        HGETALL h
        HGETALL h2
        LRANGE l 0 -1
        TTL l
        ZRANGE z 0 -1 WITHSCORES
        XRANGE st - +
        XPENDING st g - + 10
        XINFO STREAM st FULL
        XINFO GROUPS st
        DBSIZE
        SELECT 3
        SMEMBERS m
        SELECT 2
        GET other
        SELECT 1
        DBSIZE
        SELECT 0
        """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

    private func answers(of standIn: RedisStandIn) async -> [RESPValue] {
        let session = standIn.makeSession(remoteAddress: "test")
        var replies: [RESPValue] = []
        for words in Self.reads { replies.append(await session.execute(words)) }
        return replies
    }

    private func write(to standIn: RedisStandIn) async {
        let session = standIn.makeSession(remoteAddress: "test")
        for words in Self.writes {
            let reply = await session.execute(words)
            #expect(!reply.isError, "\(words): \(reply)")
        }
    }

    @Test func `a process that is killed has lost nothing it answered`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try await open(folder + "/a.sqlite")
            await write(to: standIn)
            let expected = await answers(of: standIn)
            try copyAsKilled(folder + "/a.sqlite", to: folder + "/killed.sqlite")
            let again = try await open(folder + "/killed.sqlite")
            #expect(await answers(of: again) == expected)
            await again.close()
            await standIn.close()
        }
    }

    @Test func `the log is trimmed only up to what the tables hold`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try await open(folder + "/a.sqlite")
            await write(to: standIn)
            try await standIn.foldAll()
            let session = standIn.makeSession(remoteAddress: "test")
            _ = await session.execute("SET", "s", "after the fold")
            _ = await session.execute("RPUSH", "l", "after")
            let expected = await answers(of: standIn)
            try copyAsKilled(folder + "/a.sqlite", to: folder + "/killed.sqlite")
            #expect(try logRows(of: folder + "/killed.sqlite") == 2)
            try copyAsKilled(folder + "/a.sqlite", to: folder + "/killed2.sqlite")
            let third = try await open(folder + "/killed2.sqlite")
            #expect(await answers(of: third) == expected)
            await third.close()
            await standIn.close()
        }
    }

    @Test func `after a clean close everything is in the tables and the log is empty`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try await open(folder + "/a.sqlite")
            await write(to: standIn)
            let expected = await answers(of: standIn)
            await standIn.close()
            #expect(try logRows(of: folder + "/a.sqlite") == 0)
            let again = try await open(folder + "/a.sqlite")
            #expect(await answers(of: again) == expected)
            // Rows are numbered on from what the tables hold: a write after the close must not be passed over.
            _ = await again.makeSession(remoteAddress: "test").execute("SET", "late", "write")
            try copyAsKilled(folder + "/a.sqlite", to: folder + "/killed.sqlite")
            await again.close()
            let third = try await open(folder + "/killed.sqlite")
            #expect(await third.makeSession(remoteAddress: "test").execute("GET", "late") == .bulk(Array("write".utf8)))
            await third.close()
        }
    }

    private func usedMemory(of standIn: RedisStandIn) async throws -> Int {
        let information = await standIn.makeSession(remoteAddress: "test").execute("INFO", "memory").text ?? ""
        let line = information.split(whereSeparator: \.isNewline).first { $0.hasPrefix("used_memory:") }
        return try #require(line.flatMap { Int($0.dropFirst("used_memory:".count)) })
    }

    @Test func `memory is counted the same after a start, and is free when the keys are gone`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try await open(folder + "/a.sqlite")
            let empty = try await usedMemory(of: standIn)
            await write(to: standIn)
            let used = try await usedMemory(of: standIn)
            #expect(used > empty + 1000)
            try copyAsKilled(folder + "/a.sqlite", to: folder + "/killed.sqlite")
            await standIn.close()
            for path in ["/a.sqlite", "/killed.sqlite"] {
                let again = try await open(folder + path)
                #expect(try await usedMemory(of: again) == used)
                let session = again.makeSession(remoteAddress: "test")
                for database in 0..<4 {
                    _ = await session.execute("SELECT", "\(database)")
                    for key in await session.execute("KEYS", "*").elements ?? [] {
                        #expect(await session.execute("DEL", key.text ?? "") == .integer(1))
                    }
                }
                #expect(try await usedMemory(of: again) == empty)
                await again.close()
            }
        }
    }

    @Test func `a start with a setting that Redis refuses says so`() async throws {
        for (name, value) in [("maxmemory", "much"), ("no-such-parameter", "1")] {
            await #expect(throws: (any Error).self) {
                _ = try await RedisStandIn(
                    name: "cache", location: .memory, clock: InstanceClock(frozenAt: startOfTests),
                    random: SeededRandom(seed: 1), ledger: Ledger(), settings: [name: value])
            }
        }
    }

    @Test func `a person can read the tables`() async throws {
        try await withTemporaryFolder { folder in
            let standIn = try await open(folder + "/a.sqlite")
            await write(to: standIn)
            await standIn.close()
            let tables = try Connection(.file(folder + "/a.sqlite"))
            #expect(
                try tables.rows("select key, value from strings where db = 0 and key = 's'") == [
                    [.text("s"), .text("valuemore")]
                ])
            #expect(
                try tables.rows("select value from lists where key = 'l' order by position").map { $0[0] } == [
                    .text("0"), .text("one"), .text("2"),
                ])
            #expect(
                try tables.rows("select id, name, value from streams") == [
                    [.text("3-1"), .text("f"), .text("v")], [.text("4-1"), .text("f"), .text("v")],
                ])
        }
    }
}
