import Contracts
import Determinism
import HTTP
import JSONTree
import PostgresStandIn

/// Items as rows of a table that the migrations made: each member in the column of its name, or of its name in
/// snake case.
///
/// What a client does not give gets the column's default. What the table refuses is refused, with the column's name.
struct TableRecords: Records {
    private let collection: Collection
    private let database: RecordDatabase
    private let columns: [TableColumn]
    private let key: TableColumn

    /// - Throws: `UnusableTable` for a table that lacks the column of the id.
    init(collection: Collection, database: RecordDatabase, columns: [TableColumn]) throws {
        guard let key = columns.first(where: { $0.holds(collection.idMember) }) else {
            throw UnusableTable(table: collection.name, column: collection.idMember, path: collection.path)
        }
        self.collection = collection
        self.database = database
        self.columns = columns
        self.key = key
    }

    func insert(_ item: JSON.Object) async throws -> JSON {
        var item = item
        // A numeric id is the table's own business: a sequence gives it.
        if item[collection.idMember]?.isNull ?? true, !collection.hasNumericIDs {
            item[collection.idMember] = .string(database.container.random.uuid())
        }
        let settings = try settings(of: item)
        let names = settings.map(\.column.quotedName).joined(separator: ", ")
        let places = settings.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let values = settings.isEmpty ? "default values" : "(\(names)) values (\(places))"
        let rows = try await run(
            "insert into \(collection.table) \(values) returning \(selection)", settings)
        guard let stored = rows.first else { throw Problem(.conflict, "a rule of the table kept the item out") }
        return stored
    }

    func all(offset: Int, limit: Int?) async throws -> [JSON] {
        let age = columns.first { $0.name == "created_at" }.map { "\($0.quotedName), " } ?? ""
        return try await items(
            "select \(selection) from \(collection.table) order by \(age)\(key.quotedName) limit $1 offset $2",
            [.text(orNull: limit.map(String.init)), .text(String(offset))])
    }

    func find(_ id: String) async throws -> JSON? {
        try await items(
            "select \(selection) from \(collection.table) where \(key.quotedName)::text = $1", [.text(id)]
        ).first
    }

    func update(_ id: String, with item: JSON.Object, wholly: Bool) async throws -> JSON? {
        let settings = try settings(of: item).filter { !collection.isReadOnly($0.member) }
        var assignments = settings.enumerated().map { "\($1.column.quotedName) = $\($0 + 1)" }
        if wholly {
            let lost = collection.writableMembers.filter { item[$0] == nil }
            assignments += lost.compactMap { name in
                columns.first { $0.holds(name) }.map { "\($0.quotedName) = default" }
            }
        }
        if assignments.isEmpty { return try await find(id) }
        return try await run(
            """
            update \(collection.table) set \(assignments.joined(separator: ", "))
            where \(key.quotedName)::text = $\(settings.count + 1) returning \(selection)
            """, settings, [.text(id)]
        ).first
    }

    func delete(_ id: String) async throws -> JSON? {
        try await run(
            "delete from \(collection.table) where \(key.quotedName)::text = $1 returning \(selection)", [], [.text(id)]
        ).first
    }

    // MARK: - Rows

    /// A member of an item and where it is kept.
    private struct Setting {
        var member: String
        var column: TableColumn
        var value: PostgresValue
    }

    private func settings(of item: JSON.Object) throws -> [Setting] {
        try item.members.map { member in
            guard let column = columns.first(where: { $0.holds(member.name) }) else {
                throw Problem(
                    .unprocessableContent, "the table '\(collection.name)' has no column for '\(member.name)'")
            }
            return Setting(member: member.name, column: column, value: column.value(of: member.value))
        }
    }

    private var selection: String { columns.map(\.selection).joined(separator: ", ") }

    /// Runs a statement whose first parameters are `settings`.
    private func run(_ sql: String, _ settings: [Setting], _ more: [PostgresValue] = []) async throws -> [JSON] {
        do {
            return try await items(sql, settings.map(\.value) + more)
        } catch let error as PostgresError {
            let values = settings.map { (column: $0.column.name, value: $0.value) }
            guard let problem = error.problem(columns: columns.map(\.name), values: values) else { throw error }
            throw problem
        }
    }

    private func items(_ sql: String, _ parameters: [PostgresValue]) async throws -> [JSON] {
        try await database.query(sql, parameters).rows.map(item)
    }

    /// The row as the contract shows it: its members in the contract's order, then other columns where it allows them.
    private func item(_ row: [PostgresValue]) -> JSON {
        var item = JSON.Object()
        var rest = Array(zip(columns, row))
        for (name, schema) in collection.members {
            guard let index = rest.firstIndex(where: { $0.0.holds(name) }) else { continue }
            let (column, value) = rest.remove(at: index)
            if value.isNull, !collection.requires(name) { continue }
            item[name] = column.json(of: value, as: schema)
        }
        if collection.allowsOtherMembers {
            for (column, value) in rest where !value.isNull { item[column.name] = column.json(of: value, as: [:]) }
        }
        return .object(item)
    }
}

/// A table has a collection's name and cannot hold its items: the container does not start.
struct UnusableTable: Error, CustomStringConvertible {
    var table: String
    var column: String
    var path: String

    var description: String { "the table '\(table)' has no column '\(column)', by which \(path) names its items" }
}
