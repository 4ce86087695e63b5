import SQLiteStore

/// The log of effects: to which every turn adds one row before any of its replies leaves.
///
/// It has two segments, each a table in a database file of its own. One is written to; when it is `rotate`d out, the
/// other one takes over, and the first is folded into `TypedTables` by another thread and given back empty. So nothing
/// is forgotten before the tables hold it for good, and whoever writes never waits for that.
final class EffectLog {
    @exclusivity(unchecked) private var writer = EffectWriter()
    private var current: LogSegment
    private var spare: LogSegment?
    /// The number of the last row written.
    private(set) var lastRow: Int64
    /// Files that were written to since `takeUnsynced`, while `everysec` is set.
    private var unsynced: Set<String> = []
    /// When a commit reaches the disk.
    var sync: RedisStandIn.AppendFsync {
        didSet { applySync() }
    }

    /// Opens both segments at `path`; rows are numbered on from `applied` where they are empty.
    init(_ path: String, applied: Int64, sync: RedisStandIn.AppendFsync) throws {
        let segments = try ["-oplog", "-oplog2"].map { try LogSegment(path + $0) }
        // The one with the newer rows is written on.
        let isSwapped = segments[1].lastRow > segments[0].lastRow
        current = isSwapped ? segments[1] : segments[0]
        spare = isSwapped ? segments[0] : segments[1]
        lastRow = max(applied, segments[0].lastRow, segments[1].lastRow)
        self.sync = sync
        applySync()
    }

    private func applySync() {
        current.isSynchronous = sync == .always
        spare?.isSynchronous = sync == .always
    }

    func append(_ effect: Effect, in database: Int) { writer.write(effect, in: database) }

    var hasUncommitted: Bool { !writer.isEmpty }
    /// How many bytes the effects have that were appended since the last commit.
    var uncommittedBytes: Int { writer.bytes.count }
    /// The last row, and how many bytes are not folded.
    var extent: (lastRow: Int64, bytes: Int) { (lastRow, current.bytes + (spare?.bytes ?? 0)) }

    /// Writes what was appended since the last commit as one row; when it throws, it is kept for the next.
    func commit() throws { try commit(first: uncommittedBytes) }

    /// The same for the effects in the first `count` bytes; those that came after them wait for the next commit.
    func commit(first count: Int) throws {
        if count == 0 { return }
        try current.append(lastRow + 1, count == writer.bytes.count ? writer.bytes : Array(writer.bytes.prefix(count)))
        lastRow += 1
        if sync == .everysec { noteUnsynced() }
        writer.removeFirst(count)
    }

    private func noteUnsynced() {
        if current.isUnsynced { return }
        current.isUnsynced = true
        unsynced.insert(current.path + "-wal")
    }

    /// Calls `body` for every row after `row` that the segments hold, in order.
    func forEachRow(after row: Int64, _ body: (LogSegment.Row) throws -> Void) throws {
        for segment in [spare, current].compactMap(\.self) { try segment.forEachRow(after: row, body) }
    }

    /// What is to be folded next.
    enum Oldest: Sendable {
        case nothing
        /// Somebody is folding.
        case notBackYet
        /// To be folded, emptied and given back.
        case segment(LogSegment)
    }

    func takeOldest() -> Oldest {
        guard let other = spare else { return .notBackYet }
        if other.bytes > 0 {
            spare = nil
            return .segment(other)
        }
        if current.bytes == 0 { return .nothing }
        let full = current
        current = other
        spare = nil
        return .segment(full)
    }

    /// Takes back a segment that was emptied.
    func giveBack(_ segment: LogSegment) {
        segment.isSynchronous = sync == .always
        spare = segment
    }

    /// The files that hold what a loss of power could still take, since the last call.
    func takeUnsynced() -> Set<String> {
        defer { unsynced = [] }
        current.isUnsynced = false
        return unsynced
    }
}
