import Blueprint
import Diagnostics
import Generator
import JSONTree
import Kubernetes
import Testing
import YAMLTree

struct ManifestsTests {
    @Test(arguments: Shop.system.environments)
    func `two runs make the same bytes`(_ environment: Environment) {
        let first = manifests(for: Shop.system, environment: environment).map { $0.text(blueprint: "b") }
        let second = manifests(for: Shop.system, environment: environment).map { $0.text(blueprint: "b") }
        #expect(first == second)
    }

    @Test(arguments: Shop.system.environments)
    func `what is written is read back as it was made, and nothing in it is left unread`(_ environment: Environment) {
        let files = manifests(for: Shop.system, environment: environment).filter { !$0.objects.isEmpty }
        var diagnostics: [Diagnostic] = []
        let read = readManifests(files: files.map { ($0.path, $0.text(blueprint: "b")) }, &diagnostics)
        #expect(read == files.flatMap(\.objects))
        #expect(diagnostics == [])
    }

    @Test func `an environment has its own folder, one folder for each namespace, one file for each workload`() {
        #expect(
            manifests(for: Shop.system, environment: Shop.production).map(\.path) == [
                "shop/production/kustomization.yaml", "shop/production/namespaces.yaml",
                "shop/production/priorities.yaml", "shop/production/data/cache.yaml",
                "shop/production/data/content-db.yaml", "shop/production/services/auth.yaml",
                "shop/production/services/content.yaml", "shop/production/agents/ads-mcp.yaml",
                "shop/production/workers/runner.yaml", "shop/production/edge/load-balancer.yaml",
                "shop/production/edge/gateway.yaml", "shop/production/vercel/portal/vercel.json",
                "shop/production/vercel/portal/project.json",
            ])
    }

    @Test func `the kustomization names every file of objects, and no other`() {
        let files = manifests(for: Shop.system, environment: Shop.production)
        let kustomizations = files.flatMap(\.objects).compactMap { object -> Kustomization? in
            if case .kustomization(let kustomization) = object { kustomization } else { nil }
        }
        let others = files.dropFirst().filter { !$0.objects.isEmpty }.map { file in
            String(file.path.dropFirst("shop/production/".count))
        }
        #expect(kustomizations.map(\.resources) == [others.sorted()])
    }

    @Test func `no two objects of one kind have the same name in a namespace`() {
        let names = manifests(for: Shop.system, environment: Shop.production).flatMap(\.objects).map { object in
            "\(object.kindName) \(object.metadata.namespace)/\(object.metadata.name)"
        }
        #expect(names.count == Set(names).count)
    }

    @Test func `no autoscaled deployment has a number of replicas, and no workload has two autoscalers`() {
        for workload in Shop.system.workloads {
            let objects = Site(Shop.system, in: Shop.production).objects(of: workload)
            var scalers = 0
            for object in objects {
                switch object {
                case .deployment(let deployment): #expect(deployment.replicas == nil)
                case .horizontalPodAutoscaler, .scaledObject: scalers += 1
                default: break
                }
            }
            #expect(scalers == 1, "\(workload.name)")
        }
    }

    @Test func `an environment changes hosts, scales and vault keys, and nothing of another environment is left`() {
        let files = manifests(for: Shop.system, environment: Shop.dev)
        // Vercel calls the main target of each project its production.
        let text = files.map { $0.text(blueprint: "b").replacing("\"production\"", with: "") }.joined()
        #expect(!text.contains("//api.shop.example"))
        #expect(!text.contains("production"))
        #expect(text.contains("https://api.dev.shop.example"))
        #expect(text.contains("shop/dev/openai-key"))
        let bounds = files.flatMap(\.objects).compactMap { object -> [Int]? in
            if case .horizontalPodAutoscaler(let scaler) = object { return [scaler.minReplicas, scaler.maxReplicas] }
            if case .scaledObject(let scaler) = object { return [scaler.minReplicaCount, scaler.maxReplicaCount] }
            return nil
        }
        #expect(bounds == [[2, 2], [2, 2], [2, 2], [1, 2]])
    }

    @Test func `a setting of the blueprint replaces the derived one and keeps its place`() {
        let site = Site(Shop.system, in: Shop.production)
        let names = site.workload("content").map(site.variables)?.prefix(4).map { "\($0.name)=\($0.value)" }
        #expect(names == ["PORT=9000", "LOG_LEVEL=debug", "DRAIN_SECONDS=30", "OAUTH_ISSUER=https://api.shop.example"])
    }

    @Test func `a policy for a load balancer without subnets lets nobody in`() {
        var environment = Shop.production
        environment.loadBalancerSubnets = []
        let policies = Site(Shop.system, in: environment).loadBalancerObjects.compactMap { object -> NetworkPolicy? in
            if case .networkPolicy(let policy) = object { policy } else { nil }
        }
        #expect(policies.map(\.spec.ingress) == [[]])
    }

    @Test func `a route with one scope for reading and writing is one route`() {
        let site = Site(Shop.system, in: Shop.production)
        let route = GatewayDeclaration.Route(
            name: "mcp", path: "/mcp", workload: "content", access: .scopes(read: "mcp", write: "mcp"), span: Shop.span)
        #expect(site.httpRoutes(for: route).map(\.route.metadata.name) == ["mcp"])
    }

    @Test func `a frontend's rewrites never touch what belongs to Vercel, and its secrets are names`() {
        let site = Site(Shop.system, in: Shop.dev)
        let configuration = site.configuration(of: Shop.system.frontends[0])
        #expect(
            configuration["rewrites"]?.array?.compactMap { $0["source"]?.string } == [
                "/oauth/:path*", "/content/:path*", "/mcp/ads/:path*",
            ])
        #expect(configuration["rewrites"]?[1]?["destination"] == "https://api.dev.shop.example/content/:path*")
        let project = site.project(for: Shop.system.frontends[0])
        #expect(project["domains"] == [["name": "app.dev.shop.example"]])
        let secret = project["environmentVariables"]?.array?.first { $0["key"] == "SESSION_KEY" }
        #expect(secret?["value"] == nil)
        #expect(secret?["type"] == "sensitive")
        #expect(secret?["comment"] == "shop/dev/session-key")
    }

    @Test func `an object of a workload says what it is, and what it belongs to`() {
        let metadata = Site(Shop.system, in: Shop.production).objects(of: Shop.system.workloads[1]).first?.metadata
        #expect(
            metadata?.yaml.text == """
                name: content
                namespace: services
                labels:
                  app.kubernetes.io/name: content
                  app.kubernetes.io/instance: content
                  app.kubernetes.io/part-of: shop
                  app.kubernetes.io/component: service
                  app.kubernetes.io/managed-by: orrery

                """)
    }

    @Test func `a store's object says what answers there`() {
        let site = Site(Shop.system, in: Shop.production)
        let metadata = Shop.system.stores.compactMap(site.service).last?.metadata
        #expect(metadata?.namespace == "data")
        #expect(metadata?.labels["app.kubernetes.io/component"] == "mongo")
        #expect(
            metadata?.annotations.map { "\($0.name)=\($0.value)" } == [
                "orrery.dev/database=content", "orrery.dev/managed=atlas", "orrery.dev/migrations=data/content",
                "orrery.dev/subnet=10.20.4.0/24",
            ])
    }

    @Test func `a long name keeps its beginning, has at most 63 characters, and differs from its like`() {
        let long = String(repeating: "a", count: 60)
        #expect(dnsLabel("content", "to", "cache") == "content-to-cache")
        #expect(dnsLabel(long, "b") == long + "-b")
        let names = ["to-b", "to-c", "from-b"].map { dnsLabel(long, $0) }
        #expect(names.allSatisfy { $0.utf8.count <= 63 && $0.hasPrefix(String(long.prefix(52)) + "-") })
        #expect(Set(names).count == 3)
        #expect(names[0] == "\(long.prefix(52))-\(names[0].suffix(10))")
        #expect(
            dnsLabel(String(repeating: "a", count: 51) + "-", long).hasPrefix(String(repeating: "a", count: 51) + "-"))
    }

    @Test func `a called pod goes on serving before it ends, a worker's ends at once, and neither is killed too soon`()
    {
        for workload in Shop.system.workloads {
            let template = Site(Shop.system, in: Shop.production).deployment(for: workload).template
            let sleep = template.containers[0].preStopSleep
            #expect((sleep == nil) == (workload.role == .worker))
            #expect((template.terminationGracePeriodSeconds ?? 0) > (sleep ?? 0) + workload.shutdown.drain)
        }
    }

    @Test func `an image has its digest where the environment knows it, and then nothing is said about tags`() {
        var environment = Shop.production
        environment.digests = [.init(name: "content", value: "sha256:0")]
        environment.skips = [.init(name: "CKV_K8S_43", value: "built by hand"), .init(name: "CKV_K8S_8", value: "so")]
        let site = Site(Shop.system, in: environment)
        let content = site.deployment(for: Shop.system.workloads[1])
        #expect(content.template.containers[0].image == "registry.example/shop/content:1.4.0@sha256:0")
        #expect(content.metadata.annotations["checkov.io/skip1"] == "CKV_K8S_8=so")
        let runner = site.deployment(for: Shop.system.workloads[3])
        #expect(runner.template.containers[0].image == "registry.example/shop/runner:1.4.0")
        #expect(runner.metadata.annotations["checkov.io/skip1"] == "CKV_K8S_43=built by hand")
        #expect(runner.metadata.annotations["checkov.io/skip2"] == "CKV_K8S_8=so")
    }

    @Test func `a namespace admits only restricted pods, and the gateway's has readiness gates`() {
        let namespace = Site(Shop.system, in: Shop.production).namespace("services")
        #expect(namespace.metadata.labels["pod-security.kubernetes.io/enforce"] == "restricted")
        #expect(namespace.metadata.labels["eks.amazonaws.com/pod-readiness-gate-inject"] == "enabled")
    }
}
