import NIOCore
import Serving
import Determinism

extension Mesh {
    /// Carries the bytes of `connection` to the real server that plays `store`, and back, until either side ends it.
    ///
    /// The process logs in as its manifest says; Redis and PostgreSQL servers get the user of the URL instead. A MongoDB
    /// server is logged in to by the process itself.
    func relay(
        _ connection: ByteConnection, to target: SwapTarget, for store: DataLayer.Store, from caller: Caller
    ) async throws {
        do {
            switch target.kind {
            case .redis: try await relayRedis(connection, to: target, for: store)
            case .postgres: try await relayPostgres(connection, to: target, for: store)
            case .mongo, .http:
                try await withConnection(to: target.address, tls: target.tls) { server in
                    var (client, answers) = (MessageReader(connection), MessageReader(server))
                    try await pass(&client, connection, &answers, server)
                }
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            record(
                caller, store.name, store.kind.rawValue, "relay", "broken", "\(target): \(error)", since: clock.now)
        }
    }

    private func relayRedis(
        _ connection: ByteConnection, to target: SwapTarget, for store: DataLayer.Store
    ) async throws {
        let known = store.logIns.map { ($0.username, $0.password) }
        try await withConnection(to: target.address, tls: target.tls) { server in
            var credentials = RedisCredentials(known: known, target: target)
            var answers = MessageReader(server)
            for command in credentials.opening {
                try await server.write(RedisCredentials.encoded(command))
                let line = try await answers.line()
                if line.first == UInt8(ascii: "-") {
                    try await connection.write(ByteBuffer(bytes: line))
                    throw BrokenRelay(reason: String(decoding: line, as: UTF8.self))
                }
            }
            var client = MessageReader(connection)
            try await pass(&client, connection, &answers, server) { credentials.rewritten($0) }
        }
    }

    private func relayPostgres(
        _ connection: ByteConnection, to target: SwapTarget, for store: DataLayer.Store
    ) async throws {
        var client = MessageReader(connection)
        let startup = try await PostgresHandshake.startup(&client)
        if startup.raw.isEmpty {
            let user = startup["user"] ?? ""
            let password = try await PostgresHandshake.password(&client, connection)
            guard store.logIns.contains(where: { $0.username == user && $0.password == password }) else {
                return try await connection.write(
                    PostgresHandshake.fatal("28P01", "password authentication failed for user \"\(user)\""))
            }
        }
        try await withConnection(to: target.address, tls: target.tls) { server in
            var answers = MessageReader(server)
            if startup.raw.isEmpty {
                do {
                    try await PostgresHandshake.logIn(
                        as: startup, target: target, write: { try await server.write($0) },
                        next: { try await answers.message() })
                } catch PostgresHandshake.Refusal.server(let message) {
                    try await connection.write(PostgresHandshake.fatal("28000", "\(target): \(message)"))
                    throw BrokenRelay(reason: message)
                }
                try await connection.write(PostgresHandshake.message("R", [0, 0, 0, 0]))
            } else {
                try await server.write(ByteBuffer(bytes: startup.raw))
            }
            try await pass(&client, connection, &answers, server)
        }
    }

    /// Passes on what either side sends until both have ended, beginning with what the readers hold.
    private func pass(
        _ client: inout MessageReader, _ connection: ByteConnection, _ answers: inout MessageReader,
        _ server: ByteConnection, rewriting: @escaping (ByteBuffer) -> ByteBuffer = { $0 }
    ) async throws {
        // Each reader is used by one of the two tasks alone, and by nobody else until both have ended.
        nonisolated(unsafe) var (forward, backward) = (client, answers)
        nonisolated(unsafe) let rewriting = rewriting
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while let bytes = try await forward.next() {
                    let rewritten = rewriting(bytes)
                    if rewritten.readableBytes > 0 { try await server.write(rewritten) }
                }
                server.finish()
            }
            group.addTask {
                while let bytes = try await backward.next() { try await connection.write(bytes) }
                connection.finish()
            }
            try await group.waitForAll()
        }
    }
}

/// A conversation with a real server that did not come about.
struct BrokenRelay: Error, CustomStringConvertible {
    var reason: String

    var description: String { reason }
}

extension MessageReader {
    /// What was read too far, then what comes; nil at the end.
    mutating func next() async throws -> ByteBuffer? {
        guard buffer.readableBytes == 0 else {
            defer { buffer = ByteBuffer() }
            return buffer
        }
        return try await bytes.next(isolation: #isolation)
    }

    /// One line, with its end.
    mutating func line() async throws -> [UInt8] {
        while true {
            let view = buffer.readableBytesView
            if let end = view.firstIndex(of: 0x0A) {
                return buffer.readBytes(length: end - view.startIndex + 1) ?? []
            }
            guard var more = try await bytes.next(isolation: #isolation) else {
                throw BrokenRelay(reason: "the server closed the connection")
            }
            buffer.writeBuffer(&more)
        }
    }
}
