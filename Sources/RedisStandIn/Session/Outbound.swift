/// Something for one client, in the order in which it must reach it.
struct Outbound: Sendable {
    enum Kind: Sendable {
        /// Answers the client's next unanswered command.
        case reply
        /// More of the reply before.
        case more
        /// Not asked for: a message of a channel.
        case message
    }

    var kind: Kind
    var value: RESPValue
    /// The protocol the connection spoke when it was made.
    var version: RESPVersion
}

/// What one turn brought for one client.
struct Delivery: Sendable {
    var items: [Outbound]
    /// The connection ends after these.
    var isLast: Bool
}
