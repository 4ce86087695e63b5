import Determinism
import Diagnostics
import HTTP
import Images
import Kubernetes
import NetworkPolicy

/// Carries every call of an instance: it resolves the name, asks the network policies, writes the journal, and calls
/// what answers.
final class Mesh: Sendable {
    let cluster: Cluster
    let policies: PolicySet
    let kubelet: Kubelet
    let data: DataLayer
    let internet: Internet
    /// The load balancer, for callers outside the cluster and for pods that call the system by its public name.
    let loadBalancer: LoadBalancerFront
    let swaps: Swaps
    let faults: Faults
    let mirrors: Mirrors
    let connections: StandingConnections
    let journal: Journal
    let clock: InstanceClock
    /// Whether a connection that no policy allows fails at once, instead of after the time that dropped packets take.
    let deniesFast: Bool
    private let decisions = PolicyDecisions()

    init(
        cluster: Cluster, policies: PolicySet, kubelet: Kubelet, data: DataLayer, internet: Internet,
        loadBalancer: LoadBalancerFront, swaps: Swaps, faults: Faults, mirrors: Mirrors,
        connections: StandingConnections, journal: Journal, clock: InstanceClock, deniesFast: Bool
    ) {
        self.cluster = cluster
        self.policies = policies
        self.kubelet = kubelet
        self.data = data
        self.internet = internet
        self.loadBalancer = loadBalancer
        self.swaps = swaps
        self.faults = faults
        self.mirrors = mirrors
        self.connections = connections
        self.journal = journal
        self.clock = clock
        self.deniesFast = deniesFast
    }

    /// How long Linux goes on asking for a connection that nobody answers: `tcp_syn_retries` of 6.
    static let connectTimeout: Duration = .seconds(127)

    /// The network as the container of `pod` sees it.
    func network(of pod: Pod) -> ContainerNetwork {
        network(of: pod.caller)
    }

    func network(of caller: Caller) -> ContainerNetwork {
        ContainerNetwork(
            send: { [self] in try await send($0, from: caller) },
            redis: { [self] address in
                let (edge, target) = try await connect(to: address, kind: .redis, from: caller)
                // The password of the manifest is checked in either case.
                let session = try await data.redis(edge.store, address)
                guard let target else { return EdgeRedis(edge: edge, client: session) }
                return EdgeRedis(edge: edge, client: try await RemoteRedis(target))
            },
            postgres: { [self] address in
                let (edge, target) = try await connect(to: address, kind: .postgres, from: caller)
                guard let target else {
                    return EdgePostgres(edge: edge, client: try await data.postgres(edge.store, address))
                }
                try data.checkLogIn(to: edge.store, address)
                return EdgePostgres(edge: edge, client: try await RemotePostgres(target, database: address.database))
            },
            mongo: { [self] address in
                let (edge, target) = try await connect(to: address, kind: .mongo, from: caller)
                let session = try await data.mongo(edge.store, address)
                guard let target else { return EdgeMongo(edge: edge, client: session) }
                return EdgeMongo(edge: edge, client: try await RemoteMongo(target))
            })
    }

    // MARK: - Policies

    /// Judges a connection before it is made; a denial is written to the journal.
    ///
    /// - Returns: the decision that allows it.
    /// - Throws: `NetworkError.deniedByPolicy` when no policy allows it, at once or after the time a dropped packet takes.
    func admit(
        _ caller: Caller, _ callee: String, _ endpoint: Endpoint, identity: String? = nil, port: Int, portName: String?,
        kind: String,
        _ summary: @autoclosure () -> String
    ) async throws -> PolicyDecision {
        let decision = decisions.decision(
            from: caller, to: endpoint, identity ?? endpoint.identity, port: port, portName: portName, in: policies)
        if decision.isAllowed { return decision }
        let start = clock.now
        if !deniesFast { try await clock.sleep(for: Self.connectTimeout) }
        record(
            caller, callee, kind, summary(), "denied", decision.reason, span: decision.decidingSpan, since: start)
        throw NetworkError.deniedByPolicy(decision.reason)
    }

    // MARK: - Journal

    // Not inlined: the entries that a hop could make would be part of its frame, which is memory to be had for each
    // request.

    @inline(never)
    func record(
        _ caller: Caller, _ callee: String, _ kind: String, _ summary: String, _ outcome: String,
        _ reason: String? = nil, span: SourceSpan? = nil, since start: Timestamp, trace: String? = nil
    ) {
        record(caller.name, callee, kind, summary, outcome, reason, span: span, since: start, trace: trace)
    }

    @inline(never)
    func record(
        _ caller: String, _ callee: String, _ kind: String, _ summary: String, _ outcome: String,
        _ reason: String? = nil, span: SourceSpan? = nil, since start: Timestamp, trace: String? = nil
    ) {
        journal.record(
            time: start, caller: caller, callee: callee, kind: kind, summary: summary, outcome: outcome, reason: reason,
            span: span, microseconds: clock.now.microseconds(since: start), trace: trace)
    }

    /// Where the manifest of `caller` stands; nil for one outside the cluster.
    func span(of caller: Caller) -> SourceSpan? {
        cluster.pods.first { $0.workload == caller.name && $0.namespace == caller.namespace }?.span
    }
}

extension ReachabilityDecision {
    /// The line that decided: of the policy that isolates, or of the rule that allows.
    var decidingSpan: SourceSpan? {
        (isolatingPolicies.first ?? allowingRules.last)?.span
    }
}
