import Fidelity

/// https://www.mongodb.com/docs/manual/core/security-scram/
extension CommandTable {
    static let authentication: [Command] = [
        Command(
            "saslStart", "begins authentication", .approximate("SCRAM-SHA-256 only"), access: .open,
            .session { conversation, invocation in
                guard invocation.command["mechanism"]?.string == "SCRAM-SHA-256" else {
                    throw MongoError(
                        .mechanismUnavailable,
                        "Received authentication for mechanism \(invocation.command["mechanism"]?.string ?? "") which is not enabled"
                    )
                }
                var exchange = conversation.users.exchange(
                    skipsEmptyExchange: invocation.command["options"]?.document?["skipEmptyExchange"]?.isTruthy ?? false
                )
                let payload = try exchange.start(invocation.payload)
                conversation.exchange = exchange
                return reply(payload, isDone: false)
            }),
        Command(
            "saslContinue", "goes on with authentication", access: .open,
            .session { conversation, invocation in
                guard var exchange = conversation.exchange else {
                    throw MongoError(.protocolError, "No SASL session state found")
                }
                conversation.exchange = nil
                let payload = try exchange.proceed(invocation.payload)
                if let user = exchange.authenticated, exchange.isDone {
                    conversation.user = user
                } else {
                    conversation.exchange = exchange
                }
                return reply(payload, isDone: exchange.isDone)
            }),
        Command(
            "logout", "forgets who is authenticated", access: .open,
            .session { conversation, _ in
                conversation.user = nil
                return [:]
            }),
    ]

    private static func reply(_ payload: String, isDone: Bool) -> BSONDocument {
        [
            "conversationId": 1, "done": .bool(isDone),
            "payload": .binary(BSONBinary(bytes: Array(payload.utf8))),
        ]
    }
}

extension Invocation {
    /// The text of a step of authentication.
    fileprivate var payload: String {
        switch command["payload"] {
        case .binary(let binary): String(decoding: binary.bytes, as: UTF8.self)
        case let value: value?.string ?? ""
        }
    }
}
