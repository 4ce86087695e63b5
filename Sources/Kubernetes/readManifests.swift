package import Diagnostics
package import YAMLTree

/// Reads the objects of files in the order of the files and of the documents within. Everything that is wrong with any
/// of them is recorded; the rest is read all the same. An empty document is passed over.
package func readManifests(
    files: [(path: String, text: String)], _ diagnostics: inout [Diagnostic]
) -> [Manifest] {
    var documents: [LocatedNode] = []
    for file in files { documents += readDocuments(file.text, file: file.path, &diagnostics) }
    return readManifests(documents, &diagnostics)
}

/// Reads the objects of documents, in their order; see `readManifests(files:)`.
package func readManifests(_ documents: [LocatedNode], _ diagnostics: inout [Diagnostic]) -> [Manifest] {
    var extras: [Diagnostic.Note] = []
    var manifests: [Manifest] = []
    for document in documents where document.yaml != .null {
        var findings: [Diagnostic] = []
        if let manifest = readManifest(document, &findings) { manifests.append(manifest) }
        extras += findings.takeExtras(of: document)
        diagnostics += findings
    }
    if let warning = Diagnostic.unreadExtras(extras) { diagnostics.append(warning) }
    return manifests
}

/// Reads one object of a file. Nil, with a warning, for what is not an object of a known kind: what nobody reads must
/// be said.
package func readManifest(_ node: LocatedNode, _ diagnostics: inout [Diagnostic]) -> Manifest? {
    var object = FieldReader(node, path: "")
    let apiVersion = object.optionalString("apiVersion") ?? ""
    let kind = object.optionalString("kind") ?? ""
    guard let known = knownKinds.first(where: { $0.kind == kind && $0.apiVersions.contains(apiVersion) }) else {
        diagnostics += object.diagnostics
        diagnostics.append(unreadObject(node, apiVersion: apiVersion, kind: kind))
        return nil
    }
    // Only a kustomization has no metadata: it is a file, and no object of the cluster.
    let metadata =
        kind == Kustomization.kind
        ? ObjectMeta(name: "", span: node.span)
        : object.required("metadata") { ObjectMeta(reading: &$0, at: node.span) }
    let manifest = known.read(metadata, &object)
    diagnostics += object.diagnostics + object.unknownFields
    return manifest
}

private func unreadObject(_ node: LocatedNode, apiVersion: String, kind: String) -> Diagnostic {
    let name = node["metadata"]?["name"]?.yaml
    let title = if case .string(let name)? = name { "the object '\(name)'" } else { "this object" }
    let versions = knownKinds.filter { $0.kind == kind }.flatMap(\.apiVersions).map { "'\($0)'" }
    if kind.isEmpty || apiVersion.isEmpty {
        return Diagnostic(
            "unread-object", "\(title) has no effect here: it lacks '\(kind.isEmpty ? "kind" : "apiVersion")'",
            at: node.span, severity: .warning)
    }
    return Diagnostic(
        "unread-object", "\(title) has no effect here: its kind '\(kind)' of '\(apiVersion)' is not known",
        at: node["kind"]?.span ?? node.span, severity: .warning,
        help: versions.isEmpty ? nil : "'\(kind)' is read when its apiVersion is \(versions.joined(separator: " or "))")
}

/// How an object of one kind is read.
private struct KnownKind: Sendable {
    var apiVersions: [String]
    var kind: String
    var read: @Sendable (ObjectMeta, inout FieldReader) -> Manifest

    init<Kind: ManifestKind>(_ wrap: @escaping @Sendable (Kind) -> Manifest) {
        apiVersions = Kind.apiVersions
        kind = Kind.kind
        read = { metadata, object in wrap(Kind(metadata: metadata, reading: &object)) }
    }
}

private let knownKinds: [KnownKind] = [
    KnownKind(Manifest.applicationNetworkPolicy),
    KnownKind(Manifest.atlasDatabaseUser),
    KnownKind(Manifest.atlasDeployment),
    KnownKind(Manifest.atlasPrivateEndpoint),
    KnownKind(Manifest.atlasProject),
    KnownKind(Manifest.backendTrafficPolicy),
    KnownKind(Manifest.cacheSubnetGroup),
    KnownKind(Manifest.cacheUser),
    KnownKind(Manifest.cacheUserGroup),
    KnownKind(Manifest.ciliumNetworkPolicy),
    KnownKind(Manifest.clientTrafficPolicy),
    KnownKind(Manifest.configMap),
    KnownKind(Manifest.dbCluster),
    KnownKind(Manifest.dbInstance),
    KnownKind(Manifest.dbSubnetGroup),
    KnownKind(Manifest.deployment),
    KnownKind(Manifest.envoyProxy),
    KnownKind(Manifest.externalSecret),
    KnownKind(Manifest.gateway),
    KnownKind(Manifest.gatewayClass),
    KnownKind(Manifest.httpRoute),
    KnownKind(Manifest.horizontalPodAutoscaler),
    KnownKind(Manifest.ingress),
    KnownKind(Manifest.ingressClass),
    KnownKind(Manifest.ingressClassParams),
    KnownKind(Manifest.kustomization),
    KnownKind(Manifest.limitRange),
    KnownKind(Manifest.listenerRuleConfiguration),
    KnownKind(Manifest.loadBalancerConfiguration),
    KnownKind(Manifest.namespace),
    KnownKind(Manifest.networkPolicy),
    KnownKind(Manifest.podDisruptionBudget),
    KnownKind(Manifest.podIdentityAssociation),
    KnownKind(Manifest.priorityClass),
    KnownKind(Manifest.referenceGrant),
    KnownKind(Manifest.replicationGroup),
    KnownKind(Manifest.resourceQuota),
    KnownKind(Manifest.scaledObject),
    KnownKind(Manifest.secret),
    KnownKind(Manifest.secretStore),
    KnownKind(Manifest.securityPolicy),
    KnownKind(Manifest.service),
    KnownKind(Manifest.serviceAccount),
    KnownKind(Manifest.targetGroupConfiguration),
    KnownKind(Manifest.triggerAuthentication),
]
