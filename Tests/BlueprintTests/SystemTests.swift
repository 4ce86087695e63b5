import Blueprint
import JSONTree
import Testing

private func system(_ source: String) throws -> System {
    let (system, diagnostics) = readBlueprint(source, file: "b.yaml", folderContents: smallFolder)
    #expect(diagnostics.isEmpty, "\(diagnostics)")
    return try #require(system)
}

@Test func `what a service leaves out has a default`() throws {
    let system = try system(small())
    let workload = try #require(system.workloads.first)
    #expect(workload.image == "small/a" && workload.port == 8080 && workload.namespace == "services")
    #expect(workload.scale == .init(minimum: 2, maximum: 4, trigger: .cpu(70)))
    #expect(workload.probes == .init(readiness: "/readyz", liveness: "/livez"))
    #expect(
        workload.resources == .init(cpuRequest: "100m", cpuLimit: "500m", memoryRequest: "128Mi", memoryLimit: "256Mi"))
    #expect(system.loadBalancer.scheme == .internetFacing && system.gateway.className == "envoy")
    #expect(system.environments.first?.region == "eu-west-1")
}

@Test func `what a worker, a store, a queue and an external leave out has a default`() throws {
    let system = try system(
        small(
            top: """
                data: { r: { kind: redis }, ads-db: { kind: postgres, migrations: data/sql }, m: { kind: mongo } }
                queues: { jobs: {} }
                workers: { jobs: { consumes: jobs } }
                externals: { openai: { host: api.openai.com } }
                """,
            services: "a: { uses: { r: read, ads-db: [write, read], m: read, jobs: publish, openai: call } }",
            endpoints: """
                { ads-db: { host: a.b, subnet: 10.1.0.0/24, port: 6543 }, r: { host: a.c, subnet: 10.2.0.0/24 }, \
                m: { host: a.d, subnet: 10.3.0.0/24 } }
                """))
    let worker = try #require(system.workloads.last)
    #expect(worker.role == .worker && worker.namespace == "workers")
    #expect(worker.scale == .init(minimum: 1, maximum: 4, trigger: .lag(50)))
    #expect(worker.edges.map(\.target) == [.queue("jobs")] && worker.edges.map(\.access) == [[.consume]])
    #expect(system.stores.map(\.database) == ["r", "ads", "m"])
    #expect(system.stores.map(\.managed) == [.elasticache, .aurora, .atlas])
    #expect(system.stores[1].migrations == "data/sql")
    #expect(system.queues.map(\.store) == ["r"])
    #expect(system.externals.map(\.api) == ["openai"])
    let endpoints = try #require(system.environments.first?.endpoints)
    #expect(endpoints.map(\.store) == ["r", "ads-db", "m"] && endpoints.map(\.port) == [6379, 6543, 27017])
    #expect(system.workloads[0].edges.map(\.targetName) == ["r", "ads-db", "m", "jobs", "openai"])
    #expect(system.workloads[0].edges[1].access == [.write, .read])
}

@Test func `a setting keeps its letters, and a quantity may be a number`() throws {
    let system = try system(
        small(
            services: """
                a: { environment: { LEVEL: debug, RATE: 1.10, ON: yes, ZIP: "007" }, resources: { cpu: 1 }, secrets: [k, l] }
                """))
    let workload = try #require(system.workloads.first)
    #expect(workload.environment.map(\.name) == ["LEVEL", "RATE", "ON", "ZIP"])
    #expect(workload.environment.map(\.value) == ["debug", "1.10", "yes", "007"])
    #expect(workload.resources.cpuRequest == "1" && workload.resources.cpuLimit == "1")
    #expect(workload.secrets == ["k", "l"])
}

@Test func `routes have the access that they ask for, and names of their own`() throws {
    let system = try system(
        small(
            routes: """
                [{ path: /, to: a, public: true }, { path: /a/b, to: a }, { path: /a-b, to: a, scopes: x }, \
                { path: /c, to: a, scopes: { read: r, write: w } }]
                """, services: "a: { role: oauth }"))
    #expect(system.gateway.routes.map(\.name) == ["root", "a-b", "a-b-2", "c"])
    #expect(
        system.gateway.routes.map(\.access) == [
            .public, .authenticated, .scopes(read: "x", write: "x"), .scopes(read: "r", write: "w"),
        ])
    #expect(system.scopes == ["x", "r", "w"])
}

@Test func `an environment replaces the domain in host names, and only there`() throws {
    let source = small(
        environment: """
                domain: dev.example.com
                registry: registry.example.com
                tag: "1"
                acm: { api: "arn:aws:acm:eu-west-1:123456789012:certificate/1" }
                alb: { subnets: 10.0.0.0/24 }
            """)
    let system = try system(source)
    let environment = try #require(system.environments.first)
    #expect(system.loadBalancer.hosts == ["api.example.com"])
    #expect(system.host("api.example.com", in: environment) == "api.dev.example.com")
    #expect(system.host("example.com", in: environment) == "dev.example.com")
    #expect(system.host("notexample.com", in: environment) == "notexample.com")
    #expect(system.host("api.example.org", in: environment) == "api.example.org")
    var plain = environment
    plain.domain = nil
    #expect(system.host("api.example.com", in: plain) == "api.example.com")
}

@Test func `the authorization server is told its clients, with the hosts of the environment`() throws {
    let (read, _) = try ShippedBlueprints.read("promptsales")
    let system = try #require(read)
    let auth = try #require(system.workloads.first { $0.role == .authorizationServer })
    let dev = try #require(system.environments.first { $0.name == "dev" })
    let settings = system.settings(of: auth, in: dev)
    #expect(settings.map(\.name) == ["OAUTH_ISSUER", "OAUTH_CLIENTS", "OAUTH_SCOPES"])
    #expect(settings[0].value == "https://api.dev.promptsales.com")
    let clients = try JSON.parse(settings[1].value)
    #expect(clients[0]?["client_id"] == "portal" && clients[0]?["token_endpoint_auth_method"] == "none")
    #expect(
        clients[0]?["redirect_uris"] == ["https://app.dev.promptsales.com/callback", "http://127.0.0.1/callback"])
    #expect(clients[2]?["grant_types"] == ["client_credentials"] && clients[2]?["redirect_uris"] == nil)
    #expect(settings[2].value == "content.read content.write ads.read ads.write crm.read crm.write mcp")
    let content = try #require(system.workloads.first { $0.name == "content" })
    #expect(system.settings(of: content, in: dev).isEmpty)
}

@Test func `a declared setting takes the place of a derived one`() throws {
    let system = try system(
        small(services: "a: { role: oauth, environment: { OAUTH_ISSUER: https://id.example.com } }"))
    let settings = system.settings(of: system.workloads[0], in: system.environments[0])
    #expect(settings.filter { $0.name == "OAUTH_ISSUER" }.map(\.value) == ["https://id.example.com"])
}

@Test func `a cluster is a standard one with Pod Identity and vendors by address, unless it says more`() throws {
    let usual = try #require(try system(small()).environments.first)
    #expect(usual.cluster == .init(name: "small-dev", mode: .standard, identity: .podIdentity, egress: .addresses))
    #expect(usual.account == "123456789012")
    func cluster(_ text: String) throws -> Environment.Cluster? {
        let source = small().replacing("  dev:\n", with: "  dev:\n    cluster: \(text)\n")
        return try system(source).environments.first?.cluster
    }
    #expect(try cluster("{ mode: auto }")?.egress == .domainNames)
    #expect(try cluster("{ mode: auto, egress: addresses }")?.egress == .addresses)
    #expect(try cluster("{ egress: cilium, identity: irsa, name: blue }")?.identity == .irsa)
    #expect(
        try cluster("{ roles: { a: \"arn:aws:iam::1:role/x\" } }".replacing("::1:", with: "::123456789012:"))?.roles
            == [.init(name: "a", value: "arn:aws:iam::123456789012:role/x")])
}

@Test func `a pod drains as long as the system says, or it itself, and a worker longer`() throws {
    let system = try system(
        small(
            top: """
                shutdown: { drain: 45s }
                data: { r: { kind: redis } }
                queues: { jobs: {} }
                workers: { jobs: { consumes: jobs } }
                """,
            services: "a: { uses: { jobs: publish } }\n  b: { shutdown: { drain: 2m } }", endpoints: endpoint("r")))
    #expect(system.drain == 45)
    #expect(system.workloads.map(\.shutdown.drain) == [45, 120, 60])
    #expect(system.workloads.map(\.shutdown.preStopSleep) == [15, 15, nil])
    #expect(system.workloads.map(\.shutdown.gracePeriod) == [65, 140, 65])
}

@Test func `an environment knows its images by digest, and says why a check is skipped`() throws {
    let digest = "sha256:" + String(repeating: "a", count: 64)
    let source = small().replacing(
        "  dev:\n",
        with: "  dev:\n    digests: { a: \(digest) }\n    skips: { CKV_K8S_43: built by hand }\n")
    let environment = try #require(try system(source).environments.first)
    #expect(environment.digests == [.init(name: "a", value: digest)])
    #expect(environment.skips == [.init(name: "CKV_K8S_43", value: "built by hand")])
}

@Test func `a managed store has sizes of its own, and Atlas three machines`() throws {
    let manage = "{ subnets: [subnet-0a1b2c3d, subnet-4e5f6a7b], size: cache.r7g.large, nodes: 3, version: \"8.0\" }"
    let system = try system(
        small(
            top: "data: { r: { kind: redis }, p: { kind: postgres }, m: { kind: mongo } }",
            services: "a: { uses: { r: read, p: read, m: read } }",
            endpoints: """
                { r: { host: a.b, subnet: 10.1.0.0/24, manage: \(manage) }, p: { host: a.c, subnet: 10.2.0.0/24 }, \
                m: { host: a.d, subnet: 10.3.0.0/24, manage: {} } }
                """))
    let stores = try #require(system.environments.first?.endpoints)
    #expect(stores[0].managed?.size == "cache.r7g.large" && stores[0].managed?.nodes == 3)
    #expect(stores[0].managed?.version == "8.0" && stores[0].managed?.subnets.count == 2)
    #expect(stores[1].managed == nil)
    #expect(stores[2].managed?.nodes == 3 && stores[2].managed?.size == nil)
}
