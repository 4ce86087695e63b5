/// A column that expressions can name.
struct ScopeColumn {
    var name: String
    var type: TypeRef
    var sql: String
    var tableOID: OID = 0
    var number: Int = 0
}

/// A table, subquery or function of a `FROM` clause under the name that the query gives it.
struct RangeEntry {
    var name: String
    var schema: String?
    var columns: [ScopeColumn]
    var table: Table?
    /// Its name in SQLite's SQL.
    var alias: String
}

/// One item of a `FROM` clause: its SQL, the tables in it, and the columns that `*` and bare names see.
struct FromItem {
    var sql: String
    var entries: [RangeEntry]
    var visible: [ScopeColumn]
    var hasOuterJoin = false
}

/// A common table expression in reach.
struct CommonTable {
    var name: String
    var sqlName: String
    var columns: [ScopeColumn]
}

/// The names that a query level can see, and what it has seen of aggregates.
final class Scope {
    let parent: Scope?
    var items: [FromItem] = []
    var commonTables: [CommonTable] = []
    /// Columns named outside aggregates, in order; allowed once they prove to be part of a group key.
    var ungrouped: [(name: String, location: Int)] = []
    /// The SQL of the group keys.
    var groupKeys: Set<String> = []
    /// The tables whose primary key is grouped by, so that all their columns may be used.
    var groupedTables: Set<String> = []
    var sawAggregate = false
    /// Greater than zero inside the arguments of an aggregate of this level.
    var aggregateDepth = 0
    /// Why aggregates are not allowed at this place, as the error says it: `WHERE`, `GROUP BY`.
    var clause: String?
    var windows: [String: String] = [:]
    /// Names of output columns that the rows of `INSERT ... ON CONFLICT` see as `excluded`.
    init(parent: Scope?) { self.parent = parent }

    func commonTable(_ name: String) -> CommonTable? {
        commonTables.last { $0.name == name } ?? parent?.commonTable(name)
    }

    var entries: [RangeEntry] { items.flatMap(\.entries) }
}
