import Blueprint
import Diagnostics
import Generator
import Kubernetes
import Testing
import YAMLTree

/// What is wrong with manifests is found, at the line of the blueprint that they came from, and nothing else is.
struct CheckTests {
    /// One change to the shop's manifests and the ids that it must lead to.
    struct Fault: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var ids: [String]
        var change: @Sendable (inout [Manifest]) -> Void

        init(_ name: String, _ ids: String..., change: @escaping @Sendable (inout [Manifest]) -> Void) {
            testDescription = name
            self.ids = ids
            self.change = change
        }
    }

    private static func shop(_ change: (inout Environment) -> Void = { _ in }) -> [Manifest] {
        var environment = Shop.production
        change(&environment)
        return manifests(for: Shop.system, environment: environment).flatMap(\.objects)
    }

    @Test(arguments: [Environment.Cluster.Egress.domainNames, .cilium, .addresses])
    func `what the generator makes has nothing wrong with it`(_ egress: Environment.Cluster.Egress) {
        for identity in Environment.Cluster.Identity.allCases {
            let objects = Self.shop { $0.cluster = .init(name: "shop", identity: identity, egress: egress) }
            #expect(checkManifests(objects) == [])
        }
    }

    @Test(arguments: faults)
    func `a fault is found, and nothing else is`(_ fault: Fault) {
        var objects = Self.shop()
        fault.change(&objects)
        #expect(objects != Self.shop(), "the change changes nothing")
        let found = checkManifests(objects, origins: ManifestOrigins(Shop.system))
        #expect(Set(found.map(\.id)) == Set(fault.ids), "\(found.map(\.message))")
    }

    @Test func `a load balancer from Gateway API that is kept out is found, too`() {
        var objects = WaysInGoldens.objects(WaysInGoldens.site(alb: .gatewayAPI))
        #expect(checkManifests(objects) == [])
        objects.edit(NetworkPolicy.self, "gateway-from-load-balancer") { $0.spec.ingress[0].peers.removeLast() }
        #expect(checkManifests(objects).map(\.id) == ["unreachable-probe"])
    }

    @Test func `a load balancer from Gateway API may ask the pods that it reaches without the gateway`() {
        var objects = WaysInGoldens.objects(WaysInGoldens.site(alb: .gatewayAPI, gateway: .ingress))
        #expect(checkManifests(objects) == [])
        objects.edit(NetworkPolicy.self, "content-from-load-balancer") { $0.spec.ingress = [] }
        #expect(Set(checkManifests(objects).map(\.id)) == ["unreachable-probe"])
    }

    @Test func `every fault has a long text, and every long text a fault`() {
        let shown = Set(Self.faults.flatMap(\.ids))
        #expect(Set(manifestExplanations.map(\.id)) == shown)
        #expect(manifestExplanations.map(\.id) == manifestExplanations.map(\.id).sorted())
    }

    @Test func `a fault stands at the workload's line of the blueprint, and at the edge's where it is about one`()
        throws
    {
        var system = Shop.system
        system.workloads[1].span = SourceSpan(file: "b.yaml", line: 10, column: 3)
        system.workloads[1].edges[0].span = SourceSpan(file: "b.yaml", line: 14, column: 7)
        var objects = Self.shop()
        objects.removeAll { $0.metadata.name == "content-to-cache" }
        objects.edit(Deployment.self, "content") { $0.template.terminationGracePeriodSeconds = 10 }
        let found = checkManifests(objects, origins: ManifestOrigins(system))
        #expect(found.map(\.id) == ["short-grace-period", "unreachable-edge"])
        #expect(found.map(\.span?.line) == [10, 14])
    }

    @Test func `the manifests of a file are faulted there`() throws {
        let text = """
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: { name: a, namespace: b }
            spec: { minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: { matchLabels: { app: a } } }
            """
        var diagnostics: [Diagnostic] = []
        let found = checkManifests(readManifests(files: [("pdb.yaml", text)], &diagnostics))
        #expect(diagnostics == [])
        #expect(found.map(\.id) == ["empty-selector"])
        #expect(found.first?.span?.file == "pdb.yaml")
    }

    @Test func `what the author adds is checked too, and a fault stands there, once for all environments`() throws {
        var diagnostics: [Diagnostic] = []
        let text = "spec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: 5\n"
        let fields = try #require(readDocuments(text, file: "b.yaml", &diagnostics).first)
        var system = Shop.system
        let place = SourceSpan(file: "b.yaml", line: 30, column: 5)
        system.extras = [Extra(object: "Deployment/services/content", fields: fields, span: place)]
        let found = manifestFaults(of: system, in: system.made)
        #expect(found.map(\.id) == ["short-grace-period"])
        #expect(found.first?.span == SourceSpan(file: "b.yaml", line: 4, column: 38, length: 1))
    }
}
