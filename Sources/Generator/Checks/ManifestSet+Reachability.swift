import Diagnostics
import Kubernetes
import NetworkPolicy

// What the network policies say about the connections that the rest of the manifests need.

extension ManifestSet {
    /// What an API server refuses in the policies, and peers that mean nobody because of a namespace.
    func checkPolicies() -> [Diagnostic] {
        policies.diagnostics
            + zip(names, manifests).flatMap { name, manifest -> [Diagnostic] in
                switch manifest {
                case .networkPolicy(let object): checkPeers(object.spec, of: name)
                case .applicationNetworkPolicy(let object): checkPeers(object.spec, of: name)
                default: []
                }
            }
    }

    private func checkPeers(_ spec: PolicySpec, of name: Name) -> [Diagnostic] {
        let metadata = name.metadata
        var found: [Diagnostic] = []
        for rules in [spec.ingress, spec.egress] {
            for peer in rules.lazy.flatMap(\.peers) {
                let place = peer.span ?? span(of: metadata)
                if let selector = peer.namespaceSelector {
                    if isSomeNamespace(selector) { continue }
                    found.append(.unlabelledNamespace(title(name.kind, metadata), selector, at: place))
                } else if let selector = peer.podSelector, selector != LabelSelector(),
                    pods(in: metadata.namespace, chosenBy: selector).isEmpty, isChosenSomewhere(selector)
                {
                    found.append(
                        .peerWithoutNamespace(
                            title(name.kind, metadata), namespace: metadata.namespace, at: place))
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

    /// The policies let every declared connection and the load balancer's health checks through.
    func checkReachability() -> [Diagnostic] {
        pods.concurrentMap { checkEdges(of: $0) }.flatMap(\.self) + checkHealthChecks()
    }

    /// Every address among a pod's variables can be reached: `NAME_URL`, and `NAME_HOST` with `NAME_PORT`.
    private func checkEdges(of pod: Pods) -> [Diagnostic] {
        let variables = variables(of: pod)
        return variables.flatMap { variable -> [Diagnostic] in
            let address: Address?
            let prefix: String
            if variable.name.hasSuffix("_URL") {
                prefix = String(variable.name.dropLast("_URL".count))
                address = Address(url: variable.value)
            } else if variable.name.hasSuffix("_HOST") {
                prefix = String(variable.name.dropLast("_HOST".count))
                let port = variables.last { $0.name == prefix + "_PORT" }
                address = port.flatMap { Int($0.value) }.map { Address(host: variable.value, port: $0) }
            } else {
                return []
            }
            guard let address else { return [] }
            let place =
                variable.span ?? origins.span(ofEdge: prefix, of: pod.metadata.name) ?? span(of: pod.metadata)
            return targets(of: address, from: pod).compactMap { target in
                let decision = policies.decide(
                    from: pod.endpoint, to: target.endpoint, port: target.port, portName: target.portName)
                return decision.isAllowed
                    ? nil : .unreachableEdge(variable, title(Deployment.kind, pod.metadata), decision.reason, at: place)
            }
        }
    }

    private struct Target {
        var endpoint: Endpoint
        var port: Int
        var portName: String?
    }

    /// Whom an address leads to: the pods of a service, a store's addresses, or a host outside.
    private func targets(of address: Address, from pod: Pods) -> [Target] {
        guard let service = service(at: address.host, from: pod.metadata.namespace) else {
            let store = storesByHost[address.host.lowercased()]
            let ip = store?.metadata.annotations["orrery.dev/subnet"].flatMap(Self.firstHost)
            return [Target(endpoint: .address(ip: ip, hostName: address.host), port: address.port)]
        }
        if service.type == .externalName {
            let ip = service.metadata.annotations["orrery.dev/subnet"].flatMap(Self.firstHost)
            return [Target(endpoint: .address(ip: ip, hostName: service.externalName), port: address.port)]
        }
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
        var parts = host.split(separator: ".").map(String.init)
        if parts.suffix(2) == ["cluster", "local"] { parts.removeLast(2) }
        if parts.count == 3, parts[2] == "svc" { parts.removeLast() }
        switch parts.count {
        case 1: return service(parts[0], in: namespace)
        case 2: return service(parts[0], in: parts[1])
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
        let authority = url.dropFirst(isSecure ? 8 : 7).prefix { !"/?#".contains($0) }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard let port = parts.count == 2 ? Int(parts[1]) : (isSecure ? 443 : 80) else { return nil }
        self.init(host: String(host), port: port)
    }
}
