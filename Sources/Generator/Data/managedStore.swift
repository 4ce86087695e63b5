package import Blueprint
package import Kubernetes

extension Site {
    /// The managed service behind a store, as objects that controllers in the cluster make it of; nothing where somebody
    /// else looks after it. Deleting an object leaves the data alone.
    package func managedObjects(for store: Store) -> [Manifest] {
        guard let managed = endpoint(of: store.name)?.managed else { return [] }
        return switch store.managed {
        case .elasticache: cacheObjects(for: store, managed)
        case .aurora: auroraObjects(for: store, managed)
        case .atlas: atlasObjects(for: store, managed)
        }
    }

    /// Whether a controller in the cluster looks after any store of this environment.
    var managesStores: Bool { environment.endpoints.contains { $0.managed != nil } }

    // MARK: - What they share

    /// Everybody who logs in to a store, in the order of the blueprint.
    func users(of store: Store) -> [StoreUser] {
        (index.users[store.name] ?? []).compactMap { number in
            users(of: system.workloads[number]).first { $0.store.name == store.name }
        }
    }

    /// The Secret with a user's password beside the managed store, from the same place in the vault that the workload's
    /// own comes from.
    func passwordSecret(_ user: StoreUser, of store: Store, labels: [ObjectMeta.Pair] = []) -> ExternalSecret {
        let name = dnsLabel(store.name, user.name)
        return ExternalSecret(
            metadata: managedMetadata(store, name: name, annotations: []), refreshInterval: "1h",
            storeName: Self.secretStoreName, targetName: name, creationPolicy: .owner, targetLabels: labels,
            data: [.init(secretKey: "password", remoteKey: user.vaultKey, property: "password")])
    }

    func managedMetadata(_ store: Store, name: String? = nil, annotations: [ObjectMeta.Pair]) -> ObjectMeta {
        ObjectMeta(
            name: name ?? store.name, namespace: Self.dataNamespace,
            labels: labels(name: store.name, component: store.kind.rawValue), annotations: annotations)
    }

    /// Deleting the object, by hand or because it is no longer made, leaves what it stands for.
    var keptByAWS: [ObjectMeta.Pair] {
        [
            .init("services.k8s.aws/deletion-policy", "retain"), .init("services.k8s.aws/region", environment.region),
            Self.notPruned,
        ]
    }

    static let notPruned = ObjectMeta.Pair("argocd.argoproj.io/sync-options", "Prune=false")

    /// `promptsales-production-cache`: a name in AWS, where two hyphens may not follow each other.
    func awsName(_ words: String..., limit: Int) -> String {
        let text = ([system.name, environment.name] + words).joined(separator: "-")
        var letters: [Character] = []
        for letter in text where !(letter == "-" && letters.last == "-") { letters.append(letter) }
        return dnsLabel(String(letters), limit: limit)
    }

    var awsTags: [KeyValue] {
        [
            KeyValue("system", system.name), KeyValue("environment", environment.name),
            KeyValue("managed-by", "orrery"),
        ]
    }
}
