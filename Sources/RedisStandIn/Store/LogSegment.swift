import Foundation
import SQLiteStore

/// One file of the log. It is used by one thread at a time: the engine's, or the one that folds.
final class LogSegment: @unchecked Sendable {
    let path: String
    /// nil only while the file is thrown away.
    private var file: (connection: Connection, insertion: Statement)?
    /// How many bytes of effects it holds.
    private(set) var bytes = 0
    /// The number of its last row; 0 when it is empty.
    private(set) var lastRow: Int64 = 0
    /// It was written to since its file was last brought to the disk.
    var isUnsynced = false
    /// A commit waits for the disk.
    var isSynchronous = false {
        didSet { if isSynchronous != oldValue { applySynchronous() } }
    }

    /// One turn's effects.
    struct Row: Sendable {
        var id: Int64
        var effects: [UInt8]
    }

    init(_ path: String) throws {
        self.path = path
        let file = try Self.open(path)
        self.file = file
        let found = try file.connection.rows("select max(id), sum(length(effects)) from oplog").first
        lastRow = found?[0].integer ?? 0
        bytes = Int(found?[1].integer ?? 0)
    }

    private static func open(_ path: String) throws -> (connection: Connection, insertion: Statement) {
        let connection = try Connection(.file(path), synchronous: .off, cacheMegabytes: 1)
        // The file is thrown away as a whole: copying pages from the write-ahead log would be for nothing.
        try connection.execute(
            """
            create table if not exists oplog (id integer primary key, effects blob not null) strict;
            pragma wal_autocheckpoint = 0;
            """)
        let insertion = try Statement(
            "insert into oplog (id, effects) values (?, ?)", on: connection, persistent: true)
        return (connection, insertion)
    }

    private func applySynchronous() {
        try? file?.connection.execute("pragma synchronous = \(isSynchronous ? "full" : "off")")
    }

    func append(_ id: Int64, _ effects: [UInt8]) throws {
        guard let file else { throw DatabaseClosed() }
        try file.insertion.run(id, effects)
        lastRow = id
        bytes += effects.count
    }

    /// Calls `body` for each row after `row`, in order.
    func forEachRow(after row: Int64, _ body: (Row) throws -> Void) throws {
        guard let file else { throw DatabaseClosed() }
        let rows = try Statement("select id, effects from oplog where id > ? order by id", on: file.connection)
        try rows.bind(.integer(row), at: 1)
        while try rows.step() {
            try body(Row(id: rows.integer(0), effects: rows.blob(1)))
        }
    }

    /// Begins again with an empty file; only for what the tables hold for good.
    func clear() throws {
        file = nil
        for suffix in ["-wal", "-shm", ""] {
            if FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.removeItem(atPath: path + suffix)
            }
        }
        file = try Self.open(path)
        applySynchronous()
        bytes = 0
        lastRow = 0
        isUnsynced = false
    }
}
