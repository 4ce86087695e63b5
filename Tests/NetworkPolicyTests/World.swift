import Diagnostics
import Kubernetes
import NetworkPolicy
import YAMLTree

/// A small cluster, its neighbourhood, and the policies of one test, which are read from text as they are deployed.
enum World {
    static let namespaces: [String: [ObjectMeta.Pair]] = [
        "shop": [.init("team", "shop"), .init("env", "prod")],
        "data": [.init("team", "data"), .init("env", "prod"), .init("tier", "storage")],
        "monitoring": [.init("purpose", "monitoring")],
        "other": [.init("team", "other"), .init("env", "dev")],
    ]

    static let endpoints: [String: Endpoint] = [
        "web": pod("shop", "web", ["app": "web", "role": "frontend"], "10.1.0.11"),
        "web2": pod("shop", "web", ["app": "web", "role": "frontend"], "10.1.0.12"),
        "api": pod("shop", "api", ["app": "api", "role": "backend"], "10.1.0.21"),
        "job": pod("shop", "job", ["app": "job"], "10.1.0.31"),
        "db": pod("data", "db", ["app": "db", "role": "store"], "10.2.0.11"),
        "redis": pod("data", "redis", ["app": "redis", "role": "cache"], "10.2.0.21"),
        "prom": pod("monitoring", "prometheus", ["app": "prometheus"], "10.3.0.11"),
        "dns": pod("kube-system", "coredns", ["k8s-app": "kube-dns"], "10.0.0.53"),
        "stranger": pod("other", "api", ["app": "api", "role": "backend"], "10.4.0.11"),
        "six": pod("other", "six", ["app": "six"], "fd00:4::11"),
        "homeless": pod("nowhere", "lost", ["app": "lost"], nil),
        "alb": .address(ip: "10.0.1.5", hostName: nil),
        "aurora": .address(ip: "10.0.9.7", hostName: "db.cluster-x.rds.amazonaws.com"),
        "internet": .address(ip: "93.184.216.34", hostName: nil),
        "internet6": .address(ip: "2606:2800:220:1::1", hostName: nil),
        "metadata": .address(ip: "169.254.169.254", hostName: nil),
        "openai": .address(ip: nil, hostName: "api.openai.com"),
        "deep": .address(ip: nil, hostName: "eu.graph.facebook.com"),
        "facebook": .address(ip: nil, hostName: "facebook.com"),
        "fakebook": .address(ip: nil, hostName: "notfacebook.com"),
        "nobody": .address(ip: nil, hostName: nil),
    ]

    static func pod(_ namespace: String, _ name: String, _ labels: KeyValuePairs<String, String>, _ ip: String?)
        -> Endpoint
    {
        .pod(namespace: namespace, name: name, labels: labels.map { ObjectMeta.Pair($0, $1) }, ip: ip)
    }

    /// The policies in `text`; what its reading complained about is in `diagnostics`.
    static func policies(_ text: String, diagnostics: inout [Diagnostic]) -> PolicySet {
        var networkPolicies: [Kubernetes.NetworkPolicy] = []
        var applicationPolicies: [ApplicationNetworkPolicy] = []
        var ciliumPolicies: [CiliumNetworkPolicy] = []
        for document in readDocuments(text, file: "policies.yaml", &diagnostics) {
            var object = FieldReader(document, path: "")
            let (_, kind) = (object.string("apiVersion"), object.string("kind"))
            let metadata = object.required("metadata") {
                ObjectMeta(name: $0.string("name"), namespace: $0.string("namespace"), span: document.span)
            }
            if kind == Kubernetes.NetworkPolicy.kind {
                networkPolicies.append(Kubernetes.NetworkPolicy(metadata: metadata, reading: &object))
            } else if kind == ApplicationNetworkPolicy.kind {
                applicationPolicies.append(ApplicationNetworkPolicy(metadata: metadata, reading: &object))
            } else if kind == CiliumNetworkPolicy.kind {
                ciliumPolicies.append(CiliumNetworkPolicy(metadata: metadata, reading: &object))
            }
            diagnostics += object.diagnostics + object.unknownFields
        }
        return PolicySet(
            networkPolicies: networkPolicies, applicationPolicies: applicationPolicies,
            ciliumPolicies: ciliumPolicies, namespaces: namespaces)
    }

    /// A policy's text: `head` is `namespace/name`, the rest its spec.
    static func policy(_ head: String, _ spec: String, kind: String = "NetworkPolicy") -> String {
        let names = head.split(separator: "/")
        let versions = ["NetworkPolicy": "networking.k8s.io/v1", "CiliumNetworkPolicy": "cilium.io/v2"]
        let version = versions[kind] ?? "networking.k8s.aws/v1alpha1"
        let indented = spec.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        return """
            ---
            apiVersion: \(version)
            kind: \(kind)
            metadata:
              name: \(names[1])
              namespace: \(names[0])
            spec:
            \(indented)

            """
    }
}

/// One question about one set of policies, its answer and the reason: `web -> api 8080/http UDP: no, shop/deny`.
///
/// The reason of a denial is every policy that isolates, then the rule that comes nearest to allowing it:
/// `shop/deny + shop/web near shop/web[0]`. That of a permission is the rule of each end that allows it:
/// `shop/out[0] and data/in[0]`, or `open` where no policy isolates, and `itself` where a pod calls itself.
struct ReachabilityCase: Sendable, CustomStringConvertible {
    var recipe: String
    var manifests: String
    var line: String

    var description: String { "\(recipe): \(line)" }

    struct Question {
        var source, destination: Endpoint
        var port: Int
        var portName: String?
        var transport: PolicySpec.Port.TransportProtocol
        var isAllowed: Bool
        var reason: String
    }

    /// The line as values; nil when it has a slip of the pen.
    var question: Question? {
        let halves = line.split(separator: ", ", maxSplits: 1)
        let sides = halves[0].split(separator: ":").map { String($0).split(separator: " ").map(String.init) }
        guard sides.count == 2, sides[0].count >= 4, sides[0][1] == "->", let source = World.endpoints[sides[0][0]],
            let destination = World.endpoints[sides[0][2]]
        else { return nil }
        let port = sides[0][3].split(separator: "/")
        guard let number = Int(port[0]), ["yes", "no"].contains(sides[1][0]) else { return nil }
        return Question(
            source: source, destination: destination, port: number, portName: port.count > 1 ? String(port[1]) : nil,
            transport: sides[0].count > 4 ? .init(rawValue: sides[0][4]) ?? .sctp : .tcp,
            isAllowed: sides[1][0] == "yes", reason: halves.count == 2 ? String(halves[1]) : "")
    }

    static func recipe(_ name: String, _ manifests: String, _ lines: String) -> [ReachabilityCase] {
        lines.split(separator: "\n").map { ReachabilityCase(recipe: name, manifests: manifests, line: String($0)) }
    }
}
