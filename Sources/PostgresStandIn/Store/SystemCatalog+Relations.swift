import SQLiteStore

/// Tables, columns, indexes, constraints, defaults, sequences and what depends on what.
extension SystemCatalog {
    static let relations = [
        SystemTable(
            1259, "pg_class",
            """
            oid:oid relname:name relnamespace:oid reltype:oid reloftype:oid relowner:oid relam:oid
            relfilenode:oid reltablespace:oid relpages:int4 reltuples:float4 relallvisible:int4
            reltoastrelid:oid relhasindex:bool relisshared:bool relpersistence:char relkind:char
            relnatts:int2 relchecks:int2 relhasrules:bool relhastriggers:bool relhassubclass:bool
            relrowsecurity:bool relforcerowsecurity:bool relispopulated:bool relreplident:char
            relispartition:bool relrewrite:oid relacl:_aclitem reloptions:_text relpartbound:pg_node_tree
            """
        ) { runtime in
            func row(
                _ oid: OID, _ name: String, _ schema: String, _ kind: String, columns: Int, checks: Int = 0,
                hasIndex: Bool = false, hasTriggers: Bool = false
            ) -> [SQLiteValue] {
                [
                    int(oid), .text(name), schemaOID(schema, runtime), int(0), int(0), int(10),
                    int(kind == "r" ? 2 : kind == "i" ? 403 : 0), int(oid), int(0), int(0), .real(-1), int(0),
                    int(0), bool(hasIndex), bool(false), .text("p"), .text(kind), int(columns), int(checks),
                    bool(kind == "v"), bool(hasTriggers), bool(false), bool(false), bool(false),
                    bool(true), .text(kind == "r" ? "d" : "n"), bool(false), int(0), .null, .null, .null,
                ]
            }
            var rows: [[SQLiteValue]] = []
            for table in runtime.catalog.tables {
                let isParent = runtime.catalog.tables.contains { $0.constraints.contains { $0.parent == table.oid } }
                rows.append(
                    row(
                        table.oid, table.name, table.schema, table.kind.rawValue, columns: table.columns.count,
                        checks: table.constraints.filter { $0.kind == .check }.count,
                        hasIndex: !table.indexes.isEmpty,
                        hasTriggers: isParent || table.constraints.contains { $0.kind == .foreignKey }))
                rows += table.indexes.map {
                    row($0.oid, $0.name, table.schema, "i", columns: $0.keys.count + $0.including.count)
                }
            }
            rows += runtime.catalog.sequences.map { row($0.oid, $0.name, $0.schema, "S", columns: 3) }
            rows += tables.map {
                row($0.oid, $0.name, $0.schema, $0.schema == "pg_catalog" ? "r" : "v", columns: $0.columns.count)
            }
            return rows
        },
        SystemTable(
            1249, "pg_attribute",
            """
            attrelid:oid attname:name atttypid:oid attstattarget:int4 attlen:int2 attnum:int2 attndims:int4
            attcacheoff:int4 atttypmod:int4 attbyval:bool attalign:char attstorage:char attcompression:char
            attnotnull:bool atthasdef:bool atthasmissing:bool attidentity:char attgenerated:char
            attisdropped:bool attislocal:bool attinhcount:int4 attcollation:oid attacl:_text
            attoptions:_text attfdwoptions:_text
            """
        ) { runtime in
            func row(_ relation: OID, _ column: Column) -> [SQLiteValue] {
                let entry = TypeTable.entry(column.type.oid)
                let storage = entry.length > 0 ? "p" : column.type.oid == TypeOID.numeric ? "m" : "x"
                return [
                    int(relation), .text(column.name), int(column.type.oid), int(-1), int(entry.length),
                    int(column.number), int(entry.category == "A" ? 1 : 0), int(-1), int(column.type.modifier),
                    bool(entry.length > 0 && entry.length <= 8), .text("i"), .text(storage),
                    .text(""), bool(column.isNotNull), bool(column.defaultSQL != nil), bool(false),
                    .text(column.identity ?? ""), .text(""), bool(false), bool(true), int(0),
                    int(entry.category == "S" ? 100 : 0), .null, .null, .null,
                ]
            }
            var rows: [[SQLiteValue]] = []
            for table in runtime.catalog.tables {
                rows += table.columns.map { row(table.oid, $0) }
                for index in table.indexes {
                    rows += Definitions.columns(of: index, table, runtime).map { row(index.oid, $0) }
                }
            }
            let parts = [("last_value", TypeOID.int8), ("log_cnt", TypeOID.int8), ("is_called", TypeOID.bool)]
            for sequence in runtime.catalog.sequences {
                rows += parts.enumerated().map {
                    row(
                        sequence.oid,
                        Column(
                            name: $0.element.0, number: $0.offset + 1, type: TypeRef($0.element.1), isNotNull: true))
                }
            }
            for table in tables {
                rows += table.columns.enumerated().map {
                    row(
                        table.oid, Column(name: $0.element.name, number: $0.offset + 1, type: TypeRef($0.element.type)))
                }
            }
            return rows
        },
        SystemTable(
            2610, "pg_index",
            """
            indexrelid:oid indrelid:oid indnatts:int2 indnkeyatts:int2 indisunique:bool
            indnullsnotdistinct:bool indisprimary:bool indisexclusion:bool indimmediate:bool
            indisclustered:bool indisvalid:bool indcheckxmin:bool indisready:bool indislive:bool
            indisreplident:bool indkey:int2vector indcollation:text indclass:text indoption:int2vector
            indexprs:pg_node_tree indpred:pg_node_tree
            """
        ) { runtime in
            runtime.catalog.tables.flatMap { table in
                table.indexes.map { index in
                    let isPrimary = table.constraints.contains { $0.oid == index.constraint && $0.kind == .primaryKey }
                    let keys =
                        index.keys.map { key in key.column.flatMap { table.column($0)?.number } ?? 0 }
                        + index.including.map { table.column($0)?.number ?? 0 }
                    let options = index.keys.map { ($0.isDescending ? 1 : 0) + ($0.isNullsFirst ? 2 : 0) }
                    return [
                        int(index.oid), int(table.oid), int(keys.count), int(index.keys.count),
                        bool(index.isUnique), bool(false), bool(isPrimary), bool(false), bool(true), bool(false),
                        bool(true),
                        bool(false), bool(true), bool(true), bool(false),
                        .text(keys.map(String.init).joined(separator: " ")), .text(""), .text(""),
                        .text(options.map(String.init).joined(separator: " ")),
                        index.keys.compactMap(\.expression).first.map(SQLiteValue.text) ?? .null,
                        index.condition.map { .text(RuleText.text($0, of: table, isPretty: false, runtime)) } ?? .null,
                    ]
                }
            }
        },
        SystemTable(
            2606, "pg_constraint",
            """
            oid:oid conname:name connamespace:oid contype:char condeferrable:bool condeferred:bool
            convalidated:bool conrelid:oid contypid:oid conindid:oid conparentid:oid confrelid:oid
            confupdtype:char confdeltype:char confmatchtype:char conislocal:bool coninhcount:int4
            connoinherit:bool conkey:_int2 confkey:_int2 conbin:pg_node_tree
            """
        ) { runtime in
            runtime.catalog.tables.flatMap { table in
                table.constraints.map { constraint in
                    let parent = constraint.parent.flatMap(runtime.catalog.table)
                    func numbers(_ names: [String], _ table: Table?) -> SQLiteValue {
                        names.isEmpty
                            ? .null
                            : .text(
                                "{" + names.map { String(table?.column($0)?.number ?? 0) }.joined(separator: ",") + "}")
                    }
                    let isForeign = constraint.kind == .foreignKey
                    return [
                        int(constraint.oid), .text(constraint.name), schemaOID(table.schema, runtime),
                        .text(constraint.kind.rawValue), bool(constraint.isDeferrable),
                        bool(constraint.isInitiallyDeferred),
                        bool(true), int(table.oid), int(0),
                        int(table.indexes.first { $0.constraint == constraint.oid }?.oid ?? 0), int(0),
                        int(constraint.parent ?? 0),
                        .text(isForeign ? constraint.onUpdate : " "), .text(isForeign ? constraint.onDelete : " "),
                        .text(isForeign ? "s" : " "), bool(true), int(0), bool(true),
                        numbers(constraint.columns, table), numbers(constraint.parentColumns, parent),
                        constraint.condition.map(SQLiteValue.text) ?? .null,
                    ]
                }
            }
        },
        SystemTable(2604, "pg_attrdef", "oid:oid adrelid:oid adnum:int2 adbin:pg_node_tree") { runtime in
            runtime.catalog.tables.flatMap { table in
                table.columns.compactMap { column in
                    column.defaultSQL.map {
                        [
                            int(table.oid &+ 100_000 &+ UInt32(column.number)), int(table.oid), int(column.number),
                            .text(RuleText.text($0, of: nil, as: column.type, isPretty: false, runtime)),
                        ]
                    }
                }
            }
        },
        SystemTable(
            2608, "pg_depend",
            "classid:oid objid:oid objsubid:int4 refclassid:oid refobjid:oid refobjsubid:int4 deptype:char"
        ) { runtime in
            runtime.catalog.sequences.compactMap { sequence in
                guard let owner = sequence.owner.flatMap(runtime.catalog.table),
                    let column = sequence.ownerColumn.flatMap(owner.column)
                else { return nil }
                return [
                    int(1259), int(sequence.oid), int(0), int(1259), int(owner.oid), int(column.number),
                    .text(column.identity == nil ? "a" : "i"),
                ]
            }
        },
        SystemTable(
            2224, "pg_sequence",
            """
            seqrelid:oid seqtypid:oid seqstart:int8 seqincrement:int8 seqmax:int8 seqmin:int8 seqcache:int8
            seqcycle:bool
            """
        ) { runtime in
            runtime.catalog.sequences.map {
                [
                    int($0.oid), int($0.type), int($0.start), int($0.increment), int($0.maximum), int($0.minimum),
                    int(1), bool($0.cycles),
                ]
            }
        },
    ]
}
