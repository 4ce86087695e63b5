import Dispatch
import Foundation

/// Runs `body` until it ends, or until the process is told to end by SIGINT or SIGTERM; then cancels it and returns.
package func untilInterrupted(_ body: @escaping @Sendable () async throws -> Void) async throws {
    let signals = AsyncStream<Void> { continuation in
        // Dispatch's sources may be cancelled from any thread, though they are not marked so.
        nonisolated(unsafe) let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield() }
            source.resume()
            return source
        }
        continuation.onTermination = { _ in for source in sources { source.cancel() } }
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await body() }
        group.addTask { for await _ in signals { return } }
        try await group.next()
        group.cancelAll()
        do { try await group.waitForAll() } catch is CancellationError {}
    }
}
