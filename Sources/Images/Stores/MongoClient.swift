package import MongoStandIn

/// A connection to a MongoDB server, whoever plays it: the stand-in in this process, or a real one.
package protocol MongoClient: Sendable {
    /// Runs one command and returns its reply.
    ///
    /// - Throws: `MongoReplyError` when the reply is an error or reports write errors, and what keeps the connection
    ///   from going on.
    func run(_ command: BSONDocument, database: String) async throws -> BSONDocument
}

extension MongoSession: MongoClient {}
