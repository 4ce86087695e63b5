package import HTTP

/// An image that runs in this process.
package struct LocalImage: Sendable {
    /// The repository without registry and tag: `promptsales/content`.
    package var name: String
    /// Starts one container of it.
    ///
    /// - Throws: what keeps the container from starting; the container is then restarted with backoff, as in a cluster.
    package var start: @Sendable (Container) async throws -> RunningImage

    package init(_ name: String, start: @escaping @Sendable (Container) async throws -> RunningImage) {
        self.name = name
        self.start = start
    }
}

/// A started container's two halves.
package struct RunningImage: Sendable {
    /// Answers on the container's port.
    package var handler: Handler
    /// Work beside the requests, until the task is cancelled; nil when there is none.
    package var run: (@Sendable () async throws -> Void)?
    /// Whether it takes connections, where that is a question; nil for an image that does as long as it runs.
    package var isListening: (@Sendable () async -> Bool)?
    /// Is told why, when a probe has failed so often that the container is ended and started again; nil for an image
    /// that has nothing of its own to end.
    package var whenKilled: (@Sendable (_ reason: String) -> Void)?

    package init(
        handler: @escaping Handler, run: (@Sendable () async throws -> Void)? = nil,
        isListening: (@Sendable () async -> Bool)? = nil, whenKilled: (@Sendable (_ reason: String) -> Void)? = nil
    ) {
        self.handler = handler
        self.run = run
        self.isListening = isListening
        self.whenKilled = whenKilled
    }
}
