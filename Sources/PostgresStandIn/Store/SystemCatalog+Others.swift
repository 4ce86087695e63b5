import SQLiteStore

/// Schemas, databases, roles, comments, and what a stand-in has none of.
extension SystemCatalog {
    static func empty(_ oid: OID, _ name: String, _ columns: String) -> SystemTable {
        SystemTable(oid, name, columns) { _ in [] }
    }

    static let others = [
        SystemTable(2615, "pg_namespace", "oid:oid nspname:name nspowner:oid nspacl:_text") { runtime in
            runtime.catalog.schemas.map { [int($0.oid), .text($0.name), int($0.name == "public" ? 6171 : 10), .null] }
        },
        SystemTable(
            1262, "pg_database",
            """
            oid:oid datname:name datdba:oid encoding:int4 datlocprovider:char datistemplate:bool
            datallowconn:bool datconnlimit:int4 datcollate:text datctype:text daticulocale:text
            datcollversion:text datacl:_text dattablespace:oid
            """
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
            """
            rolname:name rolsuper:bool rolinherit:bool rolcreaterole:bool rolcreatedb:bool rolcanlogin:bool
            rolreplication:bool rolconnlimit:int4 rolpassword:text rolvaliduntil:timestamptz
            rolbypassrls:bool rolconfig:_text oid:oid
            """
        ) { runtime in
            runtime.roles.map {
                [
                    .text($0.name), bool($0.isSuperuser), bool(true), bool($0.isSuperuser), bool($0.isSuperuser),
                    bool($0.canLogIn), bool($0.isSuperuser), int(-1), .text("********"), .null, bool($0.isSuperuser),
                    .null, int($0.oid),
                ]
            }
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
            """
            oid:oid polname:name polrelid:oid polcmd:char polpermissive:bool polroles:_oid
            polqual:pg_node_tree polwithcheck:pg_node_tree
            """
        ),
        empty(
            3381, "pg_statistic_ext",
            """
            oid:oid stxrelid:oid stxname:name stxnamespace:oid stxowner:oid stxstattarget:int4
            stxkeys:int2vector stxkind:_char
            """
        ),
        empty(
            6104, "pg_publication",
            """
            oid:oid pubname:name pubowner:oid puballtables:bool pubinsert:bool pubupdate:bool pubdelete:bool
            pubtruncate:bool pubviaroot:bool
            """
        ),
        empty(6106, "pg_publication_rel", "oid:oid prpubid:oid prrelid:oid prqual:pg_node_tree prattrs:int2vector"),
        empty(6237, "pg_publication_namespace", "oid:oid pnpubid:oid pnnspid:oid"),
        empty(
            2620, "pg_trigger",
            """
            oid:oid tgrelid:oid tgparentid:oid tgname:name tgfoid:oid tgtype:int2 tgenabled:char
            tgisinternal:bool tgconstrrelid:oid tgconstrindid:oid tgconstraint:oid tgdeferrable:bool
            tginitdeferred:bool
            """
        ),
        empty(3118, "pg_foreign_table", "ftrelid:oid ftserver:oid ftoptions:_text"),
        empty(2618, "pg_rewrite", "oid:oid rulename:name ev_class:oid ev_type:char ev_enabled:char is_instead:bool"),
        empty(3350, "pg_partitioned_table", "partrelid:oid partstrat:char partnatts:int2 partdefid:oid"),
        empty(
            3079, "pg_extension",
            "oid:oid extname:name extowner:oid extnamespace:oid extrelocatable:bool extversion:text"),
        SystemTable(
            1255, "pg_proc",
            """
            oid:oid proname:name pronamespace:oid proowner:oid prolang:oid prokind:char prosecdef:bool
            proisstrict:bool proretset:bool provolatile:char pronargs:int2 prorettype:oid proacl:_aclitem
            """
        ) { _ in
            Functions.all.enumerated().map {
                let (place, entry) = ($0.offset, $0.element)
                let volatilities: [FunctionEntry.Volatility: String] = [
                    .immutable: "i", .stable: "s", .volatile: "v",
                ]
                return [
                    int(10_000 + place), .text(entry.name), int(11), int(10), int(12), .text("f"), bool(false),
                    bool(entry.isStrict), bool(false), .text(volatilities[entry.volatility] ?? "v"),
                    int(entry.arguments.count), int(entry.result), .null,
                ]
            }
        },
        SystemTable(1213, "pg_tablespace", "oid:oid spcname:name spcowner:oid") { _ in
            [[int(1663), .text("pg_default"), int(10)]]
        },
        SystemTable(
            20_001, "pg_tables",
            """
            schemaname:name tablename:name tableowner:name tablespace:name hasindexes:bool hasrules:bool
            hastriggers:bool rowsecurity:bool
            """
        ) { runtime in
            runtime.catalog.tables.filter { $0.kind == .table }.map {
                [
                    .text($0.schema), .text($0.name), .text(runtime.owner), .null, bool(!$0.indexes.isEmpty),
                    bool(false), bool(false), bool(false),
                ]
            }
        },
        SystemTable(20_002, "pg_indexes", "schemaname:name tablename:name indexname:name tablespace:name indexdef:text")
        { runtime in
            runtime.catalog.tables.flatMap { table in
                table.indexes.map {
                    [
                        .text(table.schema), .text(table.name), .text($0.name), .null,
                        Definitions.index($0.oid, isPretty: false, runtime),
                    ]
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
}
