import Determinism
import NIOCore
import SQLiteStore
package import Serving
import Synchronization

extension PostgresStandIn {
    /// Serves connections until the task is cancelled.
    package func run(on listener: ByteListener) async throws {
        try await listener.run { connection in
            var session = WireSession(server: self)
            do {
                try await session.serve(connection)
            } catch {
                await session.end()
                throw error
            }
            await session.end()
        }
    }
}

/// One connection: start-up and authentication, then the loop of queries.
///
/// https://www.postgresql.org/docs/15/protocol-flow.html
struct WireSession {
    let server: PostgresStandIn
    private var decoder = FrontendDecoder()
    private var out = ByteBuffer()
    private var user: PostgresUser?
    private var exchange: ScramExchange?
    private var startup: [String: String] = [:]
    private var id: Int32?
    /// After an error in the extended protocol everything is passed over until `Sync`.
    private var skipsToSync = false

    init(server: PostgresStandIn) { self.server = server }

    /// Ends the session of the connection, if it came so far.
    func end() async {
        guard let id else { return }
        server.cancelKeys.withLock { $0[id] = nil }
        _ = try? await server.thread.run { $0.end(id) }
    }

    mutating func serve(_ connection: ByteConnection) async throws {
        for try await bytes in connection.inbound {
            decoder.append(bytes)
            var goesOn = true
            do {
                while goesOn, let message = try decoder.next() {
                    goesOn = try await handle(message)
                    // A long result is not kept back for the messages after it.
                    if out.readableBytes > 1 << 20 { try await flush(connection) }
                }
            } catch let error as PostgresError {
                send(.error(error.fatal))
                goesOn = false
            }
            try await flush(connection)
            if !goesOn { return }
        }
    }

    private mutating func flush(_ connection: ByteConnection) async throws {
        guard out.readableBytes > 0 else { return }
        try await connection.write(out)
        out = ByteBuffer()
    }

    private mutating func send(_ message: BackendMessage) { message.write(to: &out) }
    private mutating func send(_ messages: [BackendMessage]) { for message in messages { send(message) } }

    /// Answers one message; false when the connection is to end.
    private mutating func handle(_ message: FrontendMessage) async throws -> Bool {
        switch message {
        case .sslRequest, .gssRequest:
            out.writeInteger(UInt8(ascii: "N"))
            return true
        case .cancelRequest(let session, let key):
            if server.cancelKeys.withLock({ $0[session] }) == key { server.queue.cancel(session) }
            return false
        case .startup(let parameters): return try await start(parameters)
        case .password(let bytes): return try await authenticate(bytes)
        case .terminate: return false
        case .query, .parse, .bind, .describe, .execute, .close, .sync, .flush, .copyData, .copyDone, .copyFail:
            guard let id else { throw PostgresError.protocolViolation("unexpected message before authentication") }
            try await serve(message, id)
            return true
        }
    }

    // MARK: Start

    private mutating func start(_ parameters: [String: String]) async throws -> Bool {
        startup = parameters
        guard let name = parameters["user"], !name.isEmpty else {
            throw PostgresError("28000", "no PostgreSQL user name specified in startup packet").fatal
        }
        let database = parameters["database"] ?? name
        let known = server.users.first { $0.name == name }
        if let known, known.password.isEmpty {
            user = known
            return try await welcome(database)
        }
        user = known
        exchange = ScramExchange(
            password: known?.password ?? server.random.hex(32), nonce: server.random.alphanumeric(24),
            salt: server.random.bytes(16))
        send(.authenticationSASL(mechanisms: ["SCRAM-SHA-256"]))
        return true
    }

    private mutating func authenticate(_ bytes: [UInt8]) async throws -> Bool {
        let name = startup["user"] ?? ""
        guard exchange != nil, id == nil else { throw PostgresError.protocolViolation("unexpected password message") }
        var body = ByteBuffer(bytes: bytes)
        if let end = body.readableBytesView.firstIndex(of: 0),
            String(decoding: body.readableBytesView[..<end], as: UTF8.self) == "SCRAM-SHA-256"
        {
            body.moveReaderIndex(to: end + 1)
            guard let length = body.readInteger(as: Int32.self), length >= 0,
                let message = body.readString(length: Int(length)),
                let answer = exchange?.first(message)
            else { throw PostgresError.protocolViolation("malformed SCRAM message") }
            send(.authenticationSASLContinue(Array(answer.utf8)))
            return true
        }
        guard user != nil, let answer = exchange?.final(String(decoding: bytes, as: UTF8.self)) else {
            throw PostgresError.badPassword(name)
        }
        send(.authenticationSASLFinal(Array(answer.utf8)))
        return try await welcome(startup["database"] ?? name)
    }

    private mutating func welcome(_ database: String) async throws -> Bool {
        guard let user else { throw PostgresError.badPassword(startup["user"] ?? "") }
        guard database == server.databaseName else { throw PostgresError.noDatabase(database) }
        let id = try await server.openSession(user)
        self.id = id
        let wanted = startup
        let statuses = try await server.thread.run { store in
            let session = try store.session(id)
            for name in wanted.keys.sorted()
            where !["user", "database", "options", "replication"].contains(name) && !name.hasPrefix("_pq_") {
                do { try session.settings.set(name, to: wanted[name] ?? "", asInitial: true) } catch let error
                    as PostgresError
                { throw error.fatal }
            }
            return Settings.parameters.filter(\.isReported).map { parameter in
                (
                    parameter.display,
                    parameter.name == "session_authorization"
                        ? user.name : (try? session.settings.value(parameter.name)) ?? ""
                )
            }
        }
        let key = Int32(truncatingIfNeeded: server.random.next())
        server.cancelKeys.withLock { $0[id] = key }
        send(.authenticationOk)
        for (name, value) in statuses { send(.parameterStatus(name: name, value: value)) }
        send(.backendKeyData(session: id, key: key))
        send(.readyForQuery(UInt8(ascii: "I")))
        return true
    }

    // MARK: Queries

    private mutating func serve(_ message: FrontendMessage, _ id: Int32) async throws {
        if case .query(let sql) = message {
            skipsToSync = false
            try await simple(sql, id)
            return
        }
        if case .sync = message {
            skipsToSync = false
            let (messages, status) = try await server.thread.run { try $0.sync(id) }
            send(messages)
            send(.readyForQuery(status))
            return
        }
        guard !skipsToSync else { return }
        do {
            send(try await server.whenWriterIsFree(id) { try $0.answer(message, for: id) })
        } catch let error as PostgresError {
            if error.severity == "FATAL" { throw error }
            send(.error(error))
            skipsToSync = true
        }
    }

    /// A `Query` message: its statements are one transaction unless they say otherwise.
    private mutating func simple(_ sql: String, _ id: Int32) async throws {
        do {
            let count = try await server.thread.run { try $0.prepareScript(sql, for: id, isSingle: false) }
            if count == 0 { send(.emptyQueryResponse) }
            for index in 0..<count {
                send(
                    try await server.whenWriterIsFree(id) {
                        try $0.simple(sql, index, for: id, isLast: index == count - 1)
                    })
            }
        } catch let error as PostgresError {
            if error.severity == "FATAL" { throw error }
            send(.error(error))
        }
        send(.readyForQuery(try await server.thread.run { try $0.status(id) }))
    }
}
