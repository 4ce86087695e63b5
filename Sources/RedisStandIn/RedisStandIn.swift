package import Determinism
package import Fidelity
import NIOCore
package import NIOSSL
package import SQLiteStore
package import Serving
import Synchronization

/// A Redis 7.0 server over SQLite, for one instance.
///
/// Wire clients come through `run(on:)`, services of the same process through `makeSession`. The keyspace is in memory;
/// each turn's effects are committed to a log (`<file>-oplog` and `<file>-oplog2`) before any reply of that turn
/// leaves, so that killing the process loses nothing that was acknowledged. `run()` folds the log into tables that
/// people can read (`<file>`), keeps time, and must run as long as the stand-in is used. Time comes from the instance's
/// clock, randomness from its seed, and every command that is used is noted in the ledger.
///
/// `Wire/` is the protocol, `Store/` the data and its effects, `Commands/` one value per command, `Session/` clients and
/// turns, `Replication/` what replicas are sent. `docs/redis.md` lists what is covered.
package final class RedisStandIn: Sendable {
    let loop: EngineLoop
    let folding: FoldingThread?
    private let clock: InstanceClock
    private let nextClient = Atomic<Int64>(1)

    /// When a write that was acknowledged reaches the disk: `appendfsync`. In each of them it survives the death of
    /// the process.
    package enum AppendFsync: String, Sendable, CaseIterable {
        /// Before it is acknowledged.
        case always
        /// Within a second or so.
        case everysec
        /// When the system likes.
        case no
    }

    /// Opens the store and reads what is in it.
    ///
    /// - Parameters:
    ///   - name: What the ledger calls it, for example `cache`.
    ///   - location: The file of the tables; in memory nothing is kept.
    ///   - users: Who may come. Without a `default` user that has no password, clients must authenticate.
    ///   - settings: Parameters of `CONFIG` that differ from Redis' defaults, written as for `CONFIG SET`.
    ///   - onShutdown: What a client's `SHUTDOWN` does beside closing all connections.
    /// - Throws: `SQLiteError`, `LogDamaged`, `AccessFile.Unusable`, or `SettingError` for a setting that Redis would
    ///   refuse.
    package init(
        name: String, location: Connection.Location, clock: InstanceClock, random: SeededRandom, ledger: Ledger,
        users: [RedisUser] = [.open], appendFsync: AppendFsync = .everysec, settings: [String: String] = [:],
        onShutdown: @escaping @Sendable () -> Void = {}
    ) async throws {
        self.clock = clock
        let folding = Mutex<FoldingThread.State?>(nil)
        loop = try await EngineLoop {
            let keyspace = Keyspace()
            keyspace.now = clock.now.milliseconds
            if case .file(let path) = location {
                let tables = try TypedTables(location)
                try tables.load(into: keyspace)
                let applied = try tables.applied()
                let log = try EffectLog(path, applied: applied, sync: appendFsync)
                try keyspace.replay(log, after: applied)
                keyspace.log = log
                let state = FoldingThread.State(tables)
                folding.withLock { $0 = state }
            }
            let engine = Engine(
                name: name, keyspace: keyspace, table: .standard, users: users, clock: clock, random: random,
                ledger: ledger)
            engine.settings.set("appendfsync", to: appendFsync.rawValue)
            for (name, value) in settings {
                guard let parameter = engine.settings.parameter(name) else {
                    throw SettingError(reason: "no parameter has this name", parameter: name)
                }
                do throws(SettingError) {
                    engine.settings.set(name, to: try parameter.checked(value))
                } catch {
                    throw SettingError(reason: error.reason, parameter: name)
                }
            }
            engine.settingsChanged()
            let accessFile = engine.settings.text("aclfile")
            if !accessFile.isEmpty { try engine.loadAccessFile(accessFile) }
            engine.shutDown = onShutdown
            return engine
        }
        let loop = loop
        loop.submit { engine in
            // Not at once: the loop looks at its sockets only when nothing else is to be done.
            engine.scheduleSoon = {
                loop.loop.scheduleTask(in: .microseconds(200)) { loop.submit { $0.continueBusy() } }
            }
        }
        self.folding = folding.withLock { $0.map { FoldingThread($0) } }
    }

    /// Keeps time (expiry, timeouts) and folds the log, until the task is cancelled.
    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.keepTime() }
            group.addTask { try await self.foldInBackground() }
            group.addTask { try await self.syncInBackground() }
        }
    }

    /// Binds an address whose connections the engine's own thread serves.
    ///
    /// - Throws: `BindError`.
    package func bind(
        _ address: ListenAddress, tls: NIOSSLContext? = nil, optionalTLS: NIOSSLContext? = nil
    ) async throws -> ByteListener {
        try await ByteListener.bind(address, tls: tls, optionalTLS: optionalTLS, on: loop.loop)
    }

    /// Serves wire clients until the task is cancelled.
    ///
    /// - Parameter listener: comes from `bind`.
    package func run(on listener: ByteListener) async throws {
        defer { loop.submit { $0.closeConnections() } }
        let isPlain = !listener.isEncrypted
        try await listener.run { channel in
            try channel.pipeline.syncOperations.addHandler(
                RedisConnection(loop: self.loop, id: self.newClientID(), isPlain: isPlain))
        }
    }

    /// A client of the same process, authenticated as `user`, or as the default user.
    package func makeSession(user: RedisUser? = nil, remoteAddress: String) -> RedisSession {
        RedisSession(loop: loop, id: newClientID(), user: user, remoteAddress: remoteAddress)
    }

    /// Folds what is left of the log, and closes all files. Sessions get no more replies.
    package func close() async {
        let sizes = await loop.perform { engine in
            for client in engine.clients { engine.close(client) }
            return engine.keyspace.databases.map(\.count)
        }
        try? await foldAll()
        await loop.close()
        await folding?.close(sizes: sizes ?? [])
    }

    private func newClientID() -> Client.ID { nextClient.add(1, ordering: .relaxed).oldValue }

    // MARK: - Time

    private func keepTime() async throws {
        while true {
            try Task.checkCancellation()
            let deadline = await loop.perform { $0.nextDeadline } ?? nil
            guard let deadline else {
                await loop.timeBell.wait()
                continue
            }
            await withTaskGroup { group in
                group.addTask { try? await self.clock.sleep(until: Timestamp(milliseconds: deadline)) }
                group.addTask { await self.loop.timeBell.wait() }
                await group.next()
                group.cancelAll()
            }
        }
    }
}

extension Keyspace {
    /// Applies what the log holds after `row`, without writing it again.
    func replay(_ log: EffectLog, after row: Int64) throws {
        try log.forEachRow(after: row) { row in
            guard let effects = try? EffectReader.effects(in: row.effects) else { throw LogDamaged(row: row.id) }
            for effect in effects { change(effect.effect, in: effect.database) }
        }
    }
}
