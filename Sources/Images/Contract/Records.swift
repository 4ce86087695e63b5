import Contracts
import JSONTree
import PostgresStandIn

/// The items of one collection in a container's PostgreSQL database.
///
/// `TableRecords` keeps them in the columns of a table that the migrations made, `DocumentRecords` as JSON documents in
/// a table of its own. Ids come and go as text, as they stand in a path.
protocol Records: Sendable {
    /// Stores `item` under its own id or a new one; returns it as it is stored.
    ///
    /// - Throws: `Problem` with 409 when there is one with this id, and with 422 for what the table refuses.
    func insert(_ item: JSON.Object) async throws -> JSON
    /// At most `limit` items after the first `offset`, in a stable order.
    func all(offset: Int, limit: Int?) async throws -> [JSON]
    func find(_ id: String) async throws -> JSON?
    /// Gives the item `id` the members of `item`; those that a client may write and that `item` lacks are kept or, with
    /// `wholly`, lost. Nil when there is no such item.
    func update(_ id: String, with item: JSON.Object, wholly: Bool) async throws -> JSON?
    /// The item as it was; nil when there is no such item.
    func delete(_ id: String) async throws -> JSON?
}

/// The PostgreSQL store of a contract-run container.
struct RecordDatabase: Sendable {
    let container: Container
    private let store: String

    /// The first PostgreSQL store that the container's variables name; nil when there is none.
    ///
    /// - Throws: `NetworkError` when it cannot be reached.
    static func connect(_ container: Container) async throws -> RecordDatabase? {
        let suffix = "_DATABASE"
        guard let name = container.environment.keys.filter({ $0.hasSuffix(suffix) }).min() else { return nil }
        let store = name.dropLast(suffix.count).lowercased().replacing("_", with: "-")
        let database = RecordDatabase(container: container, store: store)
        _ = try await database.query("select 1")
        return database
    }

    @discardableResult
    func query(_ sql: String, _ parameters: [PostgresValue] = []) async throws -> PostgresResult {
        try await container.query(store, sql, parameters)
    }

    /// The items of `collection`: in the table of its name where there is one, else in a table of documents.
    ///
    /// - Throws: `UnusableTable` when the table cannot hold them.
    func records(of collection: Collection) async throws -> any Records {
        let found = try await query(
            """
            select column_name, data_type from information_schema.columns
            where table_schema = current_schema() and table_name = $1 order by ordinal_position
            """, [.text(collection.name)])
        let columns = found.rows.compactMap { row -> TableColumn? in
            guard row.count == 2, let name = row[0].string, let type = row[1].string else { return nil }
            return TableColumn(name: name, type: type)
        }
        if columns.isEmpty || columns.map(\.name) == DocumentRecords.columns {
            return try await DocumentRecords.prepared(collection, in: self)
        }
        return try TableRecords(collection: collection, database: self, columns: columns)
    }
}
