import Determinism
package import Fidelity

/// One entry of the command table: https://www.mongodb.com/docs/manual/reference/command/
package struct Command: Sendable {
    /// What a user must be allowed to do.
    enum Access: Sendable {
        /// Anybody, before authentication too.
        case open
        case read
        case write
    }

    /// Where the work is done.
    enum Body: Sendable {
        /// On the connection's own task; it may change what the connection knows.
        case session(@Sendable (inout Conversation, Invocation) async throws -> BSONDocument)
        /// On the database thread, in one transaction when the command writes.
        case store(@Sendable (Store, Invocation) throws -> BSONDocument)
        /// Refused with this error.
        case refused(MongoError)
    }

    package let name: String
    var aliases: [String] = []
    /// One line for `listCommands` and the coverage page.
    package let summary: String
    package var fidelity: Fidelity = .exact
    var access: Access = .read
    /// May stand within a multi-document transaction.
    var isTransactional = false
    let body: Body

    init(
        _ name: String, aliases: [String] = [], _ summary: String, access: Access = .read,
        isTransactional: Bool = false, _ body: Body
    ) {
        self.init(
            name, aliases: aliases, summary, .exact, access: access, isTransactional: isTransactional, body)
    }

    init(
        _ name: String, aliases: [String] = [], _ summary: String, _ fidelity: Fidelity, access: Access = .read,
        isTransactional: Bool = false, _ body: Body
    ) {
        self.name = name
        self.aliases = aliases
        self.summary = summary
        self.fidelity = fidelity
        self.access = access
        self.isTransactional = isTransactional
        self.body = body
    }
}

/// One call of a command.
struct Invocation: Sendable {
    let command: BSONDocument
    let database: String
    /// The user, when there is one; stands in messages.
    var user: MongoUser?
    var connection: ConnectionFacts
    /// The address to announce as the replica set's only member.
    var address: String { connection.address }

    var name: String { command.first?.key ?? "" }

    /// The bytes of the session's id, if the client sent one.
    var session: [UInt8]? {
        guard case .binary(let id)? = command["lsid"]?.document?["id"] else { return nil }
        return id.bytes
    }

    var transactionNumber: Int64? { command["txnNumber"]?.integer }

    /// The statement belongs to a multi-document transaction.
    var isInTransaction: Bool { session != nil && command["autocommit"] == .bool(false) }

    /// The collection that the command names first.
    func namespace() throws -> Namespace {
        guard let value = command.first?.value else { throw MongoError(.failedToParse, "the command is empty") }
        guard let collection = value.string else {
            throw MongoError(.invalidNamespace, "collection name has invalid type \(value.typeName)")
        }
        return try Namespace(database: database, collection: collection)
    }

    func document(_ field: String) throws -> BSONDocument? {
        switch command[field] {
        case nil, .null?: return nil
        case .document(let document)?: return document
        case let value?: throw MongoError.wrongType("\(name).\(field)", is: value, expected: "object")
        }
    }

    func documents(_ field: String) throws -> [BSONDocument]? {
        guard let value = command[field], value != .null else { return nil }
        guard case .array(let values) = value else {
            throw MongoError.wrongType("\(name).\(field)", is: value, expected: "array")
        }
        return try values.enumerated().map { index, value in
            guard case .document(let document) = value else {
                throw MongoError.wrongType("\(name).\(field).\(index)", is: value, expected: "object")
            }
            return document
        }
    }

    func number(_ field: String) throws -> Int64? {
        guard let value = command[field], value != .null else { return nil }
        guard let number = value.truncatedInteger else {
            throw MongoError(
                .typeMismatch,
                "BSON field '\(name).\(field)' is the wrong type '\(value.typeName)', expected types '[long, int, decimal, double]'"
            )
        }
        return number
    }

    func flag(_ field: String) -> Bool { command[field]?.isTruthy ?? false }

    /// The variables that `let` binds.
    func variables(_ store: Store) throws -> Variables {
        var variables = store.variables
        let scope = Scope(root: [:], variables: variables)
        for element in try document("let")?.elements ?? [] {
            variables.bound.append((element.key, try ExpressionParser().expression(element.value).evaluate(scope)))
        }
        return variables
    }

    /// Options that would change the result and are not built are refused.
    func refuse(_ fields: String...) throws {
        for field in fields where command[field] != nil && command[field] != .null {
            if field == "collation", command[field]?.document?["locale"]?.string == "simple" { continue }
            throw MongoError.unsupported("\(name) \(field)")
        }
    }
}

/// What is known of the connection that a command came by.
struct ConnectionFacts: Sendable {
    var id: Int64
    var remoteAddress: String
    var address: String
}
