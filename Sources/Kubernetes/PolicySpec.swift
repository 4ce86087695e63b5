package import Diagnostics
package import YAMLTree

/// What `NetworkPolicy` and `ApplicationNetworkPolicy` share: the pods it is about, and the connections they may have.
package struct PolicySpec: Equatable, Sendable {
    package enum Direction: String, Sendable, CaseIterable {
        case ingress = "Ingress"
        case egress = "Egress"
    }

    package var podSelector: LabelSelector
    /// The directions that are closed but for the rules; empty when the manifest names none, see `directions`.
    package var policyTypes: [Direction]
    package var ingress: [Rule]
    package var egress: [Rule]

    package init(
        podSelector: LabelSelector, policyTypes: [Direction] = [], ingress: [Rule] = [], egress: [Rule] = []
    ) {
        self.podSelector = podSelector
        self.policyTypes = policyTypes
        self.ingress = ingress
        self.egress = egress
    }

    package init(reading object: inout FieldReader, domainNames: Bool) {
        podSelector = object.optional("podSelector") { LabelSelector(reading: &$0) } ?? LabelSelector()
        policyTypes = object.strings("policyTypes").compactMap(Direction.init)
        for name in object.node["policyTypes"]?.unknownDirections ?? [] {
            object.report(name.node, "'\(name.text)' is no policy type", help: "it is one of Ingress, Egress")
        }
        ingress = object.elements("ingress") { Rule(reading: &$0, peers: "from", domainNames: false) }
        egress = object.elements("egress") { Rule(reading: &$0, peers: "to", domainNames: domainNames) }
    }

    /// The directions that the policy closes. Where none is named the API server fills in `Ingress`, and `Egress` too
    /// when there is a rule for it.
    package var directions: [Direction] {
        if !policyTypes.isEmpty { return policyTypes }
        return egress.isEmpty ? [.ingress] : [.ingress, .egress]
    }

    package var yaml: YAML {
        .object([
            "podSelector": podSelector.yaml,
            "policyTypes": .strings(policyTypes.map(\.rawValue)),
            "ingress": ingress.isEmpty ? nil : .list(ingress.map { $0.yaml(peers: "from") }),
            "egress": egress.isEmpty ? nil : .list(egress.map { $0.yaml(peers: "to") }),
        ])
    }

    /// Connections with any of the peers on any of the ports.
    package struct Rule: Equatable, Sendable {
        /// Everyone when empty.
        package var peers: [Peer]
        /// Every port when empty.
        package var ports: [Port]
        @Position package var span: SourceSpan?

        package init(peers: [Peer] = [], ports: [Port] = [], span: SourceSpan? = nil) {
            self.peers = peers
            self.ports = ports
            self.span = span
        }

        package init(reading object: inout FieldReader, peers key: String, domainNames: Bool) {
            peers = object.elements(key) { Peer(reading: &$0, domainNames: domainNames) }
            ports = object.elements("ports") { Port(reading: &$0) }
            span = object.span
        }

        package func yaml(peers key: String) -> YAML {
            var entries: [YAML.Entry] = []
            if !peers.isEmpty { entries.append(YAML.Entry(key, .list(peers.map(\.yaml)))) }
            if !ports.isEmpty { entries.append(YAML.Entry("ports", .list(ports.map(\.yaml)))) }
            return .map(entries)
        }
    }

    /// The other end of a connection. Both selectors together mean pods that fit the one in namespaces that fit the
    /// other; a pod selector alone means pods of the policy's own namespace.
    package struct Peer: Equatable, Sendable {
        package var namespaceSelector: LabelSelector?
        package var podSelector: LabelSelector?
        package var ipBlock: IPBlock?
        /// Hosts outside by name, with `*.` for every name below; only in `ApplicationNetworkPolicy`'s egress.
        package var domainNames: [String]
        @Position package var span: SourceSpan?

        package init(
            namespaceSelector: LabelSelector? = nil, podSelector: LabelSelector? = nil, ipBlock: IPBlock? = nil,
            domainNames: [String] = [], span: SourceSpan? = nil
        ) {
            self.namespaceSelector = namespaceSelector
            self.podSelector = podSelector
            self.ipBlock = ipBlock
            self.domainNames = domainNames
            self.span = span
        }

        package init(reading object: inout FieldReader, domainNames readsDomainNames: Bool) {
            namespaceSelector = object.optional("namespaceSelector") { LabelSelector(reading: &$0) }
            podSelector = object.optional("podSelector") { LabelSelector(reading: &$0) }
            ipBlock = object.optional("ipBlock") { IPBlock(reading: &$0) }
            domainNames = readsDomainNames ? object.strings("domainNames") : []
            span = object.span
        }

        package var yaml: YAML {
            .object([
                "namespaceSelector": namespaceSelector?.yaml, "podSelector": podSelector?.yaml,
                "ipBlock": ipBlock?.yaml, "domainNames": .strings(domainNames),
            ])
        }
    }

    /// Addresses by CIDR, without those of the exceptions.
    package struct IPBlock: Equatable, Sendable {
        package var cidr: String
        package var except: [String]

        package init(cidr: String, except: [String] = []) {
            self.cidr = cidr
            self.except = except
        }

        package init(reading object: inout FieldReader) {
            cidr = object.string("cidr")
            except = object.strings("except")
        }

        package var yaml: YAML { .object(["cidr": .string(cidr), "except": .strings(except)]) }
    }

    /// A port of the pod, by number or by the container port's name, or a range of them.
    package struct Port: Equatable, Sendable {
        package enum TransportProtocol: String, Sendable, CaseIterable {
            case tcp = "TCP"
            case udp = "UDP"
            case sctp = "SCTP"
        }

        package var `protocol`: TransportProtocol
        /// Every port when nil.
        package var port: IntOrString?
        package var endPort: Int?

        package init(_ port: IntOrString?, endPort: Int? = nil, protocol: TransportProtocol = .tcp) {
            self.port = port
            self.endPort = endPort
            self.protocol = `protocol`
        }

        package init(reading object: inout FieldReader) {
            self.protocol = object.choice("protocol") ?? .tcp
            port = object.optionalIntOrString("port")
            endPort = object.optionalInt("endPort")
        }

        package var yaml: YAML {
            .object([
                "protocol": .string(self.protocol.rawValue), "port": port?.yaml, "endPort": endPort.map(YAML.int),
            ])
        }
    }
}

extension LocatedNode {
    fileprivate var unknownDirections: [(node: LocatedNode, text: String)] {
        guard case .list(let elements) = value else { return [] }
        return elements.compactMap { element in
            guard case .scalar(.string(let text), _) = element.value, PolicySpec.Direction(rawValue: text) == nil else {
                return nil
            }
            return (element, text)
        }
    }
}
