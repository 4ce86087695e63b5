import SQLiteStore

/// Types, enums, collations.
extension SystemCatalog {
    static let types = [
        SystemTable(
            1247, "pg_type",
            """
            oid:oid typname:name typnamespace:oid typowner:oid typlen:int2 typbyval:bool typtype:char
            typcategory:char typispreferred:bool typisdefined:bool typdelim:char typrelid:oid
            typsubscript:regproc typelem:oid typarray:oid typnotnull:bool typbasetype:oid typtypmod:int4
            typndims:int4 typcollation:oid typdefault:text typreceive:text typacl:_aclitem
            """
        ) { runtime in
            func row(_ entry: TypeEntry, schema: OID, kind: String) -> [SQLiteValue] {
                [
                    int(entry.oid), .text(entry.name), int(schema), int(10), int(entry.length),
                    bool(entry.length > 0 && entry.length <= 8), .text(kind), .text(String(entry.category)),
                    bool(entry.isPreferred),
                    bool(true), .text(","), int(0), int(entry.element == 0 ? 0 : 6179), int(entry.element),
                    int(entry.array), bool(false), int(0), int(-1), int(0), int(entry.category == "S" ? 100 : 0), .null,
                    .text("-"), .null,
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
            """
            oid:oid collname:name collnamespace:oid collowner:oid collprovider:char collisdeterministic:bool
            collencoding:int4 collcollate:text collctype:text
            """
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
}
