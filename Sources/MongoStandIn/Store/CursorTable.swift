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

        /// - Throws: `MongoError` when the cursor belongs to another session than the one that asks for more.
        func check(session asking: [UInt8]?) throws {
            switch (session, asking) {
            case (nil, nil): return
            case (nil, let asking?):
                throw MongoError(
                    .location(50800),
                    "Cannot run getMore on cursor \(id), which was not created in a session, in session \(asking.hex)")
            case (let own?, nil):
                throw MongoError(
                    .location(50736),
                    "Cannot run getMore on cursor \(id), which was created in session \(own.hex), without an lsid")
            case (let own?, let asking?):
                guard own != asking else { return }
                throw MongoError(
                    .location(50738),
                    "Cannot run getMore on cursor \(id), which was created in session \(own.hex), in session \(asking.hex)"
                )
            }
        }
    }

    private var cursors: [Int64: Cursor] = [:]
    private static let idleLimit = Duration.seconds(600)
    static let batchBytes = 16 * 1024 * 1024
    /// A document of a reply may be a little larger than one that is stored.
    private static let replyLimit = batchBytes + 16 * 1024

    /// A batch of documents that fits a message, and what is left.
    static func batch(_ documents: ArraySlice<BSONDocument>, count: Int?) throws -> (
        batch: [BSONDocument], rest: ArraySlice<BSONDocument>
    ) {
        var size = 0
        var batch: [BSONDocument] = []
        for document in documents.prefix(count ?? .max) {
            let bytes = document.bytes.count
            guard bytes <= replyLimit else {
                throw MongoError(
                    .objectTooLarge,
                    "BSONObj size: \(bytes) is invalid. Size must be between 0 and \(replyLimit)(16MB)")
            }
            size += bytes
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
