import Blueprint
import Kubernetes
import YAMLTree

// The layout `argocd`: the plain files with sync waves, and an Application for each environment.
// https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/

/// One Application for each environment; https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml.
func applications(of system: System, _ environments: [Environment], blueprint: String) -> TextFile {
    let documents = environments.map { application(of: system, $0) }
    return TextFile(
        path: "\(system.name)/argocd.yaml",
        text: GeneratedFile.firstLine(blueprint: blueprint) + YAML.text(documents: documents))
}

/// It has no finalizer: deleting an Application leaves what it deployed where it is.
private func application(of system: System, _ environment: Environment) -> YAML {
    let delivery = system.delivery
    let cluster = delivery.clusters.first { $0.name == environment.name }?.value
    return .object([
        "apiVersion": "argoproj.io/v1alpha1", "kind": "Application",
        "metadata": .object([
            "name": .string("\(system.name)-\(environment.name)"), "namespace": "argocd",
            "labels": .object([
                "app.kubernetes.io/part-of": .string(system.name), "app.kubernetes.io/managed-by": "orrery",
            ]),
            // The server fills in defaults, above all of Gateway API's objects; only it can compare.
            "annotations": .object(["argocd.argoproj.io/compare-options": "ServerSideDiff=true"]),
        ]),
        "spec": .object([
            "project": .string(delivery.project),
            "source": .object([
                "repoURL": .string(delivery.repository ?? ""), "targetRevision": .string(delivery.revision),
                "path": .string("\(delivery.path)/\(system.name)/\(environment.name)"),
            ]),
            "destination": .object(["name": .string(cluster ?? "in-cluster")]),
            "syncPolicy": .object([
                "automated": .object(["prune": true, "selfHeal": true]),
                "syncOptions": ["ServerSideApply=true", "PruneLast=true"],
            ]),
        ]),
    ])
}

/// The file with the wave of each object as an annotation; a frontend's as it is.
func withSyncWaves(_ file: GeneratedFile, blueprint: String) -> TextFile {
    guard case .objects(let objects) = file.content, objects.first?.kindName != Kustomization.kind else {
        return TextFile(path: file.path, text: file.text(blueprint: blueprint))
    }
    let documents = file.rendered.map { object in
        var annotations: [YAML.Entry] = [.init("argocd.argoproj.io/sync-wave", .string(String(wave(of: object))))]
        if holdsData(object) { annotations.append(.init("argocd.argoproj.io/sync-options", "Prune=false")) }
        return object.yaml.overlaid(with: .object(["metadata": .object(["annotations": .map(annotations)])]))
    }
    return TextFile(
        path: file.path, text: GeneratedFile.firstLine(blueprint: blueprint) + YAML.text(documents: documents))
}

/// When an object is applied: an earlier wave must be healthy before the next one begins.
///
/// The Gateway comes with its routes, after the Ingress: its pods get a readiness gate of the load balancer's only if
/// the Ingress is there before them. A route's SecurityPolicy comes before it, so that it is never open.
private func wave(of object: RenderedObject) -> Int {
    switch object.name.kind {
    case "Namespace", "CustomResourceDefinition", "PriorityClass", "GatewayClass", "IngressClass", "IngressClassParams",
        "ResourceQuota", "LimitRange":
        -2
    case "SecretStore", "ExternalSecret", "Secret", "ConfigMap", "ServiceAccount", "NetworkPolicy",
        "ApplicationNetworkPolicy", "CiliumNetworkPolicy", "ClusterNetworkPolicy", "SecurityPolicy", "EnvoyProxy",
        "TriggerAuthentication", "PodIdentityAssociation", "Role", "Policy":
        -1
    case "Gateway", "HTTPRoute", "GRPCRoute", "ReferenceGrant", "ClientTrafficPolicy", "BackendTrafficPolicy":
        1
    default:
        holdsData(object) ? -1 : 0
    }
}

/// Whether something would be lost with the object that no later sync brings back.
private func holdsData(_ object: RenderedObject) -> Bool {
    let group = object.apiVersion.split(separator: "/").dropLast().first.map(String.init) ?? ""
    let isManaged =
        ["rds.services.k8s.aws", "elasticache.services.k8s.aws", "docdb.services.k8s.aws"].contains(group)
        || group.hasSuffix("mongodb.com")
    let isOfData = object.name.namespace == Site.dataNamespace || object.name.name == Site.dataNamespace
    return isManaged || (isOfData && ["Namespace", "Service"].contains(object.name.kind))
}
