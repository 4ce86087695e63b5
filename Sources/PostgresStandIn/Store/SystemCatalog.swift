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
        self.columns = columns.split(separator: " ").map { word in
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

    private static let relations = [
        SystemTable(
            1259, "pg_class",
            "oid:oid relname:name relnamespace:oid reltype:oid reloftype:oid relowner:oid relam:oid relfilenode:oid reltablespace:oid relpages:int4 reltuples:float4 relallvisible:int4 reltoastrelid:oid relhasindex:bool relisshared:bool relpersistence:char relkind:char relnatts:int2 relchecks:int2 relhasrules:bool relhastriggers:bool relhassubclass:bool relrowsecurity:bool relforcerowsecurity:bool relispopulated:bool relreplident:char relispartition:bool relrewrite:oid reloptions:_text relpartbound:pg_node_tree"
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
                    bool(true), .text(kind == "r" ? "d" : "n"), bool(false), int(0), .null, .null,
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
                rows += table.indexes.map { row($0.oid, $0.name, table.schema, "i", columns: $0.keys.count) }
            }
            rows += runtime.catalog.sequences.map { row($0.oid, $0.name, $0.schema, "S", columns: 3) }
            rows += tables.map {
                row($0.oid, $0.name, $0.schema, $0.schema == "pg_catalog" ? "r" : "v", columns: $0.columns.count)
            }
            return rows
        },
        SystemTable(
            1249, "pg_attribute",
            "attrelid:oid attname:name atttypid:oid attstattarget:int4 attlen:int2 attnum:int2 attndims:int4 attcacheoff:int4 atttypmod:int4 attbyval:bool attalign:char attstorage:char attcompression:char attnotnull:bool atthasdef:bool atthasmissing:bool attidentity:char attgenerated:char attisdropped:bool attislocal:bool attinhcount:int4 attcollation:oid attacl:_text attoptions:_text attfdwoptions:_text"
        ) { runtime in
            runtime.catalog.tables.flatMap { table in
                table.columns.map { column in
                    let entry = TypeTable.entry(column.type.oid)
                    return [
                        int(table.oid), .text(column.name), int(column.type.oid), int(-1), int(entry.length),
                        int(column.number), int(entry.category == "A" ? 1 : 0), int(-1), int(column.type.modifier),
                        bool(entry.length > 0 && entry.length <= 8), .text("i"), .text(entry.length < 0 ? "x" : "p"),
                        .text(""), bool(column.isNotNull), bool(column.defaultSQL != nil), bool(false),
                        .text(column.identity ?? ""), .text(""), bool(false), bool(true), int(0),
                        int(entry.category == "S" ? 100 : 0), .null, .null, .null,
                    ]
                }
            }
        },
        SystemTable(
            2610, "pg_index",
            "indexrelid:oid indrelid:oid indnatts:int2 indnkeyatts:int2 indisunique:bool indnullsnotdistinct:bool indisprimary:bool indisexclusion:bool indimmediate:bool indisclustered:bool indisvalid:bool indcheckxmin:bool indisready:bool indislive:bool indisreplident:bool indkey:int2vector indcollation:text indclass:text indoption:int2vector indexprs:pg_node_tree indpred:pg_node_tree"
        ) { runtime in
            runtime.catalog.tables.flatMap { table in
                table.indexes.map { index in
                    let isPrimary = table.constraints.contains { $0.oid == index.constraint && $0.kind == .primaryKey }
                    let keys = index.keys.map { key in key.column.flatMap { table.column($0)?.number } ?? 0 }
                    let options = index.keys.map { ($0.isDescending ? 1 : 0) + ($0.isNullsFirst ? 2 : 0) }
                    return [
                        int(index.oid), int(table.oid), int(index.keys.count), int(index.keys.count),
                        bool(index.isUnique), bool(false), bool(isPrimary), bool(false), bool(true), bool(false),
                        bool(true),
                        bool(false), bool(true), bool(true), bool(false),
                        .text(keys.map(String.init).joined(separator: " ")), .text(""), .text(""),
                        .text(options.map(String.init).joined(separator: " ")),
                        index.keys.compactMap(\.expression).first.map(SQLiteValue.text) ?? .null,
                        index.condition.map { .text("(\($0))") } ?? .null,
                    ]
                }
            }
        },
        SystemTable(
            2606, "pg_constraint",
            "oid:oid conname:name connamespace:oid contype:char condeferrable:bool condeferred:bool convalidated:bool conrelid:oid contypid:oid conindid:oid conparentid:oid confrelid:oid confupdtype:char confdeltype:char confmatchtype:char conislocal:bool coninhcount:int4 connoinherit:bool conkey:_int2 confkey:_int2 conbin:pg_node_tree"
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
                            .text($0),
                        ]
                    }
                }
            }
        },
        SystemTable(
            2224, "pg_sequence",
            "seqrelid:oid seqtypid:oid seqstart:int8 seqincrement:int8 seqmax:int8 seqmin:int8 seqcache:int8 seqcycle:bool"
        ) { runtime in
            runtime.catalog.sequences.map {
                [
                    int($0.oid), int($0.type), int($0.start), int($0.increment), int($0.maximum), int($0.minimum),
                    int(1), bool($0.cycles),
                ]
            }
        },
    ]

    private static let types = [
        SystemTable(
            1247, "pg_type",
            "oid:oid typname:name typnamespace:oid typowner:oid typlen:int2 typbyval:bool typtype:char typcategory:char typispreferred:bool typisdefined:bool typdelim:char typrelid:oid typsubscript:regproc typelem:oid typarray:oid typnotnull:bool typbasetype:oid typtypmod:int4 typndims:int4 typcollation:oid typdefault:text typreceive:text"
        ) { runtime in
            func row(_ entry: TypeEntry, schema: OID, kind: String) -> [SQLiteValue] {
                [
                    int(entry.oid), .text(entry.name), int(schema), int(10), int(entry.length),
                    bool(entry.length > 0 && entry.length <= 8), .text(kind), .text(String(entry.category)),
                    bool(entry.isPreferred),
                    bool(true), .text(","), int(0), int(entry.element == 0 ? 0 : 6179), int(entry.element),
                    int(entry.array), bool(false), int(0), int(-1), int(0), int(entry.category == "S" ? 100 : 0), .null,
                    .text("-"),
                ]
            }
            return TypeTable.entries.map { row($0, schema: 11, kind: $0.category == "P" ? "p" : "b") }
                + runtime.catalog.enums.map { type in
                    row(
                        TypeEntry(
                            oid: type.oid, name: type.name, display: type.name, length: 4, category: "E",
                            array: type.arrayOID),
                        schema: runtime.catalog.schemas.first { $0.name == type.schema }?.oid ?? 2200, kind: "e")
                }
        },
        SystemTable(3501, "pg_enum", "oid:oid enumtypid:oid enumsortorder:float4 enumlabel:name") { runtime in
            runtime.catalog.enums.flatMap { type in
                type.labels.enumerated().map {
                    [
                        int(type.oid &+ 1 &+ UInt32($0.offset)), int(type.oid), .real(Double($0.offset + 1)),
                        .text($0.element),
                    ]
                }
            }
        },
        SystemTable(
            3456, "pg_collation",
            "oid:oid collname:name collnamespace:oid collowner:oid collprovider:char collisdeterministic:bool collencoding:int4 collcollate:text collctype:text"
        ) { _ in
            [
                [int(100), .text("default"), int(11), int(10), .text("d"), bool(true), int(-1), .null, .null],
                [int(950), .text("C"), int(11), int(10), .text("c"), bool(true), int(-1), .text("C"), .text("C")],
            ]
        },
        SystemTable(3541, "pg_range", "rngtypid:oid rngsubtype:oid rngmultitypid:oid rngcollation:oid rngsubopc:oid") {
            _ in []
        },
    ]

    private static func empty(_ oid: OID, _ name: String, _ columns: String) -> SystemTable {
        SystemTable(oid, name, columns) { _ in [] }
    }

    private static let others = [
        SystemTable(2615, "pg_namespace", "oid:oid nspname:name nspowner:oid nspacl:_text") { runtime in
            runtime.catalog.schemas.map { [int($0.oid), .text($0.name), int(10), .null] }
        },
        SystemTable(
            1262, "pg_database",
            "oid:oid datname:name datdba:oid encoding:int4 datlocprovider:char datistemplate:bool datallowconn:bool datconnlimit:int4 datcollate:text datctype:text daticulocale:text datcollversion:text datacl:_text dattablespace:oid"
        ) { runtime in
            [
                [
                    int(5), .text(runtime.database), int(10), int(6), .text("c"), bool(false), bool(true), int(-1),
                    .text("C"), .text("C"), .null, .null, .null, int(1663),
                ]
            ]
        },
        SystemTable(
            1260, "pg_roles",
            "rolname:name rolsuper:bool rolinherit:bool rolcreaterole:bool rolcreatedb:bool rolcanlogin:bool rolreplication:bool rolconnlimit:int4 rolpassword:text rolvaliduntil:timestamptz rolbypassrls:bool rolconfig:_text oid:oid"
        ) { runtime in
            [
                [
                    .text(runtime.user), bool(true), bool(true), bool(true), bool(true), bool(true), bool(true),
                    int(-1), .text("********"), .null, bool(true), .null, int(10),
                ]
            ]
        },
        SystemTable(1261, "pg_auth_members", "roleid:oid member:oid grantor:oid admin_option:bool") { _ in [] },
        SystemTable(2601, "pg_am", "oid:oid amname:name amhandler:regproc amtype:char") { _ in
            [[int(2), .text("heap"), int(3), .text("t")], [int(403), .text("btree"), int(330), .text("i")]]
        },
        SystemTable(2609, "pg_description", "objoid:oid classoid:oid objsubid:int4 description:text") { runtime in
            runtime.catalog.comments.map { [int($0.object), int(1259), int($0.column), .text($0.text)] }
        },
        empty(2396, "pg_shdescription", "objoid:oid classoid:oid description:text"),
        empty(2611, "pg_inherits", "inhrelid:oid inhparent:oid inhseqno:int4 inhdetachpending:bool"),
        empty(
            3256, "pg_policy",
            "oid:oid polname:name polrelid:oid polcmd:char polpermissive:bool polroles:_oid polqual:pg_node_tree polwithcheck:pg_node_tree"
        ),
        empty(
            3381, "pg_statistic_ext",
            "oid:oid stxrelid:oid stxname:name stxnamespace:oid stxowner:oid stxstattarget:int4 stxkeys:int2vector stxkind:_char"
        ),
        empty(
            6104, "pg_publication",
            "oid:oid pubname:name pubowner:oid puballtables:bool pubinsert:bool pubupdate:bool pubdelete:bool pubtruncate:bool pubviaroot:bool"
        ),
        empty(6106, "pg_publication_rel", "oid:oid prpubid:oid prrelid:oid prqual:pg_node_tree prattrs:int2vector"),
        empty(6237, "pg_publication_namespace", "oid:oid pnpubid:oid pnnspid:oid"),
        empty(
            2620, "pg_trigger",
            "oid:oid tgrelid:oid tgparentid:oid tgname:name tgfoid:oid tgtype:int2 tgenabled:char tgisinternal:bool tgconstrrelid:oid tgconstrindid:oid tgconstraint:oid tgdeferrable:bool tginitdeferred:bool"
        ),
        empty(3118, "pg_foreign_table", "ftrelid:oid ftserver:oid ftoptions:_text"),
        empty(2618, "pg_rewrite", "oid:oid rulename:name ev_class:oid ev_type:char ev_enabled:char is_instead:bool"),
        empty(3350, "pg_partitioned_table", "partrelid:oid partstrat:char partnatts:int2 partdefid:oid"),
        empty(
            3079, "pg_extension",
            "oid:oid extname:name extowner:oid extnamespace:oid extrelocatable:bool extversion:text"),
        SystemTable(1213, "pg_tablespace", "oid:oid spcname:name spcowner:oid") { _ in
            [[int(1663), .text("pg_default"), int(10)]]
        },
        SystemTable(
            20_001, "pg_tables",
            "schemaname:name tablename:name tableowner:name tablespace:name hasindexes:bool hasrules:bool hastriggers:bool rowsecurity:bool"
        ) { runtime in
            runtime.catalog.tables.filter { $0.kind == .table }.map {
                [
                    .text($0.schema), .text($0.name), .text(runtime.user), .null, bool(!$0.indexes.isEmpty),
                    bool(false), bool(false), bool(false),
                ]
            }
        },
        SystemTable(20_002, "pg_indexes", "schemaname:name tablename:name indexname:name tablespace:name indexdef:text")
        { runtime in
            runtime.catalog.tables.flatMap { table in
                table.indexes.map {
                    [.text(table.schema), .text(table.name), .text($0.name), .null, Definitions.index($0.oid, runtime)]
                }
            }
        },
        SystemTable(
            20_003, "pg_settings",
            "name:text setting:text unit:text category:text short_desc:text context:text vartype:text"
        ) { runtime in
            Settings.parameters.map {
                [
                    .text($0.name), .text((try? runtime.settings.value($0.name)) ?? ""), .null, .text(""),
                    .text($0.description), .text("user"), .text("string"),
                ]
            }
        },
    ]

    private static let informationSchema = [
        SystemTable(
            13_393, "schemata", schema: "information_schema",
            "catalog_name:name schema_name:name schema_owner:name default_character_set_catalog:name default_character_set_schema:name default_character_set_name:name sql_path:text"
        ) { runtime in
            runtime.catalog.schemas.map {
                [.text(runtime.database), .text($0.name), .text(runtime.user), .null, .null, .null, .null]
            }
        },
        SystemTable(
            13_394, "tables", schema: "information_schema",
            "table_catalog:name table_schema:name table_name:name table_type:text is_insertable_into:text"
        ) { runtime in
            runtime.catalog.tables.map {
                [
                    .text(runtime.database), .text($0.schema), .text($0.name),
                    .text($0.kind == .table ? "BASE TABLE" : "VIEW"), .text($0.kind == .table ? "YES" : "NO"),
                ]
            }
        },
        SystemTable(
            13_395, "columns", schema: "information_schema",
            "table_catalog:name table_schema:name table_name:name column_name:name ordinal_position:int4 column_default:text is_nullable:text data_type:text character_maximum_length:int4 numeric_precision:int4 numeric_scale:int4 udt_name:name is_identity:text"
        ) { runtime in
            runtime.catalog.tables.flatMap { table in
                table.columns.map { column in
                    let isText =
                        [TypeOID.varchar, TypeOID.bpchar].contains(column.type.oid) && column.type.modifier >= 0
                    let isNumeric = column.type.oid == TypeOID.numeric && column.type.modifier >= 0
                    let precision: [OID: Int] = [
                        TypeOID.int2: 16, TypeOID.int4: 32, TypeOID.int8: 64, TypeOID.float4: 24, TypeOID.float8: 53,
                    ]
                    let entry = TypeTable.entry(column.type.oid)
                    let isEnum = runtime.catalog.enumLabels(column.type.oid) != nil
                    return [
                        .text(runtime.database), .text(table.schema), .text(table.name), .text(column.name),
                        int(column.number), column.defaultSQL.map(SQLiteValue.text) ?? .null,
                        .text(column.isNotNull ? "NO" : "YES"),
                        .text(isEnum ? "USER-DEFINED" : entry.category == "A" ? "ARRAY" : entry.display),
                        isText ? int(Int(column.type.modifier) - 4) : .null,
                        isNumeric
                            ? int(column.type.numericPrecision) : precision[column.type.oid].map { int($0) } ?? .null,
                        isNumeric
                            ? int(column.type.numericScale)
                            : [TypeOID.int2, TypeOID.int4, TypeOID.int8].contains(column.type.oid) ? int(0) : .null,
                        .text(isEnum ? runtime.catalog.typeName(column.type.oid) : entry.name),
                        .text(column.identity == nil ? "NO" : "YES"),
                    ]
                }
            }
        },
    ]
}
