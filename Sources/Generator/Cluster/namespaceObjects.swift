import Blueprint
package import Kubernetes

extension Site {
    /// A namespace, with what everything in it lives under.
    package func namespaceObjects(_ name: String) -> [Manifest] {
        let shared: [Manifest] = [
            .namespace(namespace(name)), .resourceQuota(resourceQuota(in: name)),
            .networkPolicy(defaultDeny(in: name)),
        ]
        let vault =
            (secretReader(in: name).map { [Manifest.serviceAccount($0)] } ?? [])
            + [.secretStore(secretStore(in: name))]
        // Nothing runs in the namespace of the data. Secrets are needed there only to make the stores' users.
        if name == Self.dataNamespace { return shared + (managesStores ? vault : []) }
        return shared + [.limitRange(limitRange(in: name)), allowDNS(in: name)] + vault
    }

    /// A namespace that admits only pods that keep to the "restricted" Pod Security Standard.
    package func namespace(_ name: String) -> Namespace {
        var metadata = sharedMetadata(name)
        for mode in ["enforce", "audit", "warn"] {
            metadata.labels.append(.init("pod-security.kubernetes.io/\(mode)", "restricted"))
            metadata.labels.append(.init("pod-security.kubernetes.io/\(mode)-version", "v1.36"))
        }
        // The ALB's target health becomes a condition of the pods that it sends traffic to.
        if loadBalancerRoutes.contains(where: { $0.namespace == name }) {
            metadata.labels.append(.init(loadBalancerProvider.readinessGateLabel, "enabled"))
        }
        return Namespace(metadata: metadata)
    }

    /// Nothing but the gateway's load balancer opens the cluster to the world.
    package func resourceQuota(in namespace: String) -> ResourceQuota {
        ResourceQuota(
            metadata: sharedMetadata("no-other-way-in", namespace: namespace),
            hard: [.init("services.loadbalancers", "0"), .init("services.nodeports", "0")])
    }

    /// What a container gets that does not say what it needs: as much as a workload that does not. Without it, a quota of
    /// the cluster's owner on CPU or memory would refuse such a pod.
    package func limitRange(in namespace: String) -> LimitRange {
        LimitRange(
            metadata: sharedMetadata("defaults", namespace: namespace),
            defaultRequest: [.init("cpu", "100m"), .init("memory", "128Mi"), .init("ephemeral-storage", "64Mi")],
            defaultLimit: [.init("cpu", "500m"), .init("memory", "256Mi"), .init("ephemeral-storage", "256Mi")])
    }

    /// The vault that the External Secrets operator reads: AWS Secrets Manager, with a role that may read the secrets of
    /// this namespace and nothing else. With Pod Identity the operator takes the role on; else a service account of the
    /// namespace has it.
    package func secretStore(in namespace: String) -> SecretStore {
        let reader = secretReader(in: namespace)?.metadata.name
        return SecretStore(
            metadata: sharedMetadata(Self.secretStoreName, namespace: namespace), region: environment.region,
            role: reader == nil ? vaultRole(of: namespace) : nil, serviceAccount: reader)
    }

    /// Who reads the vault where roles belong to service accounts; no pod runs as it.
    func secretReader(in namespace: String) -> ServiceAccount? {
        switch environment.cluster.identity {
        case .podIdentity: nil
        case .irsa:
            ServiceAccount(
                metadata: sharedMetadata(
                    "secret-reader", namespace: namespace,
                    annotations: Self.roleAnnotations(vaultRole(of: namespace))),
                automountServiceAccountToken: false)
        }
    }
}
