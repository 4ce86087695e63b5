import Diagnostics
import NetworkPolicy
import Testing

@Suite struct CheckTests {
    private func ids(_ spec: String, kind: String = "NetworkPolicy") -> [String] {
        var diagnostics: [Diagnostic] = []
        let policies = World.policies(
            World.policy("shop/p", "podSelector: {}\n" + spec, kind: kind), diagnostics: &diagnostics)
        return (diagnostics + policies.diagnostics).map(\.id)
    }

    @Test(arguments: [
        ("ingress:\n- from:\n  - {}", ["empty-peer"]),
        ("ingress:\n- from:\n  - podSelector: {}\n    ipBlock: {cidr: 10.0.0.0/8}", ["mixed-peer"]),
        ("ingress:\n- from:\n  - ipBlock: {cidr: ten}", ["bad-cidr"]),
        ("ingress:\n- from:\n  - ipBlock: {cidr: 10.0.0.5/16}", ["cidr-host-bits"]),
        ("ingress:\n- from:\n  - ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}", ["exception-outside"]),
        ("ingress:\n- from:\n  - ipBlock: {cidr: 10.0.0.0/8, except: [10.0.0.0/8]}", ["exception-outside"]),
        ("ingress:\n- from:\n  - ipBlock: {cidr: 10.0.0.0/8, except: [x]}", ["bad-cidr"]),
        ("ingress:\n- ports:\n  - {port: 80, endPort: 79}", ["bad-end-port"]),
        ("ingress:\n- ports:\n  - {port: http, endPort: 90}", ["bad-end-port"]),
        ("policyTypes: [Ingress]\negress:\n- {}", ["unused-rules"]),
        ("policyTypes: [Ingres]", ["bad-field"]),
        ("ingress:\n- to:\n  - podSelector: {}", ["unread-field"]),
        ("policyTypes: [Egress]\negress:\n- to:\n  - domainNames: [a.example]", ["unread-field", "empty-peer"]),
        ("ingress:\n- from:\n  - podSelector: {}\n  ports:\n  - {port: 80, endPort: 80}", []),
    ])
    func `what an API server refuses is reported`(spec: String, expected: [String]) {
        #expect(ids(spec) == expected)
    }

    @Test func `names and selectors do not mix in one peer`() {
        let spec = "policyTypes: [Egress]\negress:\n- to:\n  - domainNames: [a.example]\n    podSelector: {}"
        #expect(ids(spec, kind: "ApplicationNetworkPolicy") == ["mixed-peer"])
    }

    @Test func `hosts by name need a policy through which Cilium sees what names are asked for`() {
        let names = """
            endpointSelector: { matchLabels: { app: api } }
            egress:
            - toFQDNs: [{ matchName: a.example }]
            """
        let seeing = """
            endpointSelector: {}
            egress:
            - toEndpoints: [{ matchLabels: { "k8s:k8s-app": kube-dns } }]
              toPorts: [{ ports: [{ port: "53", protocol: ANY }], rules: { dns: [{ matchPattern: "*" }] } }]
            """
        func ids(_ policies: String) -> [String] {
            var diagnostics: [Diagnostic] = []
            let policies = World.policies(policies, diagnostics: &diagnostics)
            return (diagnostics + policies.diagnostics).map(\.id)
        }
        let policy = World.policy("shop/names", names, kind: "CiliumNetworkPolicy")
        #expect(ids(policy) == ["unseen-names"])
        #expect(ids(policy + World.policy("shop/dns", seeing, kind: "CiliumNetworkPolicy")) == [])
        #expect(ids(policy + World.policy("other/dns", seeing, kind: "CiliumNetworkPolicy")) == ["unseen-names"])
    }
}
