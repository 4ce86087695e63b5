package import Diagnostics
package import Kubernetes

/// Whether a connection may be made, and why.
package struct ReachabilityDecision: Equatable, Sendable {
    /// What the policies of the pod that opens the connection say.
    package var egress: Side
    /// What the policies of the pod that takes the connection say; not asked once the other end has said no.
    package var ingress: Side
    /// What was judged.
    let connection: Connection

    /// One sentence: who, to whom, and the rule that allowed it or kept it from being made.
    package var reason: String { connection.sentence(egress: egress, ingress: ingress) }

    package var isAllowed: Bool { !egress.isDenial && !ingress.isDenial }

    /// Every policy that isolates the side that said no; none for an allowed connection.
    package var isolatingPolicies: [RuleReference] {
        for side in [egress, ingress] {
            if case .denied(let policies, _) = side { return policies }
        }
        return []
    }

    /// The rule of those policies that came nearest to allowing the connection.
    package var nearestRule: NearMiss? {
        for side in [egress, ingress] {
            if case .denied(_, let nearest) = side { return nearest }
        }
        return nil
    }

    /// The rules that allow the connection, of the end that opens it and of the other; none where nobody is isolated, and
    /// none for a connection that one end denies.
    package var allowingRules: [RuleReference] {
        if !isAllowed { return [] }
        return [egress, ingress].compactMap { side in
            if case .allowed(let rule) = side { rule } else { nil }
        }
    }

    init(egress: Side, ingress: Side, of connection: Connection) {
        self.egress = egress
        self.ingress = ingress
        self.connection = connection
    }

    /// The verdict of one end.
    package enum Side: Equatable, Sendable {
        /// It is no pod, or it was not asked.
        case notConcerned
        /// No policy selects the pod for this direction: everything is allowed.
        case notIsolated
        case allowed(by: RuleReference)
        /// The policies that select the pod, and the rule that came nearest to allowing the connection.
        case denied(isolatedBy: [RuleReference], nearest: NearMiss?)

        package var isDenial: Bool { if case .denied = self { true } else { false } }
    }

    /// A policy, or one of its rules, with its place.
    package struct RuleReference: Equatable, Sendable {
        /// `NetworkPolicy` or `ApplicationNetworkPolicy`.
        package var kind: String
        package var namespace: String
        package var name: String
        package var direction: PolicySpec.Direction
        /// Counted from 0; nil for the policy itself.
        package var rule: Int?
        package var span: SourceSpan?

        package init(
            kind: String, namespace: String, name: String, direction: PolicySpec.Direction, rule: Int?,
            span: SourceSpan?
        ) {
            self.kind = kind
            self.namespace = namespace
            self.name = name
            self.direction = direction
            self.rule = rule
            self.span = span
        }

        /// `NetworkPolicy 'data/redis' ingress[0] (generated/redis.yaml:12)`.
        package var description: String {
            let number = rule.map { " \(direction.rawValue.lowercased())[\($0)]" } ?? ""
            let place = span.map { " (\($0.file):\($0.line))" } ?? ""
            return "\(kind) '\(namespace)/\(name)'\(number)\(place)"
        }
    }

    /// A rule that almost fitted.
    package struct NearMiss: Equatable, Sendable {
        package var rule: RuleReference
        /// Why it did not: `label 'app' is 'ads', not 'content'`.
        package var mismatch: String

        package init(rule: RuleReference, mismatch: String) {
            self.rule = rule
            self.mismatch = mismatch
        }
    }
}
