/// How a pod ends without losing a request: first it goes on serving while the load balancer and the other pods forget
/// it, then it is told to end and finishes what it has begun, and only then it is killed.
package struct Shutdown: Equatable, Sendable {
    /// Seconds to finish what has been begun, after SIGTERM.
    package var drain: Int
    /// Whether others send it requests, so that they must forget it first.
    package var isCalled: Bool

    package init(drain: Int, isCalled: Bool = true) {
        self.drain = drain
        self.isCalled = isCalled
    }

    /// Seconds to drain where the blueprint is silent: of services, and at least of workers, whose jobs take longer.
    package static let usualDrain = 30
    package static let leastDrainOfWorkers = 60

    /// Seconds between the decision to end a pod and SIGTERM: endpoints and target groups take up to 15 to follow. Nil
    /// for a pod that nobody calls.
    package var preStopSleep: Int? { isCalled ? 15 : nil }

    /// Seconds until the pod is killed: a little more than all that comes before, for the process to end.
    package var gracePeriod: Int { (preStopSleep ?? 0) + drain + 5 }
}
