/// Mistakes of services, MCP servers and workers.
let mistakesInWorkloads: [Mistake] = [
    Mistake(
        "fewer at most than at least", "1️⃣ scale-order", source: small(services: "a: { scale: { min: 1️⃣3, max: 2 } }")),
    Mistake(
        "fewer at most than the usual least", "1️⃣ scale-order", source: small(services: "a: { scale: { max: 1️⃣1 } }")),
    Mistake(
        "a request above its limit", "1️⃣ request-above-limit",
        source: small(services: "a: { resources: { cpu: { request: 1️⃣2, limit: 500m } } }")),
    Mistake("a trigger of workers at a service", "1️⃣ unknown-key", source: small(services: "a: { scale: { 1️⃣lag: 5 } }")),
    Mistake("a use of itself", "1️⃣ uses-itself", source: small(services: "a: { uses: { 1️⃣a: call } }")),
    Mistake(
        "a use of a worker", "1️⃣ no-address", "2️⃣ queue-without-store",
        source: small(
            top: "workers: { w: { consumes: q } }", services: "a: { uses: { 1️⃣w: call } }", end: "queues: { 2️⃣q: {} }")),
    Mistake(
        "a use of a frontend", "1️⃣ no-address",
        source: small(top: "frontends: { web: { hosts: app } }", services: "a: { uses: { 1️⃣web: call } }")),
    Mistake("a use of the gateway", "1️⃣ no-address", source: small(services: "a: { uses: { 1️⃣gateway: call } }")),
    Mistake(
        "publishing to a database", "1️⃣ invalid-access",
        source: small(
            top: "data: { db: { kind: postgres } }", services: "a: { uses: { db: [read, 1️⃣publish] } }",
            endpoints: endpoint("db"))),
    Mistake(
        "calling an MCP server", "1️⃣ invalid-access",
        source: small(top: "mcp: { m: {} }", services: "a: { uses: { m: 1️⃣call } }")),
    Mistake("reading a service", "1️⃣ invalid-access", source: small(services: "a: {}\n  b: { uses: { a: 1️⃣read } }")),
    Mistake(
        "consuming a queue as a use", "1️⃣ invalid-choice",
        source: small(
            top: "data: { r: { kind: redis } }\nqueues: { q: {} }\nworkers: { w: { consumes: q } }",
            services: "a: { uses: { q: 1️⃣consume } }", endpoints: endpoint("r"))),
    Mistake("a use without a word", "1️⃣ empty-access", source: small(services: "a: {}\n  b: { uses: { a: 1️⃣[] } }")),
    Mistake(
        "a contract that is not there", "1️⃣ missing-file",
        source: small(services: "a: { contract: 1️⃣contracts/b.openapi.yaml }")),
    Mistake(
        "jobs that go round between two workers", "1️⃣ job-circle",
        source: small(
            top: """
                data: { r: { kind: redis } }
                queues: { q1: {}, q2: {} }
                workers:
                  w1: { consumes: q1, uses: { 1️⃣q2: publish } }
                  w2: { consumes: q2, uses: { q1: publish } }
                """, endpoints: endpoint("r"))),
]

/// Mistakes of stores, queues and externals.
let mistakesInData: [Mistake] = [
    Mistake(
        "Redis run by Aurora", "1️⃣ managed-mismatch",
        source: small(
            top: "data: { r: { kind: redis, managed: 1️⃣aurora } }", services: "a: { uses: { r: read } }",
            endpoints: endpoint("r"))),
    Mistake(
        "migrations of Redis", "1️⃣ migrations-without-sql",
        source: small(
            top: "data: { r: { kind: redis, migrations: 1️⃣data/sql } }", services: "a: { uses: { r: read } }",
            endpoints: endpoint("r"))),
    Mistake(
        "a folder of migrations that is not there", "1️⃣ missing-file",
        source: small(
            top: "data: { db: { kind: postgres, migrations: 1️⃣data/sq } }", services: "a: { uses: { db: read } }",
            endpoints: endpoint("db"))),
    Mistake(
        "a folder without migrations", "1️⃣ empty-migrations",
        source: small(
            top: "data: { db: { kind: postgres, migrations: 1️⃣data/empty } }", services: "a: { uses: { db: read } }",
            endpoints: endpoint("db"))),
    Mistake(
        "a queue on a database", "1️⃣ queue-on-wrong-store",
        source: small(
            top: "data: { db: { kind: postgres } }\nqueues: { q: { on: 1️⃣db } }\nworkers: { w: { consumes: q } }",
            services: "a: { uses: { q: publish } }", endpoints: endpoint("db"))),
    Mistake(
        "a mistyped kind, and what would follow from it", "1️⃣ invalid-choice",
        source: small(
            top: "data: { r: { kind: 1️⃣rediss } }\nqueues: { q: {} }\nworkers: { w: { consumes: q } }",
            services: "a: { uses: { q: publish, r: read } }", endpoints: endpoint("r"))),
    Mistake(
        "a mistyped use of a store", "1️⃣ unknown-name",
        source: small(
            top: "data: { orders: { kind: mongo } }", services: "a: { uses: { 1️⃣oders: read } }",
            endpoints: endpoint("orders"))),
    Mistake(
        "a queue without workers", "1️⃣ queue-without-worker?",
        source: small(
            top: "data: { r: { kind: redis } }\nqueues: { 1️⃣q: {} }", services: "a: { uses: { q: publish } }",
            endpoints: endpoint("r"))),
    Mistake(
        "an idle store, queue and external", "1️⃣ unused-store?", "2️⃣ unused-queue?", "3️⃣ unused-external?",
        source: small(
            top: """
                data: { 1️⃣db: { kind: mongo }, r: { kind: redis } }
                queues: { 2️⃣q: {} }
                externals: { 3️⃣x: { host: x.example.net } }
                """,
            endpoints: "{ db: { host: a.b, subnet: 10.1.0.0/24 }, r: { host: a.b, subnet: 10.1.0.0/24 } }")),
]

/// Mistakes of environments.
let mistakesInEnvironments: [Mistake] = [
    Mistake(
        "no environment", "1️⃣ missing-environment",
        source: """
            blueprint: orrery/v1
            system: small
            domain: example.com
            edge: { alb: { hosts: api, certificate: api }, gateway: { routes: [] } }
            services: { a: {} }
            1️⃣environments: {}
            """),
    environment("an ARN for nothing", "1️⃣ unknown-certificate", acm: "{ api: \(arn), 1️⃣apis: \(arn) }"),
    environment("no ARN for the certificate", "1️⃣ missing-certificate", acm: "1️⃣{}"),
    environment("no ARN at all", "1️⃣ invalid-arn", acm: "{ api: 1️⃣certificate/1 }"),
    environment("a range with host bits", "1️⃣ invalid-cidr", subnets: "1️⃣10.0.0.7/24"),
    environment("a range beyond 32 bits", "1️⃣ invalid-cidr", subnets: "1️⃣10.0.0.0/33"),
    environment("an octet beyond 255", "1️⃣ invalid-cidr", subnets: "1️⃣10.0.256.0/24"),
    environment(
        "host names that a standard cluster cannot enforce", "1️⃣ egress-needs-auto-mode",
        more: "cluster: { egress: 1️⃣domain-names }"),
    environment("a role for nobody", "1️⃣ unknown-workload", more: "cluster: { roles: { 1️⃣b: \(role) } }"),
    environment("a role for no namespace", "1️⃣ unknown-namespace", more: "cluster: { vault-roles: { 1️⃣b: \(role) } }"),
    environment("a role that is none", "1️⃣ invalid-arn", more: "cluster: { roles: { a: 1️⃣admin } }"),
    environment("a digest of nothing", "1️⃣ unknown-workload", more: "digests: { 1️⃣b: sha256:\(digits) }"),
    environment("a digest that is cut off", "1️⃣ invalid-digest", more: "digests: { a: 1️⃣sha256:0123 }"),
    environment("a check of another tool", "1️⃣ invalid-check", more: "skips: { 1️⃣C-0013: we know better }"),
    environment("a skip without a reason", "1️⃣ invalid-reason", more: "skips: { CKV_K8S_43: 1️⃣because }"),
    environment("an account that is too short", "1️⃣ invalid-account", more: "account: 1️⃣\"1234\""),
    environment("a region in words", "1️⃣ invalid-region", more: "region: 1️⃣Ireland"),
    environment("a registry with a scheme", "1️⃣ invalid-registry", registry: "1️⃣https://registry.example.com"),
    environment("a tag with a blank", "1️⃣ invalid-tag", tag: "1️⃣\"1 0\""),
    environment("a tag that YAML takes for a number", "1️⃣ wrong-type", tag: "1️⃣1.10"),
    environment(
        "data of an unknown store", "1️⃣ unknown-store", more: "data: { 1️⃣db: { host: a.b, subnet: 10.1.0.0/24 } }"),
    Mistake(
        "two environments with one domain", "1️⃣ shared-domain?",
        source: small(
            end: """
                  1️⃣prod:
                    registry: registry.example.com
                    tag: "1"
                    acm: { api: \(arn) }
                    alb: { subnets: 10.0.0.0/24 }
                """)),
    Mistake(
        "no endpoint for a store", "1️⃣ missing-endpoint",
        source: small(top: "data: { db: { kind: postgres } }", services: "a: { uses: { db: read } }")
            .replacing("  dev:", with: "  1️⃣dev:")),
]

/// What is wrong with a store that controllers in the cluster shall make.
let mistakesInManagedStores: [Mistake] = [
    managed("no subnets", "1️⃣ managed-subnets", "1️⃣{}"),
    managed("one subnet", "1️⃣ managed-subnets", "{ subnets: 1️⃣[subnet-0a1b2c3d] }"),
    managed("an id that is none", "1️⃣ invalid-id", "{ subnets: \(subnets), security-groups: 1️⃣default }"),
    managed("a size in words", "1️⃣ invalid-size", "{ subnets: \(subnets), size: 1️⃣large }"),
    managed("a version that YAML takes for a number", "1️⃣ wrong-type", "{ subnets: \(subnets), version: 1️⃣17.5 }"),
    managed("a version in words", "1️⃣ invalid-version", "{ subnets: \(subnets), version: 1️⃣latest }"),
    managed("a third of a unit", "1️⃣ invalid-capacity", "{ subnets: \(subnets), capacity: { min: 1️⃣0.3 } }"),
    managed("bounds out of order", "1️⃣ capacity-order", "{ subnets: \(subnets), capacity: 1️⃣{ min: 4, max: 2 } }"),
    managed(
        "what only Atlas has", "1️⃣ managed-key", "{ subnets: \(subnets), 1️⃣vpc-endpoint: vpce-0a1b2c3d }"),
]

private let subnets = "[subnet-0a1b2c3d, subnet-4e5f6a7b]"

private func managed(_ deed: String, _ finding: String, _ manage: String) -> Mistake {
    Mistake(
        "a managed store: \(deed)", finding,
        source: small(
            top: "data: { db: { kind: postgres } }", services: "a: { uses: { db: read } }",
            endpoints: "{ db: { host: db.example.net, subnet: 10.1.0.0/24, manage: \(manage) } }"))
}

private let digits = String(repeating: "0", count: 64)
private let role = #""arn:aws:iam::123456789012:role/a""#
private let arn = #""arn:aws:acm:eu-west-1:123456789012:certificate/1""#

private func environment(
    _ deed: String, _ finding: String, registry: String = "registry.example.com", tag: String = "\"1\"",
    acm: String = "{ api: \(arn) }", subnets: String = "10.0.0.0/24", more: String = ""
) -> Mistake {
    Mistake(
        deed, finding,
        source: small(
            environment: """
                    registry: \(registry)
                    tag: \(tag)
                    acm: \(acm)
                    alb: { subnets: \(subnets) }
                    \(more)
                """))
}
