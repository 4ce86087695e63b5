import NIOCore

/// Runs tasks on an event loop: those of a connection on the loop that has its socket, so that a request is read,
/// answered and written by one thread.
///
/// Measured on the whole way of a request: a hand-over between threads costs more than what is done in between. What
/// blocks has threads of its own all the same, as on the cooperative pool.
final class EventLoopTaskExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        loop.execute { job.runSynchronously(on: executor) }
    }
}

/// The executors of a group's loops. A task does not keep its executor: whoever starts tasks keeps this.
struct EventLoopTaskExecutors: Sendable {
    private let executors: [ObjectIdentifier: EventLoopTaskExecutor]

    init(_ group: any EventLoopGroup) {
        var executors: [ObjectIdentifier: EventLoopTaskExecutor] = [:]
        for loop in group.makeIterator() { executors[ObjectIdentifier(loop)] = EventLoopTaskExecutor(loop) }
        self.executors = executors
    }

    /// The executor of a loop of the group.
    subscript(loop: any EventLoop) -> EventLoopTaskExecutor? { executors[ObjectIdentifier(loop)] }
}
