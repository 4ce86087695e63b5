#if canImport(Glibc)
    import Glibc
#endif
import Determinism
import NIOPosix

/// What happens to the log after the replies have left: it is folded into the tables, and brought to the disk.
extension RedisStandIn {
    /// While clients write, the log may grow to this size before the tables follow.
    private static let foldBytes = 32 * 1024 * 1024
    /// How often it is looked at, and after how many looks it is folded though clients write all the time.
    private static let foldPause = Duration.milliseconds(200)
    private static let foldPatience = 25

    /// Folds when nobody writes for a moment: the last of many values is then all there is to write, and nobody is
    /// kept waiting.
    func foldInBackground() async throws {
        if folding == nil { return }
        while true {
            try Task.checkCancellation()
            var seen: Int64?
            var looks = 0
            while let log = await loop.perform({ $0.keyspace.log?.extent }) ?? nil, log.bytes > 0 {
                looks += 1
                if log.lastRow == seen || log.bytes > Self.foldBytes || looks > Self.foldPatience {
                    try await foldOldest(isUrgent: false)
                    looks = 0
                }
                seen = log.lastRow
                try await Task.sleep(for: Self.foldPause)
            }
            await loop.foldBell.wait()
        }
    }

    /// Folds the whole log into the tables, and then forgets it.
    ///
    /// Only rows that the tables hold for good are taken from the log: taking them any earlier loses writes.
    package func foldAll() async throws {
        while try await foldOldest(isUrgent: true) {}
    }

    /// Folds one segment of the log; false when all is folded.
    @discardableResult
    private func foldOldest(isUrgent: Bool) async throws -> Bool {
        guard let folding else { return false }
        switch await loop.perform({ $0.keyspace.log?.takeOldest() ?? .nothing }) {
        case .nothing, nil: return false
        case .notBackYet:
            try await Task.sleep(for: .milliseconds(5))
            return true
        case .segment(let segment):
            do {
                try await folding.fold(segment, isUrgent: isUrgent)
                await loop.perform { $0.keyspace.log?.giveBack(segment) }
            } catch {
                // It keeps what was not folded, and is the oldest the next time.
                await loop.perform { $0.keyspace.log?.giveBack(segment) }
                throw error
            }
            return true
        }
    }

    /// `appendfsync everysec`: brings what was written to the disk once a second, beside the engine.
    func syncInBackground() async throws {
        while true {
            try Task.checkCancellation()
            await loop.syncBell.wait()
            try await Task.sleep(for: .seconds(1))
            for path in await loop.perform({ $0.keyspace.log?.takeUnsynced() ?? [] }) ?? [] {
                try await NIOThreadPool.singleton.runIfActive { Self.sync(path) }
            }
        }
    }

    /// A file that is gone was folded, and the tables are on the disk.
    private static func sync(_ path: String) {
        let file = open(path, O_RDONLY)
        if file < 0 { return }
        fdatasync(file)
        _ = Glibc.close(file)
    }
}
