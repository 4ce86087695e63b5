import Diagnostics
import NetworkPolicy
import Synchronization

/// What the policies say of a connection, in the words in which it is told: they are made once.
final class PolicyDecision: Sendable {
    let isAllowed: Bool
    let reason: String
    let decidingSpan: SourceSpan?

    init(_ decision: ReachabilityDecision) {
        isAllowed = decision.isAllowed
        reason = decision.reason
        decidingSpan = decision.decidingSpan
    }
}

/// What the policies say of connections that were asked about before: nothing in a cluster's policies changes while an
/// instance runs.
final class PolicyDecisions: Sendable {
    private struct Question: Hashable {
        var source: String
        var destination: String
        var port: Int
        var portName: String?
    }

    /// A client may ask for any number of hosts.
    private static let capacity = 4096

    private let known = Mutex<[Question: PolicyDecision]>([:])

    /// - Parameter identity: the destination's.
    func decision(
        from source: Caller, to destination: Endpoint, _ identity: String, port: Int, portName: String?,
        in policies: PolicySet
    ) -> PolicyDecision {
        let question = Question(source: source.identity, destination: identity, port: port, portName: portName)
        if let known = known.withLock({ $0[question] }) { return known }
        let decision = PolicyDecision(
            policies.decide(from: source.endpoint, to: destination, port: port, portName: portName))
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[question] = decision
        }
        return decision
    }
}
