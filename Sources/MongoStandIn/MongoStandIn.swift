package import Determinism
package import Fidelity
package import SQLiteStore
package import Serving

/// A server that speaks MongoDB's wire protocol, as version 7, over one SQLite file.
///
/// `BSON` holds the values, their bytes, their order and their JSON; `Wire` the messages; `Commands` the table of
/// commands; `Query`, `Update`, `Expressions` and `Aggregation` the languages within them; `Store` the documents and
/// indexes in SQLite, the cursors and the transactions; `Session` the users and both ways in: a socket, and a session
/// within the process. A command is an entry of a table that takes a store and a call and returns a document; what it
/// writes is committed before the reply leaves. What is not done is in the tables too, with a reason, answers with an
/// error, and is recorded in the ledger. Time is the instance's clock, ids and samples come from the instance's seed.
package final class MongoStandIn: Sendable {
    private let name: String
    private let thread: DatabaseThread<Store>
    private let users: Users
    private let ledger: Ledger
    private let ids: ObjectIDSource
    private let nextConnection: ConnectionCounter

    /// - Parameters:
    ///   - name: the part under which commands are recorded in the ledger.
    ///   - users: who may connect; with none, anybody may, as in a server without access control.
    /// - Throws: `SQLiteError` when the file cannot be opened.
    package init(
        name: String, location: Connection.Location, clock: InstanceClock, random: SeededRandom, ledger: Ledger,
        users: [MongoUser] = []
    ) async throws {
        self.name = name
        self.ledger = ledger
        self.users = Users(users, random: random)
        ids = ObjectIDSource(clock: clock, random: random)
        nextConnection = ConnectionCounter()
        thread = try await DatabaseThread(label: "mongo-\(name)") {
            try Store(location, clock: clock, random: random) { feature in
                ledger.record(feature, of: name, .unsupported("not known or not done"))
            }
        }
    }

    /// A session within the process.
    ///
    /// - Parameter user: whose rights it has; nil is anybody where there are no users, and all rights where there are.
    package func makeSession(user: MongoUser? = nil) -> MongoSession {
        let facts = ConnectionFacts(id: nextConnection.next(), remoteAddress: "in-process", address: "localhost:27017")
        let inside = MongoUser(name: "in-process", password: "", access: .readWrite)
        return MongoSession(
            standIn: self, conversation: Conversation(facts: facts, users: users, user: user ?? inside), ids: ids)
    }

    /// Serves clients until the task is cancelled. May run on several listeners at once; each announces its own address.
    package func run(on listener: ByteListener) async throws {
        try await listener.run { [self] connection in
            let facts = ConnectionFacts(
                id: nextConnection.next(), remoteAddress: connection.remoteAddress,
                address: listener.address.description)
            var session = WireSession(standIn: self, conversation: Conversation(facts: facts, users: users))
            try await session.run(on: connection)
        }
    }

    /// Ends the store after what has been asked for before.
    package func close() async { await thread.close() }

    // MARK: - Running a command

    /// The reply to one command, errors included.
    func reply(to command: BSONDocument, database: String, _ conversation: inout Conversation) async -> BSONDocument {
        var reply: BSONDocument
        do {
            try Namespace.check(database: database)
            reply = try await run(command, database: database, &conversation)
            reply.append("ok", 1.0)
            if let error = Concern.unsatisfied(
                Invocation(
                    command: command, database: database, user: conversation.user, connection: conversation.facts))
            {
                reply.append("writeConcernError", error)
            }
        } catch let error as MongoError {
            if let feature = error.missingFeature {
                ledger.record(feature, of: name, .unsupported("not known or not done"))
            }
            reply = error.reply
        } catch let error as BSONError {
            reply = MongoError(.invalidBSON, error.description).reply
        } catch {
            reply = MongoError(.internalError, "\(error)").reply
        }
        if let time = try? await thread.run({ $0.operationTime() }) {
            reply.append(
                "$clusterTime",
                [
                    "clusterTime": time,
                    "signature": [
                        "hash": .binary(BSONBinary(bytes: [UInt8](repeating: 0, count: 20))), "keyId": .int64(0),
                    ],
                ])
            reply.append("operationTime", time)
        }
        return reply
    }

    private func run(_ document: BSONDocument, database: String, _ conversation: inout Conversation) async throws
        -> BSONDocument
    {
        let invocation = Invocation(
            command: document, database: database, user: conversation.user, connection: conversation.facts)
        guard let command = CommandTable.command(named: invocation.name) else {
            ledger.record(invocation.name, of: name, .unsupported("no such command"))
            throw MongoError(.commandNotFound, "no such command: '\(invocation.name)'")
        }
        ledger.record(command.name, of: name, command.fidelity)
        recordStages(of: invocation)
        try authorize(command, invocation, conversation)
        try CommandFields.check(invocation, of: command)
        switch command.body {
        case .refused(let error): throw error
        case .session(let body): return try await body(&conversation, invocation)
        case .store(let body):
            return try await waitingForTransactions(invocation) { [thread] in
                try await thread.run { store in try store.perform(command, body, invocation) }
            }
        }
    }

    private func recordStages(of invocation: Invocation) {
        guard invocation.name == "aggregate" else { return }
        for stage in invocation.command["pipeline"]?.array ?? [] {
            guard let name = stage.document?.first?.key, let entry = Stage.table[name] else { continue }
            ledger.record("aggregate \(name)", of: self.name, entry.fidelity)
        }
    }

    private func authorize(_ command: Command, _ invocation: Invocation, _ conversation: Conversation) throws {
        guard command.access != .open else { return }
        guard let user = conversation.user else {
            if users.isEmpty { return }
            throw MongoError(.unauthorized, "Command \(invocation.name) requires authentication")
        }
        let writingStage = invocation.command["pipeline"]?.array?.last?.document?.first?.key
        let writes = command.access == .write || writingStage == "$out" || writingStage == "$merge"
        if writes, user.access == .readOnly {
            throw MongoError(
                .unauthorized,
                "not authorized on \(invocation.database) to execute command \(invocation.command.shellText)")
        }
    }

    /// A write outside of transactions waits while a transaction holds a document, as in the real server.
    private func waitingForTransactions(_ invocation: Invocation, _ body: () async throws -> BSONDocument) async throws
        -> BSONDocument
    {
        let given = try invocation.number("maxTimeMS") ?? 0
        guard (0...2_147_483_647).contains(given) else {
            throw MongoError(.badValue, "\(given) value for maxTimeMS is out of range [0, 2147483647]")
        }
        let limit = given == 0 ? 12_000 : max(1, Int(given) / 5)
        for _ in 0..<limit {
            do { return try await body() } catch let error as MongoError
                where error.code == .writeConflict && !invocation.isInTransaction
                && invocation.name != "commitTransaction"
            {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        throw MongoError(.maxTimeMSExpired, "operation exceeded time limit")
    }
}
