import Contracts
import Determinism
import HTTP
import JSONTree
import PostgresStandIn

/// Items as JSON documents: one row for each, in a table with the collection's name.
struct DocumentRecords: Records {
    /// What tells a table of ours from one that a migration made.
    static let columns = ["number", "id", "document"]

    private let collection: Collection
    private let database: RecordDatabase

    /// Makes the table where it is missing.
    static func prepared(_ collection: Collection, in database: RecordDatabase) async throws -> DocumentRecords {
        try await database.query(
            """
            create table if not exists \(collection.table) (
                number bigserial, id text primary key, document jsonb not null
            )
            """)
        return DocumentRecords(collection: collection, database: database)
    }

    func insert(_ item: JSON.Object) async throws -> JSON {
        let id = try await id(of: item)
        // The id comes first, whether the client gave it or not.
        var stored = JSON.Object([(collection.idMember, id)] + item.members.map { ($0.name, $0.value) })
        stored[collection.idMember] = id
        collection.complete(&stored, now: database.container.clock.now)
        let text = id.string ?? id.text
        let result = try await database.query(
            """
            insert into \(collection.table) (id, document) values ($1, $2) on conflict (id) do nothing returning id
            """, [.text(text), .text(JSON.object(stored).text)])
        guard !result.rows.isEmpty else { throw Problem(.conflict, "there is one with the id '\(text)' already") }
        return .object(stored)
    }

    private func id(of item: JSON.Object) async throws -> JSON {
        if let given = item[collection.idMember], !given.isNull { return given }
        if !collection.hasNumericIDs { return .string(database.container.random.uuid()) }
        let result = try await database.query(
            "select nextval(pg_get_serial_sequence($1, 'number'))", [.text(collection.name)])
        return .int(Int64(result.rows.first?.first?.int ?? 1))
    }

    func find(_ id: String) async throws -> JSON? {
        try await documents("select document from \(collection.table) where id = $1", [.text(id)]).first
    }

    func all(offset: Int, limit: Int?) async throws -> [JSON] {
        try await documents(
            "select document from \(collection.table) order by number limit $1 offset $2",
            [.text(orNull: limit.map(String.init)), .text(String(offset))])
    }

    func update(_ id: String, with item: JSON.Object, wholly: Bool) async throws -> JSON? {
        guard let old = try await find(id)?.object else { return nil }
        var new = wholly ? JSON.Object() : old
        for (name, value) in old.members where wholly && collection.isReadOnly(name) { new[name] = value }
        for (name, value) in item.members where !collection.isReadOnly(name) { new[name] = value }
        collection.complete(&new, now: database.container.clock.now)
        try await database.query(
            "update \(collection.table) set document = $2 where id = $1", [.text(id), .text(JSON.object(new).text)])
        return .object(new)
    }

    func delete(_ id: String) async throws -> JSON? {
        try await documents("delete from \(collection.table) where id = $1 returning document", [.text(id)]).first
    }

    private func documents(_ sql: String, _ parameters: [PostgresValue]) async throws -> [JSON] {
        try await database.query(sql, parameters).rows.compactMap { try $0.first?.string.map { try JSON.parse($0) } }
    }
}
