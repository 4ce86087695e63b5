/// A collection's full name: the database, a dot, and a name that may have dots of its own.
package struct Namespace: Hashable, Sendable, CustomStringConvertible {
    package var database: String
    package var collection: String

    package var description: String { "\(database).\(collection)" }

    /// - Throws: `MongoError` InvalidNamespace for names that MongoDB does not take.
    init(database: String, collection: String) throws {
        self.database = database
        self.collection = collection
        if collection.isEmpty {
            throw MongoError(.invalidNamespace, "Invalid namespace specified '\(database).'")
        }
        if collection.utf8.contains(0) || collection.hasPrefix(".") || collection.contains("$") {
            throw MongoError(.invalidNamespace, "Invalid collection name: \(collection)")
        }
        try Self.check(database: database)
        if description.utf8.count > 255 {
            throw MongoError(.invalidNamespace, "Fully qualified namespace is too long. Namespace: \(self) Max: 255")
        }
    }

    static func check(database: String) throws {
        if database.isEmpty || database.utf8.count >= 64 || database.contains(where: { "/\\. \"$\0".contains($0) }) {
            throw MongoError(.invalidNamespace, "Invalid namespace specified '\(database)'")
        }
    }
}
