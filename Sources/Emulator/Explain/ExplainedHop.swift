package import Diagnostics
package import JSONTree

/// One decision on a request's way.
package struct ExplainedHop: Sendable {
    package enum Kind: String, Sendable {
        case loadBalancer = "load-balancer"
        case policy, gateway, token, service, pod, answer
    }

    package var kind: Kind
    /// Who decides: `alb`, `gateway`, `content`.
    package var at: String
    /// The decision, in one sentence.
    package var decision: String
    /// Whether the request goes on.
    package var goesOn: Bool
    /// The line that decides; nil where no manifest does.
    package var span: SourceSpan?

    package var json: JSON {
        .compact([
            "kind": .string(kind.rawValue), "at": .string(at), "decision": .string(decision),
            "goes_on": .bool(goesOn), "manifest": span?.json,
        ])
    }
}
