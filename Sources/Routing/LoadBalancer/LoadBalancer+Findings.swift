import Diagnostics

// What a load balancer's own rules say about it, whatever objects they were built from.

extension LoadBalancer {
    /// Rules that are never reached, and AWS's limits, which the controller does not check itself; `span` is where the
    /// load balancer is declared.
    /// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html.
    func findings(at span: SourceSpan?) -> [Diagnostic] {
        var diagnostics = listeners.flatMap(\.shadowedRules)
        let count = listeners.reduce(0) { $0 + $1.rules.count }
        if count > Self.maximumRules {
            diagnostics.append(
                Diagnostic(
                    "too-many-rules",
                    "the load balancer '\(group)' has \(count) rules, and AWS takes at most \(Self.maximumRules)",
                    at: span))
        }
        for listener in listeners where listener.certificates.count > Self.maximumCertificates + 1 {
            diagnostics.append(
                Diagnostic(
                    "too-many-certificates",
                    "port \(listener.port) of '\(group)' has \(listener.certificates.count) certificates, and AWS takes a default one and \(Self.maximumCertificates) more",
                    at: span))
        }
        for rule in listeners.flatMap(\.rules) {
            let values = rule.conditions.reduce(0) { $0 + $1.valueCount }
            if values > Self.maximumValues {
                diagnostics.append(
                    Diagnostic(
                        "too-many-condition-values",
                        "\(rule.summary) has \(values) values, and AWS takes at most \(Self.maximumValues)",
                        at: rule.source.span, help: "a Prefix path counts twice"))
            }
            let wildcards = rule.conditions.reduce(0) { $0 + $1.wildcardCount }
            if wildcards > Self.maximumWildcards {
                diagnostics.append(
                    Diagnostic(
                        "too-many-wildcards",
                        "\(rule.summary) has \(wildcards) wildcards, and AWS takes at most \(Self.maximumWildcards)",
                        at: rule.source.span))
            }
        }
        return diagnostics
    }

    private static let maximumRules = 100
    private static let maximumCertificates = 25
    private static let maximumValues = 5
    private static let maximumWildcards = 6
}

extension LoadBalancer.Listener {
    /// A warning for each rule that an earlier one covers whole.
    fileprivate var shadowedRules: [Diagnostic] {
        rules.enumerated().compactMap { index, rule in
            let cover = rules[..<index].first { earlier in
                earlier.conditions.allSatisfy { mine in rule.conditions.contains { mine.covers($0) } }
            }
            guard let cover else { return nil }
            return Diagnostic(
                "shadowed-rule", "\(rule.summary) is never reached on port \(port)", at: rule.source.span,
                severity: .warning,
                notes: [Diagnostic.Note("\(cover.summary) takes every such request", at: cover.source.span)],
                help: "put specific hosts and longer paths first, or lower this Ingress's group.order")
        }
    }
}
