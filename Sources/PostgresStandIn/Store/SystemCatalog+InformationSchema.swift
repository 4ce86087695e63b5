import SQLiteStore

/// The views of the SQL standard: https://www.postgresql.org/docs/15/information-schema.html
extension SystemCatalog {
    static let informationSchema = [
        SystemTable(
            13_393, "schemata", schema: "information_schema",
            """
            catalog_name:name schema_name:name schema_owner:name default_character_set_catalog:name
            default_character_set_schema:name default_character_set_name:name sql_path:text
            """
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
            """
            table_catalog:name table_schema:name table_name:name column_name:name ordinal_position:int4
            column_default:text is_nullable:text data_type:text character_maximum_length:int4
            numeric_precision:int4 numeric_scale:int4 udt_name:name is_identity:text
            """
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
                        int(column.number),
                        column.identity == nil
                            ? column.defaultSQL.map {
                                .text(RuleText.text($0, of: nil, as: column.type, isPretty: false, runtime))
                            } ?? .null : .null,
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
