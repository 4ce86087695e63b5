import Diagnostics
import Emulator
import Foundation
import HTTP
import Testing

struct ExplainTests {
    private static func plan(_ text: String) throws -> Plan {
        var diagnostics: [Diagnostic] = []
        return try Plan(files: [("test.yaml", text)], &diagnostics)
    }

    private static let policy = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: { name: from-shop, namespace: services }
        spec:
          podSelector: { matchLabels: { app: stock } }
          policyTypes: [Ingress]
          ingress:
          - from: [{ podSelector: { matchLabels: { app: shop } } }]
            ports: [{ port: 8080 }]

        """

    @Test func `an edge names the rule that allows it, and the nearest one where none does`() throws {
        let plan = try Self.plan(deployment("shop") + deployment("stock") + deployment("spy") + Self.policy)
        let allowed = try plan.explainEdge(from: "shop", to: "stock")
        #expect(allowed.isAllowed && allowed.port == 8080)
        #expect(allowed.span?.file == "test.yaml")
        let denied = try plan.explainEdge(from: "spy", to: "stock")
        #expect(!denied.isAllowed)
        #expect(denied.reason.contains("the nearest rule"))
        #expect(try !plan.explainEdge(from: "shop", to: "stock", port: 9090).isAllowed)
        #expect(throws: UnknownPart.self) { try plan.explainEdge(from: "shop", to: "stok") }
    }

    @Test func `a request within the cluster passes its service and ends at a pod`() throws {
        let plan = try Self.plan(deployment("shop") + deployment("stock") + service("stock") + Self.policy)
        let request = try #require(Request(url: "http://stock/items"))
        let hops = try plan.explain(request, from: "shop")
        #expect(hops.map(\.kind) == [.service, .policy, .pod])
        #expect(hops.allSatisfy { $0.span != nil })
        let wrong = try plan.explain(try #require(Request(url: "http://stock:81/")), from: "shop")
        #expect(wrong.last?.decision == "Service 'services/stock' has no port 81")
    }

    @Test func `a request that comes to no listener says so`() throws {
        let hops = try Self.plan(deployment("shop")).explain(try #require(Request(url: "https://shop.example/")))
        #expect(hops.map(\.decision) == ["nothing listens on port 443"])
    }
}
