import SQLiteStore

/// Which collections and indexes there are: two tables of the database file, and a copy in memory.
final class Catalog {
    private let connection: Connection
    private(set) var collections: [Namespace: StoredCollection] = [:]

    init(_ connection: Connection) throws {
        self.connection = connection
        try connection.execute(
            """
            create table if not exists collection (
                id integer primary key, database text not null, name text not null, options blob not null,
                uuid blob not null, unique (database, name)) strict;
            create table if not exists collection_index (
                id integer primary key, collection integer not null references collection on delete cascade,
                spec blob not null, multikey integer not null default 0) strict;
            create table if not exists committed_write (
                session blob primary key, number integer not null, reply blob not null) strict, without rowid;
            """)
        try load()
    }

    /// Reads everything again, which is needed after a rollback.
    func load() throws {
        collections = [:]
        for row in try connection.rows("select id, database, name, options, uuid from collection order by id") {
            guard let id = row[0].integer, let database = row[1].text, let name = row[2].text,
                let options = row[3].blob, let uuid = row[4].blob
            else { continue }
            let namespace = try Namespace(database: database, collection: name)
            let collection = StoredCollection(
                id: id, namespace: namespace, options: try BSONDecoder.document(from: options), uuid: uuid)
            let indexes = try connection.rows(
                "select id, spec, multikey from collection_index where collection = ? order by id", [.integer(id)])
            for index in indexes {
                guard let number = index[0].integer, let spec = index[1].blob else { continue }
                collection.indexes.append(
                    try Index(
                        id: number, spec: try BSONDecoder.document(from: spec), isMultikey: index[2].integer == 1))
            }
            collections[namespace] = collection
        }
    }

    /// The collections of one database, by name.
    func collections(in database: String) -> [StoredCollection] {
        collections.values.filter { $0.namespace.database == database }
            .sorted { BSONValue.compare($0.namespace.collection, $1.namespace.collection) < 0 }
    }

    var databases: [String] { Array(Set(collections.keys.map(\.database))).sorted() }

    func create(_ namespace: Namespace, options: BSONDocument, uuid: [UInt8]) throws -> StoredCollection {
        try connection.run(
            "insert into collection (database, name, options, uuid) values (?, ?, ?, ?)",
            [.text(namespace.database), .text(namespace.collection), .blob(options.bytes), .blob(uuid)])
        let collection = StoredCollection(
            id: connection.lastInsertedRow, namespace: namespace, options: options, uuid: uuid)
        if collection.view == nil {
            // The row number keeps the order of insertion, which is the order of a scan.
            try connection.execute(
                "create table \(collection.table) (record integer primary key, id blob not null unique, document blob not null) strict"
            )
        }
        collections[namespace] = collection
        return collection
    }

    func drop(_ collection: StoredCollection) throws {
        for index in collection.indexes { try connection.execute("drop table \(index.table)") }
        if collection.view == nil { try connection.execute("drop table \(collection.table)") }
        try connection.run("delete from collection where id = ?", [.integer(collection.id)])
        collections[collection.namespace] = nil
    }

    func rename(_ collection: StoredCollection, to target: Namespace) throws {
        try connection.run(
            "update collection set database = ?, name = ? where id = ?",
            [.text(target.database), .text(target.collection), .integer(collection.id)])
        try load()
    }

    func setOptions(_ options: BSONDocument, of collection: StoredCollection) throws {
        try connection.run(
            "update collection set options = ? where id = ?", [.blob(options.bytes), .integer(collection.id)])
        try load()
    }

    func addIndex(_ spec: BSONDocument, to collection: StoredCollection) throws -> Index {
        try connection.run(
            "insert into collection_index (collection, spec) values (?, ?)",
            [.integer(collection.id), .blob(spec.bytes)])
        let index = try Index(id: connection.lastInsertedRow, spec: spec, isMultikey: false)
        try connection.execute(
            "create table \(index.table) (key blob not null, record integer not null, primary key (key, record)) strict, without rowid"
        )
        collection.indexes.append(index)
        return index
    }

    func dropIndex(_ index: Index, of collection: StoredCollection) throws {
        try connection.execute("drop table \(index.table)")
        try connection.run("delete from collection_index where id = ?", [.integer(index.id)])
        collection.indexes.removeAll { $0 === index }
    }

    func markMultikey(_ index: Index) throws {
        index.isMultikey = true
        try connection.run("update collection_index set multikey = 1 where id = ?", [.integer(index.id)])
    }
}
