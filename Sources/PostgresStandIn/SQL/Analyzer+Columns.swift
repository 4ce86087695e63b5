import CPgQuery

extension Analyzer {
    /// A column by its name: `c`, `t.c`, `s.t.c`.
    func column(_ reference: UnsafeMutablePointer<PgQuery__ColumnRef>, _ scope: Scope) throws -> Expression {
        let location = Int(reference.pointee.location)
        let fields = nodes(reference.pointee.n_fields, reference.pointee.fields)
        if fields.last?.kind == PG_QUERY__NODE__NODE_A_STAR {
            throw PostgresError.unsupported("whole-row references are not supported").at(location)
        }
        let names = fields.compactMap(\.string)
        do {
            let (column, level, entry) = try find(names, scope)
            if level.aggregateDepth == 0, !level.groupKeys.contains(column.sql),
                !(entry.map { level.groupedTables.contains($0.alias) } ?? false)
            {
                level.ungrouped.append((entry.map { "\($0.name).\(column.name)" } ?? column.name, location))
            }
            return Expression(column.sql, column.type, location: location)
        } catch let error as PostgresError { throw error.at(location) }
    }

    /// Where a name leads: the column, the query level that has it, and its table where one is known.
    func find(_ names: [String], _ scope: Scope) throws -> (ScopeColumn, Scope, RangeEntry?) {
        var level: Scope? = scope
        while let current = level {
            if names.count == 1 {
                let found = current.items.flatMap(\.visible).filter { $0.name == names[0] }
                if found.count > 1 { throw PostgresError.ambiguousColumn(names[0]) }
                if let column = found.first {
                    return (
                        column, current,
                        current.entries.first { entry in entry.columns.contains { $0.sql == column.sql } }
                    )
                }
            } else if let entry = try self.entry(Array(names.dropLast()), current), let name = names.last {
                let found = entry.columns.filter { $0.name == name }
                if found.count > 1 { throw PostgresError.ambiguousColumn(name) }
                guard let column = found.first else { throw PostgresError.noColumn("\(entry.name).\(name)") }
                return (column, current, entry)
            }
            level = current.parent
        }
        if names.count == 1 {
            if scope.entries.contains(where: { $0.name == names[0] }) {
                throw PostgresError.unsupported("whole-row references are not supported")
            }
            throw PostgresError.noColumn("\"\(names[0])\"")
        }
        let table = names[names.count - 2]
        throw PostgresError.noRangeEntry(table)
    }

    /// The table that a qualified name means, at this level.
    func entry(_ names: [String], _ scope: Scope) throws -> RangeEntry? {
        let found = scope.entries.filter { entry in
            entry.name == names.last && (names.count < 2 || entry.schema == names[names.count - 2])
        }
        return found.first
    }

    /// The columns that `*` or `t.*` stands for; nil when the target is no star.
    func star(_ target: Node, _ scope: Scope) throws -> [ScopeColumn]? {
        guard target.kind == PG_QUERY__NODE__NODE_COLUMN_REF, let reference = target.pointee.column_ref else {
            return nil
        }
        let fields = nodes(reference.pointee.n_fields, reference.pointee.fields)
        guard fields.last?.kind == PG_QUERY__NODE__NODE_A_STAR else { return nil }
        let location = Int(reference.pointee.location)
        if fields.count == 1 {
            guard !scope.items.isEmpty else {
                throw PostgresError.syntax("SELECT * with no tables specified is not valid").at(location)
            }
            return scope.items.flatMap(\.visible)
        }
        let names = fields.compactMap(\.string)
        var level: Scope? = scope
        while let current = level {
            if let entry = try entry(names, current) { return entry.columns }
            level = current.parent
        }
        throw PostgresError.noRangeEntry(names.last ?? "").at(location)
    }

    /// Notes the columns of a star as used, so that a grouped query can refuse them.
    func noteStar(_ columns: [ScopeColumn], _ scope: Scope, location: Int) {
        for column in columns where !scope.groupKeys.contains(column.sql) {
            let entry = scope.entries.first { entry in entry.columns.contains { $0.sql == column.sql } }
            if let entry, scope.groupedTables.contains(entry.alias) { continue }
            scope.ungrouped.append((entry.map { "\($0.name).\(column.name)" } ?? column.name, location))
        }
    }
}
