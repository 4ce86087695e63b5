package import Diagnostics
import Kubernetes
import Routing

/// What the manifests decide, without anything that runs: the basis of `orrery explain`, and of as many instances as are
/// started from it.
package struct Plan: Sendable {
    let cluster: Cluster
    let parts: RoutingParts
    /// The front ends' projects, which are no manifests.
    let projects: [VercelProject]

    /// Reads the manifests among `files`, and the front ends' projects.
    ///
    /// - Parameter diagnostics: takes everything that is wrong in them.
    /// - Throws: `InvalidManifests`.
    package init(files: [(path: String, text: String)], _ diagnostics: inout [Diagnostic]) throws {
        let manifests = readManifests(files: files.filter { $0.path.hasSuffix(".yaml") }, &diagnostics)
        projects = VercelProject.projects(in: files, &diagnostics)
        cluster = Cluster(manifests: manifests, &diagnostics)
        parts = RoutingParts(manifests, &diagnostics)
        if diagnostics.contains(where: { $0.severity == .error }) { throw InvalidManifests() }
    }

    /// Every name that an explanation can be asked about: workloads and stores.
    package var names: [String] {
        cluster.pods.map(\.workload) + cluster.stores.map(\.metadata.name)
    }
}

/// A name that the manifests do not have.
package struct UnknownPart: Error, Sendable, CustomStringConvertible {
    package var name: String
    package var known: [String]

    package var description: String { "nothing in the manifests is called '\(name)'" }
}

extension Plan {
    /// Whether one of the load balancers has `host`.
    package func answers(for host: String) -> Bool {
        parts.loadBalancers.flatMap(\.listeners).flatMap(\.hosts).contains { pattern in
            pattern.hasPrefix("*.") ? host.hasSuffix(pattern.dropFirst()) : pattern.lowercased() == host
        }
    }
}
