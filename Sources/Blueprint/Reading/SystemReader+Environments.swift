import Diagnostics
import YAMLTree

extension SystemReader {
    mutating func environment(
        _ declaration: Blueprint.Declaration, _ stores: [Store], _ loadBalancer: LoadBalancer,
        _ workloads: [Workload]
    ) -> Environment {
        let node = declaration.node
        let certificates = certificates(declaration, loadBalancer)
        // arn:aws:acm:REGION:ACCOUNT:certificate/ID
        let parts = (certificates.first?.value ?? "").split(separator: ":").map(String.init)
        let ofCertificate: (region: String, account: String) = parts.count > 4 ? (parts[3], parts[4]) : ("", "")
        checkWorkloads(node["digests"], of: declaration, workloads)
        return Environment(
            name: declaration.name, domain: node["domain"]?.text(.host), certificates: certificates,
            registry: node["registry"]?.text(.registry) ?? "", tag: node["tag"]?.text(.tag) ?? "",
            digests: named(node["digests"], .digest), skips: named(node["skips"], .reason),
            scaleLimit: node["scale"]?["max"]?.number(in: 1...1000), endpoints: endpoints(declaration, stores),
            loadBalancerSubnets: texts(node["alb"]?["subnets"], .cidr),
            region: node["region"]?.text(.region) ?? ofCertificate.region,
            account: node["account"]?.text(.account) ?? ofCertificate.account,
            cluster: cluster(declaration, workloads),
            waysIn: waysIn(declaration), redirects: texts(node["redirects"], .uri), span: declaration.nameSpan)
    }

    private mutating func certificates(
        _ declaration: Blueprint.Declaration, _ loadBalancer: LoadBalancer
    ) -> [Workload.Setting] {
        guard let node = declaration.node["acm"] else { return [] }
        let needed = loadBalancer.certificates.filter { !$0.isEmpty }
        var certificates: [Workload.Setting] = []
        for entry in node.entries {
            if !needed.contains(entry.key), !needed.isEmpty {
                diagnostics.append(.unknownCertificate(entry, needed: needed))
            }
            if let arn = entry.value.text(.arn) { certificates.append(.init(name: entry.key, value: arn)) }
        }
        for name in needed where !node.entries.contains(where: { $0.key == name }) {
            diagnostics.append(.missingCertificate(name, environment: declaration.name, at: node.span))
        }
        return certificates
    }

    /// In the order of the stores, whatever the order in the environment.
    private mutating func endpoints(
        _ declaration: Blueprint.Declaration, _ stores: [Store]
    ) -> [Environment.Endpoint] {
        let node = declaration.node["data"]
        let entries = node?.entries ?? []
        var places: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            places[entry.key] = index
            if !blueprint.declares(entry.key, in: .data) {
                diagnostics.append(.unknownEndpoint(entry, environment: declaration.name, blueprint: blueprint))
            }
        }
        return stores.compactMap { store in
            guard let endpoint = places[store.name].map({ entries[$0].value }) else {
                diagnostics.append(
                    .missingEndpoint(
                        store, environment: declaration.name,
                        at: node?.span ?? declaration.nameSpan))
                return nil
            }
            return Environment.Endpoint(
                store: store.name, host: endpoint["host"]?.text(.host) ?? "",
                port: endpoint["port"]?.number(in: 1...65535) ?? store.kind.port,
                subnet: endpoint["subnet"]?.text(.cidr) ?? "", managed: managed(endpoint["manage"], store))
        }
    }
}
