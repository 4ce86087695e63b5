/// An object id of the catalog.
package typealias OID = UInt32

/// The ids of the types that the server knows by itself, as in `pg_type`.
enum TypeOID {
    static let bool: OID = 16, bytea: OID = 17, char: OID = 18, name: OID = 19, int8: OID = 20, int2: OID = 21
    static let int2vector: OID = 22, int4: OID = 23, regproc: OID = 24, text: OID = 25, oid: OID = 26, xid: OID = 28
    static let json: OID = 114, nodeTree: OID = 194, float4: OID = 700, float8: OID = 701, unknown: OID = 705
    static let bpchar: OID = 1042, varchar: OID = 1043, date: OID = 1082, time: OID = 1083, timestamp: OID = 1114
    static let timestamptz: OID = 1184, interval: OID = 1186, numeric: OID = 1700, regclass: OID = 2205
    static let regtype: OID = 2206, record: OID = 2249, void: OID = 2278, uuid: OID = 2950, jsonb: OID = 3802
    static let regnamespace: OID = 4089, aclitem: OID = 1033
    static let any: OID = 2276, anyarray: OID = 2277, anyelement: OID = 2283, anynonarray: OID = 2776
    /// The first id of what users create.
    static let firstUser: OID = 16384
}

/// One type as `pg_type` describes it.
struct TypeEntry: Sendable {
    var oid: OID
    var name: String
    /// As `format_type` prints it.
    var display: String
    var length: Int16
    /// `typcategory`.
    var category: Character
    var isPreferred = false
    var array: OID = 0
    var element: OID = 0
    /// The collation that compares the stored form, where SQLite's own order is not the type's.
    var collation: String?
    /// What SQLite stores it as.
    var storage = "TEXT"
}

/// The types, by id and by name: https://www.postgresql.org/docs/15/catalog-pg-type.html
enum TypeTable {
    static let entries: [TypeEntry] = {
        let scalars: [TypeEntry] = [
            TypeEntry(
                oid: 16, name: "bool", display: "boolean", length: 1, category: "B", isPreferred: true, array: 1000,
                storage: "INTEGER"),
            TypeEntry(
                oid: 17, name: "bytea", display: "bytea", length: -1, category: "U", array: 1001, storage: "BLOB"),
            TypeEntry(oid: 18, name: "char", display: "\"char\"", length: 1, category: "Z", array: 1002),
            TypeEntry(oid: 19, name: "name", display: "name", length: 64, category: "S", array: 1003),
            TypeEntry(
                oid: 20, name: "int8", display: "bigint", length: 8, category: "N", array: 1016, storage: "INTEGER"),
            TypeEntry(
                oid: 21, name: "int2", display: "smallint", length: 2, category: "N", array: 1005, storage: "INTEGER"),
            TypeEntry(
                oid: 22, name: "int2vector", display: "int2vector", length: -1, category: "A", array: 1006, element: 21),
            TypeEntry(
                oid: 23, name: "int4", display: "integer", length: 4, category: "N", array: 1007, storage: "INTEGER"),
            TypeEntry(
                oid: 24, name: "regproc", display: "regproc", length: 4, category: "N", array: 1008, storage: "INTEGER"),
            TypeEntry(
                oid: 25, name: "text", display: "text", length: -1, category: "S", isPreferred: true, array: 1009),
            TypeEntry(
                oid: 26, name: "oid", display: "oid", length: 4, category: "N", isPreferred: true, array: 1028,
                storage: "INTEGER"),
            TypeEntry(oid: 28, name: "xid", display: "xid", length: 4, category: "U", array: 1011, storage: "INTEGER"),
            TypeEntry(oid: 114, name: "json", display: "json", length: -1, category: "U", array: 199),
            TypeEntry(oid: 194, name: "pg_node_tree", display: "pg_node_tree", length: -1, category: "Z"),
            TypeEntry(
                oid: 700, name: "float4", display: "real", length: 4, category: "N", array: 1021, storage: "REAL"),
            TypeEntry(
                oid: 701, name: "float8", display: "double precision", length: 8, category: "N", isPreferred: true,
                array: 1022, storage: "REAL"),
            TypeEntry(oid: 705, name: "unknown", display: "unknown", length: -2, category: "X"),
            TypeEntry(oid: 1033, name: "aclitem", display: "aclitem", length: 12, category: "U", array: 1034),
            TypeEntry(
                oid: 1042, name: "bpchar", display: "character", length: -1, category: "S", array: 1014,
                collation: "RTRIM"),
            TypeEntry(oid: 1043, name: "varchar", display: "character varying", length: -1, category: "S", array: 1015),
            TypeEntry(
                oid: 1082, name: "date", display: "date", length: 4, category: "D", array: 1182, storage: "INTEGER"),
            TypeEntry(
                oid: 1083, name: "time", display: "time without time zone", length: 8, category: "D", array: 1183,
                storage: "INTEGER"),
            TypeEntry(
                oid: 1114, name: "timestamp", display: "timestamp without time zone", length: 8, category: "D",
                array: 1115, storage: "INTEGER"),
            TypeEntry(
                oid: 1184, name: "timestamptz", display: "timestamp with time zone", length: 8, category: "D",
                isPreferred: true, array: 1185, storage: "INTEGER"),
            TypeEntry(
                oid: 1186, name: "interval", display: "interval", length: 16, category: "T", isPreferred: true,
                array: 1187, collation: "pginterval"),
            TypeEntry(
                oid: 1700, name: "numeric", display: "numeric", length: -1, category: "N", array: 1231,
                collation: "pgnumeric"),
            TypeEntry(
                oid: 2205, name: "regclass", display: "regclass", length: 4, category: "N", array: 2210,
                storage: "INTEGER"),
            TypeEntry(
                oid: 2206, name: "regtype", display: "regtype", length: 4, category: "N", array: 2211,
                storage: "INTEGER"),
            TypeEntry(oid: 2249, name: "record", display: "record", length: -1, category: "P"),
            TypeEntry(oid: 2278, name: "void", display: "void", length: 4, category: "P"),
            TypeEntry(oid: 2950, name: "uuid", display: "uuid", length: 16, category: "U", array: 2951),
            TypeEntry(
                oid: 3802, name: "jsonb", display: "jsonb", length: -1, category: "U", array: 3807, collation: "pgjsonb"
            ),
            TypeEntry(
                oid: 4089, name: "regnamespace", display: "regnamespace", length: 4, category: "N", array: 4090,
                storage: "INTEGER"),
            TypeEntry(oid: 2276, name: "any", display: "\"any\"", length: 4, category: "P"),
            TypeEntry(oid: 2277, name: "anyarray", display: "anyarray", length: -1, category: "P"),
            TypeEntry(oid: 2283, name: "anyelement", display: "anyelement", length: 4, category: "P"),
            TypeEntry(oid: 2776, name: "anynonarray", display: "anynonarray", length: 4, category: "P"),
        ]
        let arrays = scalars.filter { $0.array != 0 }.map { scalar in
            TypeEntry(
                oid: scalar.array, name: "_" + scalar.name, display: scalar.display + "[]", length: -1, category: "A",
                element: scalar.oid)
        }
        return scalars + arrays
    }()

    static let byOID = Dictionary(uniqueKeysWithValues: entries.map { ($0.oid, $0) })
    static let byName = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.oid) })

    /// The entry; what nobody knows is an opaque text (a user's enum has its own entry in the catalog).
    static func entry(_ oid: OID) -> TypeEntry {
        byOID[oid] ?? TypeEntry(oid: oid, name: "???", display: "???", length: 4, category: "E")
    }

    static func isArray(_ oid: OID) -> Bool { entry(oid).category == "A" }
    static func element(of oid: OID) -> OID { entry(oid).element }
    static func array(of oid: OID) -> OID { entry(oid).array }
    static func collation(_ oid: OID) -> String? { entry(oid).collation }
}

/// A type with its modifier, such as `varchar(20)` or `numeric(10,2)`.
struct TypeRef: Hashable, Sendable, Codable {
    var oid: OID
    /// `atttypmod`: -1 for none.
    var modifier: Int32 = -1

    init(_ oid: OID, _ modifier: Int32 = -1) {
        self.oid = oid
        self.modifier = modifier
    }

    /// As `format_type(oid, modifier)` prints it.
    var display: String {
        let entry = TypeTable.entry(oid)
        if entry.category == "A", entry.element != 0, oid != TypeOID.int2vector {
            return TypeRef(entry.element, modifier).display + "[]"
        }
        guard modifier >= 0 else { return oid == TypeOID.bpchar && modifier == -1 ? "character" : entry.display }
        switch oid {
        case TypeOID.varchar, TypeOID.bpchar: return "\(entry.display)(\(modifier - 4))"
        case TypeOID.numeric: return "numeric(\(numericPrecision),\(numericScale))"
        case TypeOID.time, TypeOID.timestamp, TypeOID.timestamptz:
            let words = entry.display.split(separator: " ")
            return (["\(words[0])(\(modifier))"] + words.dropFirst().map(String.init)).joined(separator: " ")
        default: return entry.display
        }
    }

    var numericPrecision: Int { Int(((modifier &- 4) >> 16) & 0xFFFF) }
    var numericScale: Int {
        let raw = Int((modifier &- 4) & 0x7FF)
        return raw > 1023 ? raw - 2048 : raw
    }
}
