import Determinism

/// The results that clients have not fetched yet.
struct CursorTable {
    struct Cursor {
        var id: Int64
        var namespace: Namespace
        var rest: ArraySlice<BSONDocument>
        var lastUsed: Timestamp
        /// A cursor is used within the session that made it.
        var session: [UInt8]?
    }

    private var cursors: [Int64: Cursor] = [:]
    private static let idleLimit = Duration.seconds(600)
    static let batchBytes = 16 * 1024 * 1024

    /// A batch of documents that fits a message, and what is left.
    static func batch(_ documents: ArraySlice<BSONDocument>, count: Int?) -> (
        batch: [BSONDocument], rest: ArraySlice<BSONDocument>
    ) {
        var size = 0
        var batch: [BSONDocument] = []
        for document in documents.prefix(count ?? .max) {
            size += document.bytes.count
            if !batch.isEmpty, size > batchBytes { break }
            batch.append(document)
        }
        return (batch, documents.dropFirst(batch.count))
    }

    mutating func open(
        _ rest: ArraySlice<BSONDocument>, _ namespace: Namespace, id: Int64, now: Timestamp, session: [UInt8]?
    ) {
        for (id, cursor) in cursors where now - cursor.lastUsed > Self.idleLimit { cursors[id] = nil }
        cursors[id] = Cursor(id: id, namespace: namespace, rest: rest, lastUsed: now, session: session)
    }

    subscript(id: Int64) -> Cursor? { cursors[id] }

    mutating func update(_ cursor: Cursor) { cursors[cursor.id] = cursor }

    /// - Returns: false when there was none.
    mutating func close(_ id: Int64) -> Bool { cursors.removeValue(forKey: id) != nil }

    mutating func closeAll(of session: [UInt8]) {
        for (id, cursor) in cursors where cursor.session == session { cursors[id] = nil }
    }

    var count: Int { cursors.count }
}
