// A server that speaks PostgreSQL 15's protocol and SQL, over SQLite.
//
// A statement is parsed by PostgreSQL's own grammar (libpg_query), analysed by us (`SQL/Analyzer`): every expression gets
// PostgreSQL's type, every name its column, every operator its overload; then it is said in SQLite's SQL and run. What SQL of
// SQLite cannot express is a Swift function of the tables in `SQL/Functions`. What is in no table answers PostgreSQL's error.
//
// `Types/` are the values: input and output, exact numerics, dates, JSON, arrays. `Store/` is one database on its own thread:
// the catalog, the transactions, the connections. `Session/` is the interface for this process, `Wire/` the protocol.

package import Determinism
package import Fidelity
package import SQLiteStore
import Synchronization

/// Who may connect, with what right.
package struct PostgresUser: Sendable, Equatable {
    package enum Access: Sendable, Equatable { case readOnly, readWrite }

    package var name: String
    /// Empty: nobody is asked for one.
    package var password: String
    package var access: Access

    package init(name: String, password: String = "", access: Access = .readWrite) {
        self.name = name
        self.password = password
        self.access = access
    }
}

/// One database server with one database.
///
/// For example:
///
///     let server = try await PostgresStandIn(name: "ads-db", location: .memory, databaseName: "ads", clock: clock,
///         random: random, ledger: ledger, users: [PostgresUser(name: "ads")])
///     let session = try await server.makeSession(user: server.users[0])
///     try await session.query("insert into campaign (name) values ($1)", ["spring"])
package final class PostgresStandIn: Sendable {
    package let name: String
    package let databaseName: String
    package let users: [PostgresUser]
    let thread: DatabaseThread<Store>
    let queue = WriterQueue()
    let random: SeededRandom
    /// The keys by which a connection may cancel another's statement, by session.
    let cancelKeys = Mutex<[Int32: Int32]>([:])
    private let lastSession = Mutex<Int32>(0)

    package init(
        name: String, location: Connection.Location, databaseName: String, clock: InstanceClock, random: SeededRandom,
        ledger: Ledger,
        users: [PostgresUser]
    ) async throws {
        self.name = name
        self.databaseName = databaseName
        self.users = users
        self.random = random
        let queue = queue
        thread = try await DatabaseThread(label: "postgres.\(name)") {
            try Store(
                name: name, location: location, databaseName: databaseName, clock: clock, random: random,
                ledger: ledger, queue: queue, users: users)
        }
    }

    /// A session inside this process.
    package func makeSession(user: PostgresUser) async throws -> PostgresSession {
        PostgresSession(server: self, id: try await openSession(user))
    }

    func openSession(_ user: PostgresUser) async throws -> Int32 {
        let id = lastSession.withLock { last in
            last &+= 1
            return last
        }
        try await thread.run { $0.open(id, user) }
        return id
    }

    /// Runs a script of many statements in one transaction, once for ever: its name is remembered in the database.
    ///
    /// - Returns: whether it ran now.
    /// - Throws: `PostgresError`; `55000` when a script of the same name but another text ran before.
    @discardableResult
    package func runMigration(file name: String, sql: String) async throws -> Bool {
        let session = try await makeSession(user: PostgresUser(name: users.first?.name ?? "postgres"))
        do {
            let ran = try await session.migrate(name, sql)
            await session.close()
            return ran
        } catch {
            await session.close()
            throw error
        }
    }

    /// Ends all sessions and closes the database; what was committed stays.
    package func close() async {
        queue.close()
        await thread.close()
    }
}
