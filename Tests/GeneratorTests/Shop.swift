import Blueprint
import Diagnostics
import Generator

/// A small system with one of everything that the generator makes something of.
enum Shop {
    static let span = SourceSpan(file: "shop.blueprint.yaml", line: 1, column: 1)

    static let system = System(
        name: "shop",
        frontends: [
            Frontend(
                name: "portal", platform: .vercel, framework: "nextjs", image: "shop/portal",
                hosts: ["app.shop.example"], protocols: ["http"], environment: [.init(name: "TITLE", value: "Shop")],
                secrets: ["session-key"], span: span)
        ],
        loadBalancer: LoadBalancer(
            hosts: ["api.shop.example"], certificate: "api", scheme: .internetFacing, span: span),
        gateway: GatewayDeclaration(
            className: "envoy", namespace: "services",
            routes: [
                .init(name: "oauth", path: "/oauth", workload: "auth", access: .public, span: span),
                .init(name: "well-known", path: "/.well-known", workload: "auth", access: .public, span: span),
                .init(
                    name: "content", path: "/content", workload: "content",
                    access: .scopes(read: "content.read", write: "content.write"), span: span),
                .init(name: "mcp-ads", path: "/mcp/ads", workload: "ads-mcp", access: .authenticated, span: span),
            ], span: span),
        workloads: [
            workload("auth", .authorizationServer),
            Workload(
                name: "content", role: .service, image: "shop/content", contract: "contracts/content.openapi.yaml",
                port: 9000, namespace: "services", scale: .init(minimum: 2, maximum: 12, trigger: .cpu(70)),
                resources: resources, probes: probes, environment: [.init(name: "LOG_LEVEL", value: "debug")],
                secrets: ["signing-key"],
                edges: [
                    Edge(target: .store("cache"), access: [.read, .write], span: span),
                    Edge(target: .store("content-db"), access: [.read], span: span),
                    Edge(target: .queue("jobs"), access: [.publish], span: span),
                    Edge(target: .workload("ads-mcp"), access: [.mcp], span: span),
                    Edge(target: .external("openai"), access: [.call], span: span),
                ], span: span),
            workload("ads-mcp", .mcpServer(of: nil), namespace: "agents"),
            Workload(
                name: "runner", role: .worker, image: "shop/runner", namespace: "workers",
                scale: .init(minimum: 1, maximum: 20, trigger: .lag(50)), resources: resources, probes: probes,
                edges: [Edge(target: .queue("jobs"), access: [.consume], span: span)], span: span),
        ],
        stores: [
            Store(name: "cache", kind: .redis, managed: .elasticache, database: "cache", span: span),
            Store(
                name: "content-db", kind: .mongo, managed: .atlas, database: "content", migrations: "data/content",
                span: span),
        ],
        queues: [Queue(name: "jobs", store: "cache", span: span)],
        externals: [
            External(name: "openai", api: "openai", host: "api.openai.com", secret: "openai-key", span: span)
        ],
        environments: [dev, production], domain: "shop.example")

    static let production = Environment(
        name: "production", domain: nil,
        certificates: [.init(name: "api", value: "arn:aws:acm:us-east-1:123456789012:certificate/api")],
        registry: "registry.example", tag: "1.4.0", scaleLimit: nil,
        endpoints: [
            .init(store: "cache", host: "cache.example", port: 6379, subnet: "10.20.3.0/24"),
            .init(store: "content-db", host: "content-db.example", port: 27017, subnet: "10.20.4.0/24"),
        ], loadBalancerSubnets: ["10.20.0.0/24", "10.20.1.0/24"], region: "us-east-1",
        account: "123456789012", cluster: .init(name: "shop-production", mode: .auto), span: span)

    static var dev: Environment {
        var dev = production
        dev.name = "dev"
        dev.domain = "dev.shop.example"
        dev.scaleLimit = 2
        return dev
    }

    private static let resources = Workload.Resources(
        cpuRequest: "100m", cpuLimit: "500m", memoryRequest: "128Mi", memoryLimit: "256Mi")
    private static let probes = Workload.Probes(readiness: "/readyz", liveness: "/livez")

    private static func workload(
        _ name: String, _ role: Workload.Role, namespace: String = "services"
    ) -> Workload {
        Workload(
            name: name, role: role, image: "shop/\(name)", namespace: namespace,
            scale: .init(minimum: 2, maximum: 4, trigger: .cpu(70)), resources: resources, probes: probes, span: span)
    }
}

extension System {
    /// What deploys to all environments.
    var made: [EnvironmentFiles] { environments.map { EnvironmentFiles(of: self, in: $0) } }
}
