import Blueprint
import Diagnostics
import Generator
import Kubernetes
import NetworkPolicy
import Testing
import YAMLTree

/// Whom a workload reaches on the internet, by the policies that the generator writes in each of its forms: by host name
/// for EKS, by host name for Cilium, and by address where a cluster knows no names.
@Suite struct VendorEgressTests {
    struct Question: Sendable, CustomTestStringConvertible {
        var egress: Environment.Cluster.Egress
        var host: String?
        var address: String?
        var port: Int
        var isAllowed: Bool
        /// What the sentence says besides.
        var reason: String

        var testDescription: String { "\(egress.rawValue): \(host ?? address ?? "") \(port)" }
    }

    private static func rows(
        _ egress: Environment.Cluster.Egress, _ rows: [(String, Int, Bool, String)]
    ) -> [Question] {
        rows.map { to, port, isAllowed, reason in
            let isHost = to.contains { $0.isLetter } && !to.contains(":")
            return Question(
                egress: egress, host: isHost ? to : nil, address: isHost ? nil : to, port: port, isAllowed: isAllowed,
                reason: reason)
        }
    }

    static let questions: [Question] =
        rows(
            .domainNames,
            [
                ("api.openai.com", 443, true, "ApplicationNetworkPolicy 'services/content-to-openai' egress[0]"),
                ("API.OPENAI.COM", 443, true, "content-to-openai"),
                ("api.openai.com", 80, false, "it allows TCP 443, not TCP 80"),
                ("eu.api.openai.com", 443, false, "'eu.api.openai.com' is not among 'api.openai.com'"),
                ("openai.com", 443, false, "is not among"), ("api.openai.com.evil.example", 443, false, "is not among"),
                ("graph.facebook.com", 443, false, "is not among"), ("93.184.216.34", 443, false, "hosts by name"),
                ("169.254.169.254", 80, false, "isolate"), ("10.20.3.7", 443, false, "isolate"),
            ])
        + rows(
            .cilium,
            [
                ("api.openai.com", 443, true, "CiliumNetworkPolicy 'services/content-to-openai' egress[0]"),
                ("api.openai.com", 80, false, "it allows TCP 443, not TCP 80"),
                ("eu.api.openai.com", 443, false, "is not among"), ("openai.com", 443, false, "is not among"),
                ("graph.facebook.com", 443, false, "is not among"), ("93.184.216.34", 443, false, "isolate"),
                ("169.254.169.254", 80, false, "isolate"),
            ])
        + rows(
            .addresses,
            [
                ("api.openai.com", 443, true, "NetworkPolicy 'services/content-to-openai' egress[0]"),
                // The price of a cluster that knows no names: every host on the internet.
                ("graph.facebook.com", 443, true, "content-to-openai"), ("93.184.216.34", 443, true, "content-to"),
                ("api.openai.com", 80, false, "it allows TCP 443, not TCP 80"),
                ("169.254.169.254", 443, false, "which 0.0.0.0/0 excepts"),
                ("10.99.3.7", 443, false, "which 0.0.0.0/0 excepts"),
                ("100.64.1.1", 443, false, "which 0.0.0.0/0 excepts"),
                ("172.31.1.1", 443, false, "which 0.0.0.0/0 excepts"),
                ("192.168.1.1", 443, false, "which 0.0.0.0/0 excepts"),
                ("2606:2800:220:1::1", 443, false, "isolate"),
            ])

    @Test(arguments: questions)
    func `a host is reached as its form of policy lets it`(_ question: Question) throws {
        let (policies, labels) = try Self.cluster(question.egress)
        let decision = policies.decide(
            from: .pod(namespace: "services", name: "content", labels: labels, ip: "10.1.0.1"),
            to: .address(ip: question.address, hostName: question.host), port: question.port)
        #expect(decision.isAllowed == question.isAllowed, "\(decision.reason)")
        #expect(decision.reason.contains(question.reason), "\(decision.reason)")
        for policy in decision.isolatingPolicies + decision.allowingRules {
            #expect(policy.span?.file.hasPrefix("generated/") == true)
            #expect((policy.span?.line ?? 0) > 1)
        }
        if !decision.isAllowed { #expect(decision.isolatingPolicies.contains { $0.name == "default-deny" }) }
    }

    /// The policies that the generator writes, read back from their text, and the labels of the pods of `content`.
    private static func cluster(
        _ egress: Environment.Cluster.Egress
    ) throws -> (PolicySet, [ObjectMeta.Pair]) {
        var environment = Shop.dev
        environment.cluster = .init(name: "shop", egress: egress)
        let files = manifests(for: Shop.system, environment: environment).map {
            (path: "generated/\($0.path)", text: $0.text(blueprint: "blueprint.yaml"))
        }
        var diagnostics: [Diagnostic] = []
        var networkPolicies: [Kubernetes.NetworkPolicy] = []
        var applicationPolicies: [ApplicationNetworkPolicy] = []
        var ciliumPolicies: [CiliumNetworkPolicy] = []
        var labels: [ObjectMeta.Pair] = []
        for manifest in readManifests(files: files.filter { $0.path.hasSuffix(".yaml") }, &diagnostics) {
            switch manifest {
            case .networkPolicy(let object): networkPolicies.append(object)
            case .applicationNetworkPolicy(let object): applicationPolicies.append(object)
            case .ciliumNetworkPolicy(let object): ciliumPolicies.append(object)
            case .deployment(let object) where object.metadata.name == "content": labels = object.template.labels
            default: break
            }
        }
        try #require(!labels.isEmpty)
        return (
            PolicySet(
                networkPolicies: networkPolicies, applicationPolicies: applicationPolicies,
                ciliumPolicies: ciliumPolicies), labels
        )
    }
}
