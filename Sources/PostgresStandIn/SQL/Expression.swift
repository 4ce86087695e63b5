/// An analysed expression: SQLite's SQL for it, and PostgreSQL's type of it.
struct Expression {
    /// What is not typed yet takes the type that its place asks for.
    enum Kind: Equatable {
        case plain
        /// A quoted literal of type `unknown`.
        case literal(String)
        case null
        /// A parameter whose type is not known yet.
        case parameter(Int)
    }

    var sql: String
    var type: TypeRef
    var kind = Kind.plain
    /// Byte offset in the script; -1 where there is none.
    var location = -1

    init(_ sql: String, _ type: TypeRef, kind: Kind = .plain, location: Int = -1) {
        self.sql = sql
        self.type = type
        self.kind = kind
        self.location = location
    }

    init(_ sql: String, _ oid: OID, location: Int = -1) {
        self.init(sql, TypeRef(oid), location: location)
    }

    var isUnknown: Bool { type.oid == TypeOID.unknown }

    /// With the collation that makes SQLite compare as the type does.
    var comparable: String { TypeTable.collation(type.oid).map { "\(sql) COLLATE \($0)" } ?? sql }
}

/// A column of a result.
struct OutputColumn {
    var name: String
    var expression: Expression
    var tableOID: OID = 0
    var number: Int = 0
}

/// A `SELECT` that is analysed, but for the types that its place may still ask of its columns.
struct SelectPlan {
    var columns: [OutputColumn]
    /// SQL whose columns are called `c1`, `c2` and so on, of the given types.
    let build: ([TypeRef]) throws -> String

    var types: [TypeRef] { columns.map { $0.expression.isUnknown ? TypeRef(TypeOID.text) : $0.expression.type } }
}

extension String {
    /// As a literal of SQLite.
    var sqlLiteral: String { "'" + replacing("'", with: "''") + "'" }
    /// As an identifier of SQLite.
    var sqlName: String { "\"" + replacing("\"", with: "\"\"") + "\"" }
}
