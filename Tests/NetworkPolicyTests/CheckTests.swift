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
}
