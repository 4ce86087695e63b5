package import Blueprint
package import Kubernetes

/// Secret files that a workload's container has in one folder, `/var/run/secrets/<name>/`.
struct Credential: Equatable {
    /// The edge's target, or the secret's own name.
    var name: String
    /// File name and where its content is in the vault.
    var files: [ExternalSecret.Datum]
}

/// A workload's log-in to a store.
struct StoreUser: Equatable {
    /// The last part of its key in the vault, and what it logs in with: `content`, `analytics-mcp-readonly`.
    var name: String
    var readsOnly: Bool
    /// Where its name and password are in the vault.
    var vaultKey: String
}

extension Site {
    /// What fills the workload's Secrets: one for each edge that asks for credentials, one for each secret of its own.
    package func externalSecrets(for workload: Workload) -> [ExternalSecret] {
        credentials(of: workload).map { credential in
            let name = secretName(workload, credential.name)
            return ExternalSecret(
                metadata: metadata(workload, name: name), refreshInterval: "1h", storeName: Self.secretStoreName,
                targetName: name, creationPolicy: .owner, data: credential.files)
        }
    }

    /// `content-cache`: the Secret that holds the credentials of `workload` for `target`.
    func secretName(_ workload: Workload, _ target: String) -> String { dnsLabel(workload.name, target) }

    func credentials(of workload: Workload) -> [Credential] {
        stores(of: workload).map { storeCredential(of: workload, for: $0) }
            + workload.edges.compactMap { edge in
                guard case .external(let name) = edge.target, let secret = external(name)?.secret else { return nil }
                return Credential(name: name, files: [.init(secretKey: "token", remoteKey: vaultKey(secret))])
            }
            + workload.secrets.map { secret in
                Credential(name: secret, files: [.init(secretKey: "value", remoteKey: vaultKey(secret))])
            }
    }

    /// The stores that a workload reaches, itself or through a queue, each once and in the order of its edges.
    func stores(of workload: Workload) -> [Store] {
        var stores: [Store] = []
        for edge in workload.edges {
            guard let store = store(of: edge), !stores.contains(where: { $0.name == store.name }) else { continue }
            stores.append(store)
        }
        return stores
    }

    private func store(of edge: Edge) -> Store? {
        switch edge.target {
        case .store(let name): store(name)
        case .queue(let name): queue(name).flatMap { store($0.store) }
        case .workload, .external: nil
        }
    }

    /// A user of the store's own for each workload; a second one, which may only read, where all its edges only read.
    private func storeCredential(of workload: Workload, for store: Store) -> Credential {
        let key = user(workload, of: store).vaultKey
        return Credential(
            name: store.name,
            files: ["username", "password"].map { .init(secretKey: $0, remoteKey: key, property: $0) })
    }

    /// The log-in of a workload to a store.
    func user(_ workload: Workload, of store: Store) -> StoreUser {
        let readsOnly = workload.edges.allSatisfy { self.store(of: $0)?.name != store.name || $0.access == [.read] }
        let name = workload.name + (readsOnly ? "-readonly" : "")
        return StoreUser(name: name, readsOnly: readsOnly, vaultKey: vaultKey(store.name, name))
    }
}
