import Diagnostics
import Kubernetes
import NetworkPolicy

// What the network policies say about the connections that the rest of the manifests need.

extension ManifestSet {
    /// No peer of a policy means nobody because of a namespace.
    func checkPeers(_ spec: PolicySpec, of manifest: Manifest) -> [Diagnostic] {
        let metadata = manifest.metadata
        var found: [Diagnostic] = []
        for rules in [spec.ingress, spec.egress] {
            for peer in rules.lazy.flatMap(\.peers) {
                if let selector = peer.namespaceSelector {
                    if isSomeNamespace(selector) { continue }
                    found.append(
                        .unlabelledNamespace(
                            title(manifest.kindName, metadata), selector, at: peer.span ?? span(of: metadata)))
                } else if let selector = peer.podSelector, selector != LabelSelector(),
                    pods(in: metadata.namespace, chosenBy: selector).isEmpty, isChosenSomewhere(selector)
                {
                    found.append(
                        .peerWithoutNamespace(
                            title(manifest.kindName, metadata), namespace: metadata.namespace,
                            at: peer.span ?? span(of: metadata)))
                }
            }
        }
        return found
    }

    /// Whether a namespace of ours fits, or one by its name alone, which may be somebody else's.
    private func isSomeNamespace(_ selector: LabelSelector) -> Bool {
        if selector.matchExpressions.isEmpty,
            selector.matchLabels.allSatisfy({ $0.name == "kubernetes.io/metadata.name" })
        {
            return true
        }
        return namespaces.values.contains { selector.matches($0) }
    }

    /// Every address among a pod's variables can be reached: `NAME_URL`, and `NAME_HOST` with `NAME_PORT`.
    func checkEdges(_ variables: [ObjectMeta.Pair], of pods: Pods) -> [Diagnostic] {
        variables.flatMap { variable -> [Diagnostic] in
            guard let (prefix, address) = address(in: variable, variables) else { return [] }
            return targets(of: address, from: pods).compactMap { target in
                let decision = policies.decide(
                    from: pods.endpoint, to: target.endpoint, port: target.port, portName: target.portName)
                if decision.isAllowed { return nil }
                let place =
                    variable.span ?? origins.span(ofEdge: prefix, of: pods.metadata.name) ?? span(of: pods.metadata)
                return .unreachableEdge(
                    variable, title(Deployment.kind, pods.metadata), decision.reason, at: place)
            }
        }
    }

    /// What a variable leads to, and the part of its name that the edge is called by; nil for one that is no address.
    private func address(
        in variable: ObjectMeta.Pair, _ variables: [ObjectMeta.Pair]
    ) -> (prefix: String, address: Address)? {
        if variable.name.hasSuffix("_URL") {
            return Address(url: variable.value).map { (String(variable.name.dropLast("_URL".count)), $0) }
        }
        guard variable.name.hasSuffix("_HOST") else { return nil }
        let prefix = String(variable.name.dropLast("_HOST".count))
        let port = variables.last { $0.name == prefix + "_PORT" }
        return port.flatMap { Int($0.value) }.map { (prefix, Address(host: variable.value, port: $0)) }
    }

    private struct Target {
        var endpoint: Endpoint
        var port: Int
        var portName: String?
    }

    /// Whom an address leads to: the pods of a service, a store's addresses, or a host outside.
    private func targets(of address: Address, from pod: Pods) -> [Target] {
        func outside(_ host: String?) -> Target {
            let ip = host.flatMap { index.storeAddresses[$0.lowercased()] }
            return Target(endpoint: .address(ip: ip, hostName: host), port: address.port)
        }
        guard let service = service(at: address.host, from: pod.metadata.namespace) else {
            return [outside(address.host)]
        }
        if service.type == .externalName { return [outside(service.externalName)] }
        guard let port = service.ports.first(where: { $0.port == address.port }) else { return [] }
        return pods(in: service.metadata.namespace, chosenBy: LabelSelector(matchLabels: service.selector)).compactMap {
            callee in
            guard let number = callee.number(of: port.targetPort ?? .int(port.port)) else { return nil }
            return Target(
                endpoint: callee.endpoint, port: number, portName: callee.ports.first { $0.number == number }?.name)
        }
    }

    /// `ads`, `ads.services`, `ads.services.svc`, `ads.services.svc.cluster.local`.
    private func service(at host: String, from namespace: String) -> Service? {
        var parts = host.utf8.split(separator: UInt8(ascii: ".")).map { Substring($0) }
        if parts.count > 2, parts[parts.count - 1] == "local", parts[parts.count - 2] == "cluster" {
            parts.removeLast(2)
        }
        if parts.count == 3, parts[2] == "svc" { parts.removeLast() }
        switch parts.count {
        case 1: return service(String(parts[0]), in: namespace)
        case 2: return service(String(parts[0]), in: String(parts[1]))
        default: return nil
        }
    }

    /// The first address of a range that a host may have; nil for what is no range.
    static func firstHost(of range: String) -> String? {
        guard let block = CIDRBlock(range), block.address.isIPv4 else { return nil }
        var octets = block.address.bytes
        if block.prefixLength < 32 { octets[3] |= 1 }
        return octets.map { String($0) }.joined(separator: ".")
    }
}

/// A host and a port, as variables say them.
private struct Address {
    var host: String
    var port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Nil for what is no HTTP URL.
    init?(url: String) {
        let isSecure = url.hasPrefix("https://")
        guard isSecure || url.hasPrefix("http://") else { return nil }
        let authority = url.utf8.dropFirst(isSecure ? 8 : 7).prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        let parts = authority.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { Substring($0) }
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard let port = parts.count == 2 ? Int(parts[1]) : (isSecure ? 443 : 80) else { return nil }
        self.init(host: String(host), port: port)
    }
}
