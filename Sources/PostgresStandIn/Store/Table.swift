/// A table or a view.
struct Table: Codable, Sendable, Equatable {
    enum Kind: String, Codable, Sendable { case table = "r", view = "v" }

    var oid: OID
    var schema: String
    var name: String
    var kind = Kind.table
    var columns: [Column] = []
    var constraints: [Constraint] = []
    var indexes: [Index] = []
    /// The query of a view, as SQL.
    var query: String?

    /// The table's name in SQLite, where schemas are part of the name.
    var storedName: String { "\(schema).\(name)" }

    func column(_ name: String) -> Column? { columns.first { $0.name == name } }

    var primaryKey: Constraint? { constraints.first { $0.kind == .primaryKey } }
}

struct Column: Codable, Sendable, Equatable {
    var name: String
    /// `attnum`: never used twice in a table.
    var number: Int
    var type: TypeRef
    var isNotNull = false
    /// The default, as it was written; `RuleText` prints it as PostgreSQL does.
    var defaultSQL: String?
    /// `attidentity`: `a` for ALWAYS, `d` for BY DEFAULT.
    var identity: String?
    /// The sequence that belongs to an identity column.
    var sequence: OID?
}

/// A constraint of a table; `NOT NULL` is a property of its column.
struct Constraint: Codable, Sendable, Equatable {
    enum Kind: String, Codable, Sendable { case primaryKey = "p", unique = "u", check = "c", foreignKey = "f" }

    var oid: OID
    var name: String
    var kind: Kind
    var columns: [String] = []
    /// The condition of a check, as SQL.
    var condition: String?
    var parent: OID?
    var parentColumns: [String] = []
    /// `a` no action, `r` restrict, `c` cascade, `n` set null, `d` set default.
    var onDelete = "a"
    var onUpdate = "a"
    var isDeferrable = false
    var isInitiallyDeferred = false
}

struct Index: Codable, Sendable, Equatable {
    struct Key: Codable, Sendable, Equatable {
        /// Nil for an expression.
        var column: String?
        /// The expression, as SQL.
        var expression: String?
        var isDescending = false
        var isNullsFirst = false
    }

    var oid: OID
    var name: String
    var isUnique: Bool
    var keys: [Key]
    /// The condition of a partial index, as SQL.
    var condition: String?
    /// The constraint that it stands for.
    var constraint: OID?
    var including: [String] = []
}

/// A sequence: https://www.postgresql.org/docs/15/sql-createsequence.html
struct Sequence: Codable, Sendable, Equatable {
    var oid: OID
    var schema: String
    var name: String
    var type: OID = TypeOID.int8
    var start: Int64 = 1
    var increment: Int64 = 1
    var minimum: Int64 = 1
    var maximum: Int64 = .max
    var cycles = false
    /// The table and column that it is dropped with.
    var owner: OID?
    var ownerColumn: String?
}
