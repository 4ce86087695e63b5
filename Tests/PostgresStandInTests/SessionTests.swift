import Determinism
import Fidelity
import PostgresStandIn
import SQLiteStore
import TestSupport
import Testing

/// A server for one test, closed when it ends.
func withServer<Result>(
    location: Connection.Location = .memory, users: [PostgresUser] = [PostgresUser(name: "postgres")],
    _ body: (PostgresStandIn) async throws -> Result
) async throws -> Result {
    let server = try await PostgresStandIn(
        name: "test-db", location: location, databaseName: "postgres",
        clock: InstanceClock(frozenAt: Timestamp(seconds: 1_700_000_000)),
        random: SeededRandom(seed: 7), ledger: Ledger(), users: users)
    do {
        let result = try await body(server)
        await server.close()
        return result
    } catch {
        await server.close()
        throw error
    }
}

@Suite struct SessionTests {
    @Test func `rows that were inserted are selected`() async throws {
        try await withServer { server in
            let session = try await server.makeSession(user: server.users[0])
            try await session.query(
                "create table item (id serial primary key, name text not null, price numeric(10,2), tags text[], body jsonb)"
            )
            let inserted = try await session.query(
                "insert into item (name, price, tags, body) values ($1, $2, $3, $4) returning id, price",
                ["pen", "1.5", "{a,b}", .json("{\"b\": 1, \"a\": [true, null]}")])
            #expect(inserted.rows == [[1, "1.50"]])
            #expect(inserted.tag == "INSERT 0 1")
            let selected = try await session.query(
                "select name, price * 2 as double, body->'a'->>0 as first, 'b' = any(tags) as b from item where id = $1",
                [1])
            #expect(selected.columns.map(\.name) == ["name", "double", "first", "b"])
            #expect(selected.columns.map(\.type) == ["text", "numeric", "text", "boolean"])
            #expect(selected.rows == [["pen", "3.00", "true", true]])
        }
    }

    @Test func `a duplicate key is refused with its constraint and its value`() async throws {
        try await withServer { server in
            let session = try await server.makeSession(user: server.users[0])
            try await session.query("create table person (email text unique)")
            try await session.query("insert into person values ('a@b.c')")
            let error = await #expect(throws: PostgresError.self) {
                try await session.query("insert into person values ('a@b.c')")
            }
            #expect(error?.code == "23505")
            #expect(error?.detail == "Key (email)=(a@b.c) already exists.")
            #expect(error?.constraint == "person_email_key")
        }
    }

    @Test func `a rolled back transaction leaves neither rows nor tables`() async throws {
        try await withServer { server in
            let session = try await server.makeSession(user: server.users[0])
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                try await session.transaction { session in
                    try await session.query("create table gone (id int)")
                    try await session.query("insert into gone values (1)")
                    throw Stop()
                }
            }
            let error = await #expect(throws: PostgresError.self) { try await session.query("select * from gone") }
            #expect(error?.code == "42P01")
        }
    }

    @Test func `a reader sees what is committed while another session writes`() async throws {
        try await withServer { server in
            let writer = try await server.makeSession(user: server.users[0])
            let reader = try await server.makeSession(user: server.users[0])
            try await writer.query("create table counter (n int); insert into counter values (1)")
            try await writer.query("begin; update counter set n = 2")
            #expect(try await reader.query("select n from counter").rows == [[1]])
            #expect(try await writer.query("select n from counter").rows == [[2]])
            try await writer.query("commit")
            #expect(try await reader.query("select n from counter").rows == [[2]])
        }
    }

    @Test func `a second writer waits for the first to commit`() async throws {
        try await withServer { server in
            let first = try await server.makeSession(user: server.users[0])
            let second = try await server.makeSession(user: server.users[0])
            try await first.query("create table counter (n int); insert into counter values (1)")
            try await first.query("begin; update counter set n = n + 1")
            async let waiting = second.query("update counter set n = n * 10 returning n")
            try await first.query("commit")
            #expect(try await waiting.rows == [[20]])
        }
    }

    @Test func `what was committed is there after the server died without closing`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/db.sqlite"
            let copy = folder + "/copy.sqlite"
            try await withServer(location: .file(path)) { server in
                let session = try await server.makeSession(user: server.users[0])
                try await session.query(
                    "create table kept (id serial primary key, at timestamptz default now()); insert into kept default values"
                )
                try await session.query("begin; insert into kept default values")
                // The files as they are at this moment, as after a SIGKILL.
                for suffix in ["", "-wal"] { try copyFile(path + suffix, copy + suffix) }
            }
            try await withServer(location: .file(copy)) { server in
                let session = try await server.makeSession(user: server.users[0])
                #expect(try await session.query("select id, at from kept").rows == [[1, "2023-11-14 22:13:20+00"]])
                #expect(
                    try await session.query("insert into kept default values returning id > 1 as ok").rows == [[true]])
            }
        }
    }

    @Test func `a read-only user cannot write`() async throws {
        try await withServer(users: [PostgresUser(name: "postgres"), PostgresUser(name: "viewer", access: .readOnly)]) {
            server in
            let session = try await server.makeSession(user: server.users[1])
            let error = await #expect(throws: PostgresError.self) { try await session.query("create table t (id int)") }
            #expect(error?.message == "cannot execute CREATE TABLE in a read-only transaction")
            #expect(error?.code == "25006")
        }
    }

    @Test func `a migration runs once`() async throws {
        try await withServer { server in
            #expect(
                try await server.runMigration(file: "1.sql", sql: "create table a (id int); insert into a values (1);"))
            #expect(
                try await server.runMigration(file: "1.sql", sql: "create table a (id int); insert into a values (1);")
                    == false)
            let session = try await server.makeSession(user: server.users[0])
            #expect(try await session.query("select count(*) from a").rows == [[1]])
        }
    }
}

import Foundation

func copyFile(_ source: String, _ target: String) throws {
    try FileManager.default.copyItem(atPath: source, toPath: target)
}
