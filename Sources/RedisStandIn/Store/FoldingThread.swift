#if canImport(Glibc)
    import Glibc
#endif
import NIOPosix

/// The thread that folds the log into the tables. It gives way to everybody else: nobody waits for it.
final class FoldingThread: Sendable {
    /// Only ever touched on the thread.
    final class State: @unchecked Sendable {
        fileprivate(set) var tables: TypedTables?
        fileprivate var isNice = false

        /// - Parameter tables: not used by anybody else any more.
        init(_ tables: TypedTables) { self.tables = tables }

        fileprivate func giveWay() {
            if isNice { return }
            isNice = true
            #if canImport(Glibc)
                // On Linux the "process" 0 is the calling thread.
                setpriority(Int32(PRIO_PROCESS.rawValue), 0, 19)
            #endif
        }
    }

    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let state: State

    init(_ state: State) {
        self.state = state
        pool.start()
    }

    /// Applies what `segment` holds, and then empties it. One segment at a time.
    ///
    /// - Parameter isUrgent: somebody waits for it, so that it does not give way.
    func fold(_ segment: LogSegment, isUrgent: Bool) async throws {
        let state = state
        let work = { @Sendable in
            try state.tables?.fold(segment)
            try segment.clear()
        }
        if isUrgent { return try await NIOThreadPool.singleton.runIfActive(work) }
        try await pool.runIfActive {
            state.giveWay()
            try work()
        }
    }

    /// Notes how many keys each database has, and closes the tables.
    func close(sizes: [Int]) async {
        let state = state
        try? await pool.runIfActive {
            try? state.tables?.noteSizes(sizes)
            state.tables = nil
        }
        try? await pool.shutdownGracefully()
    }
}
