import Blueprint
package import Diagnostics
package import Kubernetes
import NetworkPolicy
import YAMLTree

// What an API server takes without a word and a cluster then fails on, found in the manifests themselves: those that the
// generator has made, and those in a folder that somebody has changed. Pure: objects in, diagnostics out.
//
// Each family of checks is an extension of `ManifestSet` in a file of its own, and each id has a long text in
// `Explanations.swift`.

/// Everything in `manifests` that would only fail in the cluster, in the order of files and places.
///
/// - Parameter origins: where in a blueprint the objects come from; an object that was read from a file stands there.
package func checkManifests(_ manifests: [Manifest], origins: ManifestOrigins = ManifestOrigins()) -> [Diagnostic] {
    let set = ManifestSet(manifests, origins)
    // Piece by piece, so that two cores never count references to the same object.
    let checks: [@Sendable () -> [Diagnostic]] =
        [{ set.checkNames() }, { set.checkHealthChecks() }, { set.policies.diagnostics }]
        + manifests.pieces(of: 256).map { piece in { @Sendable in piece.flatMap { set.check($0) } } }
        + set.index.pods.pieces(of: 32).map { piece in { @Sendable in piece.flatMap { set.check($0) } } }
    return checks.concurrentMap(pieceSize: 1) { $0() }.flatMap(\.self).sorted()
}

extension ManifestSet {
    /// What is wrong with one object, and with what it names.
    fileprivate func check(_ manifest: Manifest) -> [Diagnostic] {
        switch manifest {
        case .atlasDatabaseUser(let object): checkSecrets([object.password.name], of: manifest)
        case .applicationNetworkPolicy(let object):
            checkSelector(object.spec.podSelector, "podSelector", of: manifest) + checkPeers(object.spec, of: manifest)
        case .cacheUser(let object): checkSecrets(object.passwords.map(\.name), of: manifest)
        case .ciliumNetworkPolicy(let object):
            checkSelector(object.endpointSelector, "endpointSelector", of: manifest)
        case .deployment(let object): checkSelector(of: object)
        case .horizontalPodAutoscaler(let object):
            checkScaling(of: Scaler(object), least: "minReplicas")
                + object.metrics.compactMap { scaleWithoutRequest($0, object) }
        case .networkPolicy(let object):
            checkSelector(object.spec.podSelector, "podSelector", of: manifest) + checkPeers(object.spec, of: manifest)
        case .podDisruptionBudget(let object):
            checkSelector(object.selector, "selector", of: manifest) + checkDisruptions(of: object)
        case .scaledObject(let object): checkScaling(of: Scaler(object), least: "minReplicaCount")
        case .service(let object): checkPorts(of: object)
        case .triggerAuthentication(let object): checkSecrets(object.secrets.map(\.name), of: manifest)
        default: []
        }
    }

    /// What is wrong with the pods of one Deployment.
    fileprivate func check(_ pods: Pods) -> [Diagnostic] {
        guard let template = pods.template else { return [] }
        let variables = variables(of: pods)
        return checkImages(template, of: pods) + checkProbes(template, of: pods)
            + checkShutdown(template, variables, of: pods) + checkSecrets(template, of: pods)
            + checkEdges(variables, of: pods)
    }
}
