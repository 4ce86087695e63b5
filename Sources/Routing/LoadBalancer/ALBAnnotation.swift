import Diagnostics
import Kubernetes

/// The annotations of the AWS Load Balancer Controller, v3.5.
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/.
enum ALBAnnotation {
    static let prefix = "alb.ingress.kubernetes.io/"

    /// Warns about annotations that the controller does not know, and about those that change what happens to a request
    /// in a way that is not emulated.
    static func check(_ member: IngressGroup.Member, _ diagnostics: inout [Diagnostic]) {
        for pair in member.ingress.metadata.annotations where pair.name.hasPrefix(prefix) {
            let suffix = String(pair.name.dropFirst(prefix.count))
            if families.contains(where: suffix.hasPrefix) || names.contains(suffix) { continue }
            if notEmulated.contains(suffix) {
                var diagnostic = member.diagnostic("not-emulated", "the effect of '\(pair.name)' is not emulated")
                diagnostic.severity = .warning
                diagnostics.append(diagnostic)
                continue
            }
            var diagnostic = member.diagnostic(
                "unknown-annotation", "the annotation '\(pair.name)' has no meaning",
                help: nearest(to: suffix, in: names + notEmulated).map { "did you mean '\(prefix)\($0)'?" })
            diagnostic.severity = .warning
            diagnostics.append(diagnostic)
        }
    }

    /// Annotations of which a group may have but one value.
    static let exclusive = [
        "scheme", "ip-address-type", "load-balancer-name", "subnets", "security-groups", "customer-owned-ipv4-pool",
        "wafv2-acl-arn", "ssl-policy",
    ]

    private static let families = [
        "actions.", "conditions.", "transforms.", "listener-attributes.", "target-control-port.", "frontend-nlb-",
    ]

    private static let notEmulated = ["mutual-authentication", "inbound-cidrs"]

    private static let names = [
        "load-balancer-name", "group.name", "group.order", "tags", "ip-address-type", "scheme", "subnets",
        "customer-owned-ipv4-pool", "load-balancer-attributes", "wafv2-acl-arn", "wafv2-acl-name", "waf-acl-id",
        "web-acl-id", "shield-advanced-protection", "security-groups", "manage-backend-security-group-rules",
        "security-group-prefix-lists", "listen-ports", "ssl-redirect", "certificate-arn", "create-acm-cert",
        "acm-pca-arn", "ssl-policy", "target-type", "target-node-labels", "backend-protocol",
        "backend-protocol-version", "target-group-attributes", "multi-cluster-target-group", "healthcheck-port",
        "healthcheck-protocol", "healthcheck-path", "healthcheck-interval-seconds", "healthcheck-timeout-seconds",
        "healthy-threshold-count", "unhealthy-threshold-count", "success-codes", "use-regex-path-match",
        "jwt-validation", "auth-type", "auth-idp-cognito", "auth-idp-oidc", "auth-on-unauthenticated-request",
        "auth-scope",
        "auth-session-cookie", "auth-session-timeout", "minimum-load-balancer-capacity", "ipam-ipv4-pool-id",
        "enable-frontend-nlb", "dry-run-plan",
    ]
}
