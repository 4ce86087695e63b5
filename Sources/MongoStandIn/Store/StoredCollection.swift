/// A collection or a view as the catalog has it.
final class StoredCollection {
    let id: Int64
    let namespace: Namespace
    var options: BSONDocument
    let uuid: [UInt8]
    var indexes: [Index]
    /// The validator, read when it is first needed.
    lazy var validator: Filter? = options["validator"]?.document.flatMap { try? FilterParser.filter($0) }

    init(id: Int64, namespace: Namespace, options: BSONDocument, uuid: [UInt8], indexes: [Index] = []) {
        self.id = id
        self.namespace = namespace
        self.options = options
        self.uuid = uuid
        self.indexes = indexes
    }

    /// The SQLite table of its documents.
    var table: String { "c_\(id)" }

    /// The collection that a view reads, and its pipeline.
    var view: (source: String, pipeline: [BSONValue])? {
        options["viewOn"]?.string.map { ($0, options["pipeline"]?.array ?? []) }
    }
}
