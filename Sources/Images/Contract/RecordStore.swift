import JSONTree
import PostgresStandIn

/// JSON documents by id in a container's PostgreSQL database: a table for each collection.
struct RecordStore: Sendable {
    private let container: Container
    private let store: String

    /// The first PostgreSQL store that the container's variables name; nil when there is none.
    ///
    /// - Throws: `NetworkError` when it cannot be reached.
    static func connect(_ container: Container) async throws -> RecordStore? {
        let suffix = "_DATABASE"
        let names = container.environment.keys.filter { $0.hasSuffix(suffix) }.sorted()
        for name in names {
            let store = name.dropLast(suffix.count).lowercased().replacing("_", with: "-")
            let records = RecordStore(container: container, store: store)
            _ = try await records.session
            return records
        }
        return nil
    }

    private var session: PostgresSession {
        get async throws { try await container.postgres(store) }
    }

    private func run(_ collection: String, _ sql: String, _ parameters: [PostgresValue] = []) async throws
        -> PostgresResult
    {
        let session = try await session
        _ = try await session.query(
            """
            create table if not exists \(collection) (number bigserial, id text primary key, document jsonb not null)
            """, [])
        return try await session.query(sql, parameters)
    }

    /// False when there is a document with this id already.
    func insert(_ document: JSON, id: String, into collection: String) async throws -> Bool {
        let result = try await run(
            collection,
            "insert into \(collection) (id, document) values ($1, $2) on conflict (id) do nothing returning id",
            [.text(id), .text(document.text)])
        return !result.rows.isEmpty
    }

    func find(_ id: String, in collection: String) async throws -> JSON? {
        try await documents(run(collection, "select document from \(collection) where id = $1", [.text(id)])).first
    }

    func all(in collection: String) async throws -> [JSON] {
        try await documents(run(collection, "select document from \(collection) order by number"))
    }

    func replace(_ document: JSON, id: String, in collection: String) async throws {
        _ = try await run(
            collection, "update \(collection) set document = $2 where id = $1", [.text(id), .text(document.text)])
    }

    func delete(_ id: String, from collection: String) async throws {
        _ = try await run(collection, "delete from \(collection) where id = $1", [.text(id)])
    }

    /// A whole number that no document of the collection has had.
    func nextNumber(in collection: String) async throws -> Int64 {
        let result = try await run(collection, "select nextval('\(collection)_number_seq')")
        return result.rows.first?.first?.string.flatMap { Int64($0) } ?? 1
    }

    private func documents(_ result: PostgresResult) throws -> [JSON] {
        try result.rows.compactMap { try $0.first?.string.map { try JSON.parse($0) } }
    }
}
