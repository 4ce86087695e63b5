package import Diagnostics
package import YAMLTree

/// Which connections pods may make, as Cilium enforces it: egress may name hosts outside by domain;
/// https://docs.cilium.io/en/stable/network/kubernetes/policy/. Only the egress half is read.
package struct CiliumNetworkPolicy: ManifestKind {
    package static let apiVersion = "cilium.io/v2"
    package static let kind = "CiliumNetworkPolicy"

    package var metadata: ObjectMeta
    /// The pods it is about; all of the namespace when it has no requirement.
    package var endpointSelector: LabelSelector
    /// The pods' egress is closed but for these; open, as far as this policy goes, when there are none.
    package var egress: [Rule]

    package init(metadata: ObjectMeta, endpointSelector: LabelSelector, egress: [Rule]) {
        self.metadata = metadata
        self.endpointSelector = endpointSelector
        self.egress = egress
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        endpointSelector = spec.required("endpointSelector") { LabelSelector(reading: &$0) }
        egress = spec.elements("egress") { Rule(reading: &$0) }
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object(["endpointSelector": endpointSelector.yaml, "egress": .parts(egress.map(\.yaml))]))
        ]
    }

    /// Connections to one kind of peer on any of the ports.
    package struct Rule: Equatable, Sendable {
        /// Pods by their labels; the namespace is the label `k8s:io.kubernetes.pod.namespace`, the policy's own without.
        package var toEndpoints: [LabelSelector]
        package var toFQDNs: [HostPattern]
        package var toCIDR: [String]
        /// Every port when empty.
        package var toPorts: [Ports]
        @Position package var span: SourceSpan?

        package init(
            toEndpoints: [LabelSelector] = [], toFQDNs: [HostPattern] = [], toCIDR: [String] = [],
            toPorts: [Ports] = [], span: SourceSpan? = nil
        ) {
            self.toEndpoints = toEndpoints
            self.toFQDNs = toFQDNs
            self.toCIDR = toCIDR
            self.toPorts = toPorts
            self.span = span
        }

        init(reading object: inout FieldReader) {
            toEndpoints = object.elements("toEndpoints") { LabelSelector(reading: &$0) }
            toFQDNs = object.elements("toFQDNs") { HostPattern(reading: &$0) }
            toCIDR = object.strings("toCIDR")
            toPorts = object.elements("toPorts") { Ports(reading: &$0) }
            span = object.span
        }

        var yaml: YAML {
            .object([
                "toEndpoints": .parts(toEndpoints.map(\.yaml)), "toFQDNs": .parts(toFQDNs.map(\.yaml)),
                "toCIDR": .strings(toCIDR), "toPorts": .parts(toPorts.map(\.yaml)),
            ])
        }
    }

    /// A host by its name, or by a pattern in which `*` stands for any part of one label.
    package enum HostPattern: Hashable, Sendable {
        case name(String)
        case pattern(String)

        init(reading object: inout FieldReader) {
            if let pattern = object.optionalString("matchPattern") {
                self = .pattern(pattern)
            } else {
                self = .name(object.string("matchName"))
            }
        }

        package var text: String {
            switch self {
            case .name(let text), .pattern(let text): text
            }
        }

        var yaml: YAML {
            switch self {
            case .name(let name): .object(["matchName": .string(name)])
            case .pattern(let pattern): .object(["matchPattern": .string(pattern)])
            }
        }
    }

    /// Ports of the peer, and which names may be asked for where they are those of DNS.
    package struct Ports: Equatable, Sendable {
        package var ports: [Port]
        /// Cilium learns the addresses of names only from answers that it sees: those to questions that match here.
        package var dns: [HostPattern]

        package init(_ ports: [Port], dns: [HostPattern] = []) {
            self.ports = ports
            self.dns = dns
        }

        init(reading object: inout FieldReader) {
            ports = object.elements("ports") { Port(reading: &$0) }
            dns = object.optional("rules") { $0.elements("dns") { HostPattern(reading: &$0) } } ?? []
        }

        var yaml: YAML {
            .object([
                "ports": .parts(ports.map(\.yaml)),
                "rules": dns.isEmpty ? nil : .object(["dns": .list(dns.map(\.yaml))]),
            ])
        }
    }

    package struct Port: Hashable, Sendable {
        package enum TransportProtocol: String, Sendable, CaseIterable {
            case tcp = "TCP"
            case udp = "UDP"
            case any = "ANY"
        }

        /// A number, or the name of a container port: always a string here.
        package var port: String
        package var `protocol`: TransportProtocol

        package init(_ port: Int, protocol: TransportProtocol = .tcp) {
            self.port = String(port)
            self.protocol = `protocol`
        }

        init(reading object: inout FieldReader) {
            port = object.string("port")
            self.protocol = object.choice("protocol") ?? .any
        }

        var yaml: YAML { .object(["port": .string(port), "protocol": .string(self.protocol.rawValue)]) }
    }
}
