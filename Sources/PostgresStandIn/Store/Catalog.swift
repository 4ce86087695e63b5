/// What DDL has made: schemas, tables, views, sequences and enums.
///
/// A value, so that a transaction works on a copy and a rollback is an assignment. It is written to the database as one JSON
/// text at each commit that changed it.
struct Catalog: Codable, Sendable, Equatable {
    struct Schema: Codable, Sendable, Equatable {
        var oid: OID
        var name: String
    }

    struct EnumType: Codable, Sendable, Equatable {
        var oid: OID
        var arrayOID: OID
        var schema: String
        var name: String
        var labels: [String]
    }

    private(set) var nextOID: OID = TypeOID.firstUser
    var schemas = [
        Schema(oid: 11, name: "pg_catalog"), Schema(oid: 13_377, name: "information_schema"),
        Schema(oid: 2200, name: "public"),
    ]
    /// In the order of their ids, which is that of their creation.
    private(set) var tables: [Table] = []
    private(set) var sequences: [Sequence] = []
    var enums: [EnumType] = []
    /// `COMMENT ON`, by the id of the object and the number of the column (0 for the object itself).
    var comments: [Comment] = []

    struct Comment: Codable, Sendable, Equatable {
        var object: OID
        var column: Int
        var text: String
    }

    mutating func makeOID() -> OID {
        defer { nextOID &+= 1 }
        return nextOID
    }

    // MARK: Relations

    func table(_ oid: OID) -> Table? { tables.first { $0.oid == oid } }
    func sequence(_ oid: OID) -> Sequence? { sequences.first { $0.oid == oid } }
    func table(schema: String, name: String) -> Table? { tables.first { $0.name == name && $0.schema == schema } }
    func sequence(schema: String, name: String) -> Sequence? {
        sequences.first { $0.name == name && $0.schema == schema }
    }
    func hasSchema(_ name: String) -> Bool { schemas.contains { $0.name == name } }

    /// The schemas to look in for a name: the one it names, or those of the path.
    private func places(_ schema: String?, _ path: [String]) -> [String] { schema.map { [$0] } ?? path }

    func findTable(schema: String?, name: String, path: [String]) -> Table? {
        for place in places(schema, path) { if let table = table(schema: place, name: name) { return table } }
        return nil
    }

    func findSequence(schema: String?, name: String, path: [String]) -> Sequence? {
        for place in places(schema, path) { if let found = sequence(schema: place, name: name) { return found } }
        return nil
    }

    func findIndex(schema: String?, name: String, path: [String]) -> (table: Table, index: Index)? {
        for place in places(schema, path) {
            for table in tables where table.schema == place {
                if let index = table.indexes.first(where: { $0.name == name }) { return (table, index) }
            }
        }
        return nil
    }

    /// Whether a table, view, index or sequence has the name: they share one name space.
    func hasRelation(schema: String, name: String) -> Bool {
        table(schema: schema, name: name) != nil || sequence(schema: schema, name: name) != nil
            || findIndex(schema: schema, name: name, path: []) != nil
    }

    /// A name not in use, made as `ChooseRelationName` does: `base_suffix`, then `base_suffix1`.
    func freeName(_ base: String, _ suffix: String, schema: String, taken: Set<String> = []) -> String {
        var number = 0
        while true {
            let tail = "_" + suffix + (number == 0 ? "" : String(number))
            let name = String(base.prefix(63 - tail.count)) + tail
            if !hasRelation(schema: schema, name: name), !taken.contains(name) { return name }
            number += 1
        }
    }

    mutating func put(_ table: Table) {
        if let place = tables.firstIndex(where: { $0.oid == table.oid }) {
            tables[place] = table
        } else {
            tables.append(table)
        }
    }
    mutating func put(_ sequence: Sequence) {
        if let place = sequences.firstIndex(where: { $0.oid == sequence.oid }) {
            sequences[place] = sequence
        } else {
            sequences.append(sequence)
        }
    }
    mutating func removeTable(_ oid: OID) { tables.removeAll { $0.oid == oid } }
    mutating func removeSequence(_ oid: OID) { sequences.removeAll { $0.oid == oid } }

    func relationOID(schema: String?, name: String, path: [String]) -> OID? {
        findTable(schema: schema, name: name, path: path)?.oid ?? findSequence(schema: schema, name: name, path: path)?
            .oid
            ?? findIndex(schema: schema, name: name, path: path)?.index.oid
            ?? (schema == nil || schema == "pg_catalog"
                ? SystemCatalog.table(schema: "pg_catalog", name: name)?.oid : nil)
    }

    /// The schema and the name of whatever relation has the id.
    func relationName(_ oid: OID) -> QualifiedName? {
        if let table = table(oid) { return QualifiedName(schema: table.schema, name: table.name) }
        if let sequence = sequence(oid) { return QualifiedName(schema: sequence.schema, name: sequence.name) }
        for table in tables {
            if let index = table.indexes.first(where: { $0.oid == oid }) {
                return QualifiedName(schema: table.schema, name: index.name)
            }
        }
        return SystemCatalog.tables.first { $0.oid == oid }.map { QualifiedName(schema: $0.schema, name: $0.name) }
    }

    /// As `regclass` prints it: without the schema when the path finds it.
    func relationText(_ oid: OID, path: [String]) -> String {
        guard let name = relationName(oid) else { return oid == 0 ? "-" : String(oid) }
        let isVisible = relationOID(schema: nil, name: name.name, path: path) == oid
        let plain = QualifiedName.quoted(name.name)
        return isVisible ? plain : "\(QualifiedName.quoted(name.schema ?? "")).\(plain)"
    }

    // MARK: Types

    func enumLabels(_ oid: OID) -> [String]? { enums.first { $0.oid == oid }?.labels }

    func typeOID(schema: String?, name: String, path: [String]) -> OID? {
        if schema == nil || schema == "pg_catalog", let oid = TypeTable.byName[name] { return oid }
        return enums.first { $0.name == name && places(schema, path).contains($0.schema) }?.oid
    }

    func typeName(_ oid: OID) -> String { enums.first { $0.oid == oid }?.name ?? TypeTable.entry(oid).display }

    func display(_ type: TypeRef) -> String { enums.first { $0.oid == type.oid }?.name ?? type.display }
}
