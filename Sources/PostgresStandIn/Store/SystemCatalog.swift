import SQLiteStore

/// One table of `pg_catalog` or `information_schema`, computed from the catalog at each use.
struct SystemTable: Sendable {
    struct Column: Sendable {
        var name: String
        var type: OID
    }

    var oid: OID
    var schema: String
    var name: String
    var columns: [Column]
    var rows: @Sendable (Runtime) -> [[SQLiteValue]]

    var storedName: String { "\(schema).\(name)" }

    /// SQL whose columns are `c1`, `c2`, and so on.
    var query: String {
        let list = columns.indices.map { "json_extract(value, '$[\($0)]') AS c\($0 + 1)" }.joined(separator: ", ")
        return "SELECT \(list) FROM json_each(pg_catalog_rows(\(oid)))"
    }

    /// - Parameter columns: `relname:name relkind:char`, the types by their names.
    init(
        _ oid: OID, _ name: String, schema: String = "pg_catalog", _ columns: String,
        _ rows: @escaping @Sendable (Runtime) -> [[SQLiteValue]]
    ) {
        self.oid = oid
        self.schema = schema
        self.name = name
        self.columns = columns.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { word in
            let parts = word.split(separator: ":")
            return Column(
                name: String(parts[0]),
                type: parts.count > 1 ? TypeTable.byName[String(parts[1])] ?? TypeOID.text : TypeOID.text)
        }
        self.rows = rows
    }
}

/// The catalog tables that `psql` and drivers ask: https://www.postgresql.org/docs/15/catalogs.html
enum SystemCatalog {
    static let tables: [SystemTable] = relations + types + others + informationSchema
    private static let byName = Dictionary(uniqueKeysWithValues: tables.map { ($0.storedName, $0) })

    static func table(schema: String, name: String) -> SystemTable? { byName["\(schema).\(name)"] }

    static func int(_ value: some BinaryInteger) -> SQLiteValue { .integer(Int64(truncatingIfNeeded: value)) }
    static func bool(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0) }
    static func schemaOID(_ name: String, _ runtime: Runtime) -> SQLiteValue {
        int(runtime.catalog.schemas.first { $0.name == name }?.oid ?? 0)
    }
}
