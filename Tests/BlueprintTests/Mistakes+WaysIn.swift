/// What the chosen ways in cannot do.
let mistakesInWaysIn: [Mistake] = [
    Mistake(
        "a route at the gateway's own health path", "1️⃣ hidden-route",
        source: small(routes: "[{ path: 1️⃣/healthz, to: a, public: true }]")),
    Mistake(
        "a route with a star", "1️⃣ wildcard-in-path",
        source: small(routes: "[{ path: 1️⃣/a/*, to: a, public: true }]")),
    Mistake(
        "a host that is too long for a load balancer", "1️⃣ long-host",
        source: small(alb: "{ hosts: 1️⃣\(long(60)).\(long(60)).\(long(9)), certificate: api }")),
    Mistake(
        "a host that an environment makes too long", "1️⃣ long-host",
        source: small(
            alb: "{ hosts: 1️⃣\(long(60)), certificate: api }",
            environment: edge("").replacing(
                "    registry", with: "    domain: \(long(60)).\(long(60)).com\n    registry"))
    ),
    Mistake(
        "more certificates than a listener has", "1️⃣ too-many-certificates",
        source: small(
            alb: "{ hosts: api, certificate: 1️⃣[\((1...27).map { "c\($0)" }.joined(separator: ", "))] }",
            environment: edge("").replacing(
                "{ api: \(arn) }", with: "{ \((1...27).map { "c\($0): \(arn)" }.joined(separator: ", ")) }"))),
    Mistake(
        "a framework by another name", "1️⃣ unknown-framework?",
        source: small(top: "frontends: { web: { hosts: app, framework: 1️⃣next } }")),
    Mistake(
        "more rewrites than Vercel takes", "1️⃣ too-many-rewrites",
        source: small(
            top: "frontends: { 1️⃣web: { hosts: app } }",
            routes: "[\((1...1025).map { "{ path: /a\($0), to: a, public: true }" }.joined(separator: ", "))]")),
    Mistake(
        "a slow start that AWS does not take", "1️⃣ number-out-of-range",
        source: small(alb: "{ hosts: api, certificate: api, slow-start: 1️⃣10s }")),
    Mistake(
        "a word that is no attribute", "1️⃣ invalid-attribute",
        source: small(alb: "{ hosts: api, certificate: api, attributes: { 1️⃣timeout: 5 } }")),
    Mistake(
        "a TLS policy of another service", "1️⃣ invalid-policy",
        source: small(alb: "{ hosts: api, certificate: api, tls: 1️⃣TLSv1.2_2021 }")),
    Mistake(
        "status codes in words", "1️⃣ invalid-status-codes",
        source: small(alb: "{ hosts: api, certificate: api, health: { codes: 1️⃣ok } }")),
    Mistake(
        "an idle timeout without a unit", "1️⃣ invalid-duration",
        source: small(alb: "{ hosts: api, certificate: api, idle-timeout: 1️⃣5 minutes }")),
    Mistake(
        "a bucket as a URL", "1️⃣ invalid-bucket",
        source: small(
            environment: edge("").replacing(
                "{ subnets: 10.0.0.0/24 }", with: "{ subnets: 10.0.0.0/24, logs: { bucket: 1️⃣'s3://logs' } }"))),
    Mistake(
        "a subnet by its name", "1️⃣ invalid-id",
        source: small(
            environment: edge("").replacing(
                "{ subnets: 10.0.0.0/24 }", with: "{ subnets: 10.0.0.0/24, subnet-ids: 1️⃣public-a }"))),
    Mistake(
        "a web ACL of CloudFront", "1️⃣ invalid-arn",
        source: small(
            environment: edge("").replacing(
                "{ subnets: 10.0.0.0/24 }",
                with:
                    "{ subnets: 10.0.0.0/24, waf: 1️⃣'arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/b' }"))),
    Mistake(
        "an Ingress without a class", "1️⃣ missing-ingress-class",
        source: small(environment: edge("{ gateway: 1️⃣ingress }"))),
    Mistake(
        "the class of ingress-nginx", "1️⃣ retired-ingress-class",
        source: small(environment: edge("{ gateway: ingress, class: 1️⃣nginx }"))),
    Mistake(
        "the load balancer's class for the gateway", "1️⃣ load-balancer-class",
        source: small(environment: edge("{ class: 1️⃣alb }"))),
    Mistake(
        "a controller without an Ingress", "1️⃣ controller-without-ingress",
        source: small(environment: edge("{ controller: 1️⃣{ port: 8000 } }"))),
    Mistake(
        "a limit that an Ingress does not have", "1️⃣ option-of-gateway-api", "1️⃣ option-of-gateway-api",
        source: small(
            routes: """
                [{ path: /a, to: a, public: true, limit: { requests: 5 } }, { path: /b, to: a, public: true, timeout: 5s }]
                """, environment: edge("{ gateway: 1️⃣ingress, class: traefik }"))),
    Mistake(
        "tokens that nobody checks", "1️⃣ unguarded-route",
        source: small(
            routes: guarded, services: issuer,
            environment: edge("{ gateway: 1️⃣ingress, class: traefik }") + "\n    cluster: { mode: auto }")),
    Mistake(
        "keys that the load balancer cannot fetch", "1️⃣ unreachable-keys",
        source: small(
            routes: "[{ path: /a, to: a }]", services: issuer,
            environment: edge("{ gateway: 1️⃣ingress, class: traefik }"))),
    Mistake(
        "sessions that an Ingress does not keep together", "1️⃣ sessions-without-affinity?",
        source: small(
            routes: guarded.replacing("path: /a", with: "path: /mcp"), services: issuer,
            environment: edge("{ gateway: 1️⃣ingress, class: traefik }"))),
    Mistake(
        "more routes than a load balancer has rules", "1️⃣ too-many-rules",
        source: small(
            routes: "[{ path: /oauth, to: a, public: true }, "
                + (1...100).map { "{ path: /a\($0), to: a }" }.joined(separator: ", ") + "]", services: issuer,
            environment: edge("{ gateway: 1️⃣ingress, class: traefik }"))),
    Mistake(
        "routes that read and write apart, beyond the rules of a load balancer", "1️⃣ too-many-rules",
        source: small(
            routes: "[{ path: /oauth, to: a, public: true }, "
                + (1...25).map { "{ path: /a\($0), to: a, scopes: { read: r, write: w } }" }.joined(separator: ", ")
                + "]", services: issuer,
            environment: edge("{ alb: gateway-api, gateway: 1️⃣ingress, class: traefik }"))),
]

private let arn = "\"arn:aws:acm:eu-west-1:123456789012:certificate/1\""
private let guarded = "[{ path: /oauth, to: a, public: true }, { path: /a, to: a }]"
private let issuer = "a: { role: oauth }"

private func long(_ count: Int) -> String { String(repeating: "a", count: count) }

/// The environment of `small` with a choice of its ways in.
private func edge(_ choice: String) -> String {
    let line = choice.isEmpty ? "" : "\n    edge: \(choice)"
    return """
            registry: registry.example.com
            tag: "1"
            acm: { api: \(arn) }
            alb: { subnets: 10.0.0.0/24 }\(line)
        """
}
