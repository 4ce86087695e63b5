package import Blueprint
import Diagnostics
import Kubernetes

/// Which line of a blueprint an object was made of, for diagnostics about it.
package struct ManifestOrigins: Sendable {
    private let parts: [String: SourceSpan]
    /// By the workload and the beginning of its variables' names.
    private let edges: [String: [String: SourceSpan]]

    /// Of objects that no blueprint is known of.
    package init() {
        parts = [:]
        edges = [:]
    }

    package init(_ system: System) {
        let workloads = system.workloads.map { ($0.name, $0.span) }
        parts = Dictionary(workloads + system.stores.map { ($0.name, $0.span) }) { first, _ in first }
        edges = Dictionary(
            system.workloads.map { workload in
                let spans = workload.edges.map { ($0.targetName.variableName, $0.span) }
                return (workload.name, Dictionary(spans) { first, _ in first })
            }
        ) { first, _ in first }
    }

    /// Where the part stands whose name the object bears as a label.
    func span(of metadata: ObjectMeta) -> SourceSpan? {
        metadata.labels["app.kubernetes.io/name"].flatMap { parts[$0] }
    }

    /// Where the edge of a workload stands that its variables `NAME_…` are about.
    func span(ofEdge variables: String, of workload: String) -> SourceSpan? { edges[workload]?[variables] }
}
