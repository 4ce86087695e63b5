package import Determinism
package import Fidelity
package import SQLiteStore
package import Serving
import Synchronization

/// A Redis 7.0 server over SQLite, for one instance.
///
/// Wire clients come through `run(on:)`, services of the same process through `makeSession`. The keyspace is in memory;
/// each turn's effects are committed to a log (`<file>-oplog`) before any reply of that turn leaves, so that killing
/// the process loses nothing that was acknowledged. `run()` folds the log into tables that people can read (`<file>`),
/// keeps time, and must run as long as the stand-in is used. Time comes from the instance's clock, randomness from its
/// seed, and every command that is used is noted in the ledger.
///
/// `Wire/` is the protocol, `Store/` the data and its effects, `Commands/` one value per command, `Session/` clients and
/// turns. `docs/redis.md` lists what is covered.
package final class RedisStandIn: Sendable {
    private let thread: EngineThread
    private let tables: DatabaseThread<TypedTables>?
    private let users: [RedisUser]
    private let clock: InstanceClock
    private let nextClient = Atomic<Int64>(1)

    /// Opens the store and reads what is in it.
    ///
    /// - Parameters:
    ///   - name: What the ledger calls it, for example `cache`.
    ///   - location: The file of the tables; in memory nothing is kept.
    ///   - users: Who may come. Without a `default` user that has no password, clients must authenticate.
    /// - Throws: `SQLiteError`, or `LogDamaged`.
    package init(
        name: String, location: Connection.Location, clock: InstanceClock, random: SeededRandom, ledger: Ledger,
        users: [RedisUser] = [.open]
    ) async throws {
        self.users = users
        self.clock = clock
        var applied: Int64 = 0
        var stored: [LocatedEffect] = []
        var tables: DatabaseThread<TypedTables>?
        if case .file = location {
            let opened = try await DatabaseThread(label: "redis.\(name).tables") { try TypedTables(location) }
            (applied, stored) = try await opened.run { tables in
                var effects: [LocatedEffect] = []
                try tables.load { effects.append($0) }
                return (try tables.applied(), effects)
            }
            tables = opened
        }
        self.tables = tables
        let contents = stored
        let appliedRow = applied
        thread = try await EngineThread(label: "redis.\(name)") {
            let keyspace = Keyspace()
            keyspace.now = clock.now.milliseconds
            for effect in contents { keyspace.change(effect.effect, in: effect.database) }
            if case .file(let path) = location {
                let log = try EffectLog(.file(path + "-oplog"), applied: appliedRow)
                try keyspace.replay(log, after: appliedRow)
                keyspace.log = log
            }
            return Engine(
                name: name, keyspace: keyspace, table: .standard, users: users, clock: clock, random: random,
                ledger: ledger)
        }
    }

    /// Keeps time (expiry, timeouts) and folds the log, until the task is cancelled.
    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.keepTime() }
            group.addTask { try await self.foldInBackground() }
        }
    }

    /// Serves wire clients until the task is cancelled.
    package func run(on listener: ByteListener) async throws {
        let users = users
        try await listener.run { connection in
            let needsAuthentication = !users.contains { $0.name == "default" && $0.password == nil }
            try await WireSession(thread: self.thread, id: self.newClientID(), isOpen: !needsAuthentication)
                .run(on: connection)
        }
    }

    /// A client of the same process, authenticated as `user`, or as the default user.
    package func makeSession(user: RedisUser? = nil, remoteAddress: String) -> RedisSession {
        RedisSession(thread: thread, id: newClientID(), user: user, remoteAddress: remoteAddress)
    }

    /// Folds what is left of the log, and closes both files. Sessions get no more replies.
    package func close() async {
        _ = await thread.perform { engine in
            engine.beginTurn()
            for client in engine.clients { engine.close(client) }
            engine.endTurn()
        }
        _ = try? await foldAll()
        await thread.close()
        await tables?.close()
    }

    private func newClientID() -> Client.ID { nextClient.add(1, ordering: .relaxed).oldValue }

    // MARK: - Time

    private func keepTime() async throws {
        while true {
            try Task.checkCancellation()
            await thread.tick()
            let deadline = await thread.perform { $0.nextDeadline } ?? nil
            guard let deadline else {
                await thread.timeBell.wait()
                continue
            }
            await withTaskGroup { group in
                group.addTask { try? await self.clock.sleep(until: Timestamp(milliseconds: deadline)) }
                group.addTask { await self.thread.timeBell.wait() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    // MARK: - Folding

    /// How many turns are folded in one transaction.
    private static let foldLimit = 2000

    private func foldInBackground() async throws {
        while true {
            try Task.checkCancellation()
            try await foldAll()
            await thread.foldBell.wait()
            // More turns in one transaction cost less; nobody waits for the tables.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Folds the whole log into the tables, and then forgets it.
    ///
    /// Only rows that the tables hold for good are taken from the log: taking them any earlier loses writes.
    package func foldAll() async throws {
        guard let tables else { return }
        var applied = try await tables.run { try $0.applied() }
        while true {
            let start = applied
            let rows = await thread.perform { engine in
                Result { try engine.keyspace.log?.rows(after: start, limit: Self.foldLimit) ?? [] }
            }
            guard let rows = try rows?.get(), !rows.isEmpty else { return }
            applied = try await tables.run { try $0.fold(rows) }
            let done = applied
            _ = try await thread.perform { engine in Result { try engine.keyspace.log?.trim(upTo: done) } }?.get()
        }
    }
}

extension Keyspace {
    /// Applies what the log holds after `row`, without writing it again.
    func replay(_ log: EffectLog, after row: Int64) throws {
        var last = row
        while true {
            let rows = try log.rows(after: last, limit: 1000)
            guard let end = rows.last?.id else { return }
            for row in rows {
                guard let effects = try? EffectReader.effects(in: row.effects) else { throw LogDamaged(row: row.id) }
                for effect in effects { change(effect.effect, in: effect.database) }
            }
            last = end
        }
    }
}
