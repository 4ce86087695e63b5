import Dispatch

/// A thread of its own for one database: work is done in the order it was asked for, off the cooperative threads.
///
/// `State` is whatever lives on that thread: a `Connection`, or a store that owns one. It is made there and never
/// leaves it.
package final class DatabaseThread<State>: Sendable {
    /// Only ever touched on `queue`.
    private final class Box: @unchecked Sendable {
        var state: State?
    }

    private let queue: DispatchQueue
    private let box = Box()

    /// Makes the state on the new thread, and returns when that is done.
    package init(label: String, _ make: @escaping @Sendable () throws -> State) async throws {
        queue = DispatchQueue(label: label)
        let box = box
        try await run(on: queue) { box.state = try make() }
    }

    /// Runs `body` on the thread and returns its result.
    ///
    /// - Throws: what `body` throws, and `DatabaseClosed` after `close`.
    package func run<Result: Sendable>(_ body: @escaping @Sendable (State) throws -> Result) async throws -> Result {
        let box = box
        return try await run(on: queue) {
            guard let state = box.state else { throw DatabaseClosed() }
            return try body(state)
        }
    }

    /// Lets go of the state, after all the work asked for before.
    package func close() async {
        let box = box
        _ = try? await run(on: queue) { box.state = nil }
    }

    private func run<Result: Sendable>(
        on queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}

/// The database was closed before the work was done.
package struct DatabaseClosed: Error, Equatable, Sendable {
    package init() {}
}
