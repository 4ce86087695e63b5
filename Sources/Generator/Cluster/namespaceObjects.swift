import Blueprint
package import Kubernetes

extension Site {
    /// A namespace, with what everything in it lives under.
    package func namespaceObjects(_ name: String) -> [Manifest] {
        let shared: [Manifest] = [
            .namespace(namespace(name)), .resourceQuota(resourceQuota(in: name)),
            .networkPolicy(defaultDeny(in: name)),
        ]
        // Nothing runs in the namespace of the data, so nothing in it asks for names or secrets.
        if name == Self.dataNamespace { return shared }
        return shared + [.networkPolicy(allowDNS(in: name)), .secretStore(secretStore(in: name))]
    }

    /// A namespace that admits only pods that keep to the "restricted" Pod Security Standard.
    package func namespace(_ name: String) -> Namespace {
        var metadata = sharedMetadata(name)
        for mode in ["enforce", "audit", "warn"] {
            metadata.labels.append(.init("pod-security.kubernetes.io/\(mode)", "restricted"))
            metadata.labels.append(.init("pod-security.kubernetes.io/\(mode)-version", "v1.35"))
        }
        // The ALB's target health becomes a condition of the pods that it sends traffic to.
        if name == system.gateway.namespace {
            metadata.labels.append(.init("elbv2.k8s.aws/pod-readiness-gate-inject", "enabled"))
        }
        return Namespace(metadata: metadata)
    }

    /// Nothing but the gateway's load balancer opens the cluster to the world.
    package func resourceQuota(in namespace: String) -> ResourceQuota {
        ResourceQuota(
            metadata: sharedMetadata("no-other-way-in", namespace: namespace),
            hard: [.init("services.loadbalancers", "0"), .init("services.nodeports", "0")])
    }

    /// The vault that the External Secrets operator reads: AWS Secrets Manager, with the operator's own identity.
    package func secretStore(in namespace: String) -> SecretStore {
        SecretStore(
            metadata: sharedMetadata(Self.secretStoreName, namespace: namespace), region: environment.region)
    }
}
