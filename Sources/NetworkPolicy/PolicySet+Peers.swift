import Kubernetes

extension PolicySet {
    /// Whether `peer`, as `policy` writes it, means `endpoint`.
    func fit(_ peer: PolicySpec.Peer, of policy: Policy, to endpoint: Endpoint, _ detail: Fit.Detail) -> Fit {
        if let block = peer.ipBlock { return fit(block, to: endpoint, detail) }
        if !peer.domainNames.isEmpty {
            return fit(domainNames: peer.domainNames, policy.dialect, to: endpoint, detail)
        }
        guard peer.namespaceSelector != nil || peer.podSelector != nil else {
            return .misses(0, "its peer is empty", detail)
        }
        guard case .pod(let namespace, _, let labels, _) = endpoint else {
            return .misses(0, "it allows pods, and \(endpoint.name) is none", detail)
        }
        let home = policy.metadata.namespace
        func namespaceMismatch() -> String {
            guard let selector = peer.namespaceSelector else {
                return "it allows pods of namespace '\(home)', not of '\(namespace)'"
            }
            let mismatch = selector.firstMismatch(with: self.labels(ofNamespace: namespace)) ?? ""
            return "in namespace '\(namespace)' \(mismatch)"
        }
        func podMismatch() -> String {
            "on \(endpoint.name) \(peer.podSelector?.firstMismatch(with: labels) ?? "")"
        }
        let isNamespace = peer.namespaceSelector?.matches(self.labels(ofNamespace: namespace)) ?? (namespace == home)
        switch (isNamespace, peer.podSelector?.matches(labels) ?? true) {
        case (true, true): return .fits
        // A pod selector that fits is half the way; one that is not there says nothing.
        case (false, true): return .misses(peer.podSelector == nil ? 0 : 1, namespaceMismatch(), detail)
        case (true, false): return .misses(1, podMismatch(), detail)
        case (false, false): return .misses(0, "\(namespaceMismatch()), and \(podMismatch())", detail)
        }
    }

    private func fit(_ block: PolicySpec.IPBlock, to endpoint: Endpoint, _ detail: Fit.Detail) -> Fit {
        guard let cidr = self.block(block.cidr) else {
            return .misses(0, "'\(block.cidr)' is no block of addresses", detail)
        }
        guard let address = endpoint.address else {
            return Self.fit(cidr, except: block.except.compactMap(self.block), toUnknownAddressOf: endpoint, detail)
        }
        guard cidr.contains(address) else {
            return .misses(0, "\(address) is outside \(block.cidr)", detail)
        }
        if let exception = block.except.first(where: { self.block($0)?.contains(address) == true }) {
            return .misses(1, "\(address) is in \(exception), which \(block.cidr) excepts", detail)
        }
        return .fits
    }

    /// A host on the internet has some public address: it is in a block of all addresses that excepts none but those
    /// that are not public.
    private static func fit(
        _ cidr: CIDRBlock, except exceptions: [CIDRBlock], toUnknownAddressOf endpoint: Endpoint, _ detail: Fit.Detail
    ) -> Fit {
        guard case .address(nil, _?) = endpoint else {
            return .misses(0, "the address of \(endpoint.name) is not known", detail)
        }
        let exceptsOnlyPrivate = exceptions.allSatisfy { exception in
            CIDRBlock.specialPurpose.contains { $0.contains(exception) }
        }
        if cidr.prefixLength == 0 && exceptsOnlyPrivate { return .fits }
        return .misses(0, "\(endpoint.name) need not be in \(cidr.address)/\(cidr.prefixLength)", detail)
    }

    private func fit(
        domainNames: [String], _ dialect: DomainPattern.Dialect, to endpoint: Endpoint, _ detail: Fit.Detail
    ) -> Fit {
        guard case .address(_, let hostName?) = endpoint else {
            return .misses(0, "it allows hosts by name, and \(endpoint.name) has none", detail)
        }
        if domainNames.contains(where: { pattern($0, dialect).matches(hostName) }) { return .fits }
        return .misses(
            0, "'\(hostName)' is not among \(domainNames.map { "'\($0)'" }.joined(separator: ", "))", detail)
    }
}
