/// What one connection, or one session within the process, has told the server so far.
struct Conversation: Sendable {
    let facts: ConnectionFacts
    let users: Users
    var user: MongoUser?
    var exchange: ScramExchange?
}
