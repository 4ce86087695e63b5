import Determinism
import Fidelity

/// Logical sessions: https://www.mongodb.com/docs/manual/reference/server-sessions/
extension CommandTable {
    static let sessions: [Command] = [
        Command(
            "startSession", "a new session's id", access: .open,
            .store { store, _ in
                var bytes = store.random.bytes(16)
                bytes[6] = bytes[6] & 0x0F | 0x40
                bytes[8] = bytes[8] & 0x3F | 0x80
                return ["id": ["id": .binary(BSONBinary(subtype: 4, bytes: bytes))], "timeoutMinutes": 30]
            }),
        Command("refreshSessions", "keeps sessions", access: .open, .store { _, _ in [:] }),
        Command("endSessions", "forgets sessions", access: .open, .store(end("endSessions"))),
        Command("killSessions", "forgets sessions", .store(end("killSessions"))),
    ]

    private static func end(_ name: String) -> @Sendable (Store, Invocation) throws -> BSONDocument {
        { store, invocation in
            for session in invocation.command[name]?.array ?? [] {
                guard case .binary(let id)? = session.document?["id"] else { continue }
                store.transactions.finish(.aborted, session: id.bytes)
                store.transactions.forget(id.bytes)
                store.cursors.closeAll(of: id.bytes)
            }
            return [:]
        }
    }
}
