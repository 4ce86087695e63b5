import Blueprint
package import Diagnostics
package import Kubernetes
import NetworkPolicy

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
    let checks: [@Sendable () -> [Diagnostic]] = [
        set.checkReachability, set.checkPolicies, set.checkNames, set.checkImages, set.checkProbes, set.checkShutdown,
        set.checkSecrets, set.checkServices, set.checkSelectors, set.checkScaling, set.checkDisruptions,
    ]
    return checks.concurrentMap(pieceSize: 1) { $0() }.flatMap(\.self).sorted()
}
