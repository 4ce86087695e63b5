import Blueprint
import Kubernetes

/// Secret files that a workload's container has in one folder, `/var/run/secrets/<name>/`.
struct Credential {
    /// The edge's target, or the secret's own name.
    var name: String
    /// `content-cache`: the Secret that holds them.
    var secretName: String
    /// File name and where its content is in the vault.
    var files: [ExternalSecret.Datum]
}

/// A workload's log-in to a store.
struct StoreUser {
    var store: DeployedStore
    /// The last part of its key in the vault, and what it logs in with: `content`, `analytics-mcp-readonly`.
    var name: String
    var readsOnly: Bool
    /// Where its name and password are in the vault.
    var vaultKey: String
}

extension Site {
    /// What fills the workload's Secrets: one for each edge that asks for credentials, one for each secret of its own.
    func externalSecrets(for workload: DeployedWorkload) -> [Manifest] {
        workload.credentials.map { credential in
            .externalSecret(
                ExternalSecret(
                    metadata: metadata(workload, name: credential.secretName), refreshInterval: "1h",
                    storeName: Self.secretStoreName, targetName: credential.secretName, creationPolicy: .owner,
                    data: credential.files))
        }
    }

    /// `content-cache`: the Secret that holds the credentials of `workload` for `target`.
    func secretName(_ workload: String, _ target: String) -> String { dnsLabel(workload, target) }

    /// Those of the log-ins to stores, then those of vendors' APIs, then the workload's own.
    func credentials(of workload: Workload, _ users: [StoreUser]) -> [Credential] {
        func credential(_ name: String, _ files: [ExternalSecret.Datum]) -> Credential {
            Credential(name: name, secretName: secretName(workload.name, name), files: files)
        }
        var credentials = users.map { user in
            credential(
                user.store.name,
                [
                    .init(secretKey: "username", remoteKey: user.vaultKey, property: "username"),
                    .init(secretKey: "password", remoteKey: user.vaultKey, property: "password"),
                ])
        }
        for edge in workload.edges {
            guard case .external(let name) = edge.target, let secret = external(name)?.secret else { continue }
            credentials.append(credential(name, [.init(secretKey: "token", remoteKey: vaultKey(secret))]))
        }
        for secret in workload.secrets {
            credentials.append(credential(secret, [.init(secretKey: "value", remoteKey: vaultKey(secret))]))
        }
        return credentials
    }

    /// The log-ins of a workload, one to each store that it reaches, itself or through a queue, in the order of its edges.
    /// A store knows a user for each workload; a second one, which may only read, where all the edges to it only read.
    func users(of workload: Workload) -> [StoreUser] {
        var reached: [(store: DeployedStore, readsOnly: Bool)] = []
        for edge in workload.edges {
            guard let store = store(of: edge) else { continue }
            let readsOnly = edge.access == [.read]
            if let index = reached.firstIndex(where: { $0.store === store }) {
                reached[index].readsOnly = reached[index].readsOnly && readsOnly
            } else {
                reached.append((store, readsOnly))
            }
        }
        return reached.map { store, readsOnly in
            let name = readsOnly ? workload.name + "-readonly" : workload.name
            return StoreUser(
                store: store, name: name, readsOnly: readsOnly, vaultKey: vaultKey("\(store.name)/\(name)"))
        }
    }

    private func store(of edge: Edge) -> DeployedStore? {
        switch edge.target {
        case .store(let name): index.stores[name]
        case .queue(let name): queue(name).flatMap { index.stores[$0.store] }
        case .workload, .external: nil
        }
    }
}
