import CPgQuery
import SQLiteStore

extension DefinitionStatement {
    mutating func alterTable(_ node: UnsafeMutablePointer<PgQuery__AlterTableStmt>) throws -> String {
        guard let relation = node.pointee.relation else { throw PostgresError.syntax("syntax error") }
        if node.pointee.missing_ok != 0,
            runtime.catalog.findTable(
                schema: text(relation.pointee.schemaname).isEmpty ? nil : text(relation.pointee.schemaname),
                name: text(relation.pointee.relname), path: runtime.searchPath) == nil
        {
            notice("00000", "relation \"\(text(relation.pointee.relname))\" does not exist, skipping")
            return "ALTER TABLE"
        }
        let oid = try analyzer.target(relation).oid
        for item in nodes(node.pointee.n_cmds, node.pointee.cmds) {
            guard let command = item.pointee.alter_table_cmd, let table = runtime.catalog.table(oid) else { continue }
            try physical.dropTriggers(table)
            try alter(table, command)
            if let changed = runtime.catalog.table(oid) { try physical.createTriggers(changed) }
        }
        return "ALTER TABLE"
    }

    private mutating func alter(_ table: Table, _ command: UnsafeMutablePointer<PgQuery__AlterTableCmd>) throws {
        let name = text(command.pointee.name)
        var changed = table
        func position() throws -> Int {
            guard let index = table.columns.firstIndex(where: { $0.name == name }) else {
                throw PostgresError.noColumn(name, of: table.name)
            }
            return index
        }
        switch command.pointee.subtype {
        case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
            guard let column = command.pointee.def?.pointee.column_def else { return }
            try addColumn(table, column, ifNotExists: command.pointee.missing_ok != 0)
            return
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
            guard table.column(name) != nil else {
                guard command.pointee.missing_ok != 0 else { throw PostgresError.noColumn(name, of: table.name) }
                notice("00000", "column \"\(name)\" of relation \"\(table.name)\" does not exist, skipping")
                return
            }
            try dropColumn(table, name, cascades: command.pointee.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE)
            return
        case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
            let index = try position()
            if let value = command.pointee.def {
                var definition = TableDefinition(analyzer, runtime.catalog, table)
                try definition.setDefault(name, value)
                changed = definition.table
            } else {
                changed.columns[index].defaultSQL = nil
            }
        case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
            changed.columns[try position()].isNotNull = true
            if try !connection.rows("SELECT 1 FROM \(table.storedName.sqlName) WHERE \(name.sqlName) IS NULL LIMIT 1")
                .isEmpty
            {
                throw PostgresError(
                    "23502", "column \"\(name)\" of relation \"\(table.name)\" contains null values",
                    schema: table.schema, table: table.name, column: name)
            }
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
            if table.primaryKey?.columns.contains(name) == true {
                throw PostgresError("42P16", "column \"\(name)\" is in a primary key")
            }
            changed.columns[try position()].isNotNull = false
        case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
            guard let constraint = command.pointee.def?.pointee.constraint else { return }
            try addConstraint(table, constraint)
            return
        case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
            try dropConstraint(table, name, ifExists: command.pointee.missing_ok != 0)
            return
        case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
            guard let definition = command.pointee.def?.pointee.column_def else { return }
            try changeType(table, try position(), definition)
            return
        case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner, PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint: break
        default: throw PostgresError.unsupported("this form of ALTER TABLE is not supported")
        }
        runtime.catalog.put(changed)
    }

    private mutating func addColumn(_ table: Table, _ node: UnsafeMutablePointer<PgQuery__ColumnDef>, ifNotExists: Bool)
        throws
    {
        let name = text(node.pointee.colname)
        if ifNotExists, table.column(name) != nil {
            notice("42701", "column \"\(name)\" of relation \"\(table.name)\" already exists, skipping")
            return
        }
        var definition = TableDefinition(analyzer, runtime.catalog, table)
        try definition.add(node)
        try definition.finish()
        try keep(definition)
        let changed = definition.table
        guard let column = changed.column(name) else { return }
        let entry = TypeTable.entry(column.type.oid)
        try connection.execute(
            "ALTER TABLE \(table.storedName.sqlName) ADD COLUMN \(name.sqlName) \(entry.storage)"
                + (entry.collation.map { " COLLATE \($0)" } ?? ""))
        let value = try Analyzer(runtime).defaultValue(column, changed)
        if value != "NULL" {
            try connection.execute("UPDATE \(table.storedName.sqlName) SET \(name.sqlName) = \(value)")
        }
        if column.isNotNull,
            try !connection.rows("SELECT 1 FROM \(table.storedName.sqlName) WHERE \(name.sqlName) IS NULL LIMIT 1")
                .isEmpty
        {
            throw PostgresError(
                "23502", "column \"\(name)\" of relation \"\(table.name)\" contains null values", schema: table.schema,
                table: table.name, column: name)
        }
        try install(changed, beyond: table)
    }

    /// Makes real what `changed` has more than `table`: indexes, foreign keys, checks.
    private func install(_ changed: Table, beyond table: Table) throws {
        for index in changed.indexes where !table.indexes.contains(where: { $0.oid == index.oid }) {
            do { try physical.create(index, on: changed) } catch let error as SQLiteError where error.primaryCode == 19
            {
                throw PostgresError(
                    "23505", "could not create unique index \"\(index.name)\"", schema: table.schema, table: table.name,
                    constraint: index.name)
            }
        }
        for constraint in changed.constraints where !table.constraints.contains(where: { $0.oid == constraint.oid }) {
            if constraint.kind == .foreignKey { try physical.rewrite(changed) }
            if constraint.kind == .check {
                let condition = try physical.expressionSQL(
                    constraint.condition ?? "true", Analyzer(runtime), physical.rowScope(changed, prefix: ""))
                if try !connection.rows("SELECT 1 FROM \(table.storedName.sqlName) WHERE NOT \(condition) LIMIT 1")
                    .isEmpty
                {
                    throw PostgresError(
                        "23514",
                        "check constraint \"\(constraint.name)\" of relation \"\(table.name)\" is violated by some row",
                        schema: table.schema, table: table.name, constraint: constraint.name)
                }
            }
        }
    }

    private mutating func addConstraint(_ table: Table, _ node: UnsafeMutablePointer<PgQuery__Constraint>) throws {
        var definition = TableDefinition(analyzer, runtime.catalog, table)
        try definition.apply(node, column: nil)
        try definition.finish()
        for column in definition.table.columns where column.isNotNull && table.column(column.name)?.isNotNull == false {
            if try !connection.rows(
                "SELECT 1 FROM \(table.storedName.sqlName) WHERE \(column.name.sqlName) IS NULL LIMIT 1"
            ).isEmpty {
                throw PostgresError(
                    "23502", "column \"\(column.name)\" of relation \"\(table.name)\" contains null values",
                    schema: table.schema, table: table.name, column: column.name)
            }
        }
        try keep(definition)
        try install(definition.table, beyond: table)
        if let constraint = definition.table.constraints.last, constraint.kind == .foreignKey {
            try ForeignKeys(connection: connection, runtime: runtime).verify(definition.table, constraint)
        }
    }

    private mutating func dropConstraint(_ table: Table, _ name: String, ifExists: Bool) throws {
        guard let constraint = table.constraints.first(where: { $0.name == name }) else {
            guard ifExists else {
                throw PostgresError("42704", "constraint \"\(name)\" of relation \"\(table.name)\" does not exist")
            }
            notice("00000", "constraint \"\(name)\" of relation \"\(table.name)\" does not exist, skipping")
            return
        }
        var changed = table
        changed.constraints.removeAll { $0.oid == constraint.oid }
        if let index = table.indexes.first(where: { $0.constraint == constraint.oid }) {
            for child in runtime.catalog.tables {
                if let foreign = child.constraints.first(where: {
                    $0.parent == table.oid && Set($0.parentColumns) == Set(constraint.columns)
                }) {
                    throw PostgresError.dependent(
                        "constraint \(name) on table \(table.name)",
                        "constraint \(foreign.name) on table \(child.name) depends on index \(index.name)")
                }
            }
            try connection.execute("DROP INDEX \(physical.storedName(index, table).sqlName)")
            changed.indexes.removeAll { $0.oid == index.oid }
        }
        runtime.catalog.put(changed)
        if constraint.kind == .foreignKey { try physical.rewrite(changed) }
    }

    private mutating func dropColumn(_ table: Table, _ name: String, cascades: Bool) throws {
        for view in runtime.catalog.tables where view.kind == .view && ViewDependency.uses(view, table) {
            throw PostgresError.unsupported("cannot drop a column of a table that view \(view.name) reads")
        }
        var changed = table
        for constraint in table.constraints {
            let isMentioned =
                constraint.columns.contains(name)
                || constraint.kind == .check && constraint.condition.map { mentions($0, name) } ?? false
            guard isMentioned else { continue }
            for child in runtime.catalog.tables
            where child.constraints.contains(where: { $0.parent == table.oid && $0.parentColumns.contains(name) }) {
                guard cascades else {
                    let foreign = child.constraints.first { $0.parent == table.oid }?.name ?? ""
                    throw PostgresError.dependent(
                        "column \(name) of table \(table.name)",
                        "constraint \(foreign) on table \(child.name) depends on column \(name) of table \(table.name)")
                }
                throw PostgresError.unsupported("dropping a referenced column with CASCADE is not supported")
            }
            changed.constraints.removeAll { $0.oid == constraint.oid }
        }
        for index in table.indexes
        where index.keys.contains(where: { $0.column == name || $0.expression.map { mentions($0, name) } ?? false })
            || index.condition.map({ mentions($0, name) }) ?? false
        {
            try connection.execute("DROP INDEX \(physical.storedName(index, table).sqlName)")
            changed.indexes.removeAll { $0.oid == index.oid }
        }
        if changed.constraints.filter({ $0.kind == .foreignKey }).count
            != table.constraints.filter({ $0.kind == .foreignKey }).count
        {
            try physical.rewrite(changed)
        }
        changed.columns.removeAll { $0.name == name }
        try connection.execute("ALTER TABLE \(table.storedName.sqlName) DROP COLUMN \(name.sqlName)")
        for sequence in runtime.catalog.sequences where sequence.owner == table.oid && sequence.ownerColumn == name {
            runtime.catalog.removeSequence(sequence.oid)
        }
        runtime.catalog.put(changed)
    }

    /// Whether SQL text names a column; a word of the name in a literal counts too, which only drops more.
    private func mentions(_ sql: String, _ column: String) -> Bool {
        sql.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == column }
    }

    private mutating func changeType(_ table: Table, _ index: Int, _ node: UnsafeMutablePointer<PgQuery__ColumnDef>)
        throws
    {
        guard let typeName = node.pointee.type_name else { return }
        let column = table.columns[index]
        let type = try analyzer.typeName(typeName)
        var changed = table
        changed.columns[index].type = type
        let scope = PhysicalScope.row(table)
        let source =
            try node.pointee.raw_default.map { try analyzer.expression($0, scope) }
            ?? Expression(column.name.sqlName, column.type)
        if node.pointee.raw_default == nil, Casts.context(column.type.oid, type.oid).map({ $0 > .assignment }) ?? true {
            throw PostgresError(
                "42804",
                "column \"\(column.name)\" cannot be cast automatically to type \(analyzer.catalog.display(type))",
                hint:
                    "You might need to specify \"USING \(QualifiedName.quoted(column.name))::\(analyzer.catalog.display(type))\"."
            )
        }
        let value = try analyzer.coerce(source, to: type, .assignment)
        for index in table.indexes where index.keys.contains(where: { $0.column == column.name }) {
            try connection.execute("DROP INDEX \(physical.storedName(index, table).sqlName)")
        }
        runtime.catalog.put(changed)
        try physical.rewrite(changed)
        try connection.execute("UPDATE \(table.storedName.sqlName) SET \(column.name.sqlName) = \(value.sql)")
        for index in table.indexes where index.keys.contains(where: { $0.column == column.name }) {
            try physical.create(index, on: changed)
        }
    }

    // MARK: Names

    mutating func rename(_ node: UnsafeMutablePointer<PgQuery__RenameStmt>) throws -> String {
        let newName = text(node.pointee.newname)
        guard let relation = node.pointee.relation else {
            throw PostgresError.unsupported("this form of RENAME is not supported")
        }
        let schema = text(relation.pointee.schemaname)
        let name = text(relation.pointee.relname)
        let table = runtime.catalog.findTable(
            schema: schema.isEmpty ? nil : schema, name: name, path: runtime.searchPath)
        if node.pointee.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX {
            guard
                let (found, index) = runtime.catalog.findIndex(
                    schema: schema.isEmpty ? nil : schema, name: name, path: runtime.searchPath)
            else { throw PostgresError.noRelation(name) }
            try connection.execute("DROP INDEX \(physical.storedName(index, found).sqlName)")
            var changed = found
            changed.indexes = found.indexes.map { old in
                var copy = old
                if old.oid == index.oid { copy.name = newName }
                return copy
            }
            runtime.catalog.put(changed)
            for index in changed.indexes where index.name == newName { try physical.create(index, on: changed) }
            return "ALTER INDEX"
        }
        guard var changed = table, changed.kind == .table else {
            throw table == nil
                ? PostgresError.noRelation(name) : PostgresError.unsupported("renaming views is not supported")
        }
        for view in runtime.catalog.tables where view.kind == .view && ViewDependency.uses(view, changed) {
            throw PostgresError.unsupported("cannot rename in a table that view \(view.name) reads")
        }
        try physical.dropTriggers(changed)
        if node.pointee.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE {
            guard !runtime.catalog.hasRelation(schema: changed.schema, name: newName) else {
                throw PostgresError.duplicateRelation(newName)
            }
            let old = changed.storedName
            changed.name = newName
            try connection.execute("ALTER TABLE \(old.sqlName) RENAME TO \(changed.storedName.sqlName)")
        } else if node.pointee.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN {
            let column = text(node.pointee.subname)
            guard let index = changed.columns.firstIndex(where: { $0.name == column }) else {
                throw PostgresError.noColumn(column, of: name)
            }
            guard changed.column(newName) == nil else {
                throw PostgresError("42701", "column \"\(newName)\" of relation \"\(name)\" already exists")
            }
            if changed.constraints.contains(where: { $0.kind == .check && mentions($0.condition ?? "", column) })
                || changed.indexes.contains(where: {
                    $0.condition.map { mentions($0, column) } ?? false
                        || $0.keys.contains { $0.expression.map { mentions($0, column) } ?? false }
                })
            {
                throw PostgresError.unsupported("cannot rename a column that a check or an index expression names")
            }
            try connection.execute(
                "ALTER TABLE \(changed.storedName.sqlName) RENAME COLUMN \(column.sqlName) TO \(newName.sqlName)")
            changed.columns[index].name = newName
            func renamed(_ names: [String]) -> [String] { names.map { $0 == column ? newName : $0 } }
            for index in changed.constraints.indices {
                changed.constraints[index].columns = renamed(changed.constraints[index].columns)
            }
            for index in changed.indexes.indices {
                for key in changed.indexes[index].keys.indices where changed.indexes[index].keys[key].column == column {
                    changed.indexes[index].keys[key].column = newName
                }
            }
            for var child in runtime.catalog.tables
            where child.constraints.contains(where: { $0.parent == changed.oid }) && child.oid != changed.oid {
                for index in child.constraints.indices where child.constraints[index].parent == changed.oid {
                    child.constraints[index].parentColumns = renamed(child.constraints[index].parentColumns)
                }
                runtime.catalog.put(child)
            }
        } else if node.pointee.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT {
            throw PostgresError.unsupported("renaming constraints is not supported")
        }
        runtime.catalog.put(changed)
        try physical.createTriggers(changed)
        return "ALTER TABLE"
    }
}
