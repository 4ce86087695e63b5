package import Blueprint
import Diagnostics
import Kubernetes
package import YAMLTree

/// Where the objects that are checked come from: documents that they were read from, with the place of every field, or
/// the lines of a blueprint that they were made of.
package struct ManifestOrigins: Sendable {
    private let parts: [String: SourceSpan]
    /// By the workload and the beginning of its variables' names.
    private let edges: [String: [String: SourceSpan]]
    private let documents: [ObjectName: LocatedNode]

    /// Of objects that nothing is known of but themselves.
    package init() { self.init(parts: [:], edges: [:], documents: [:]) }

    /// Of objects that were read from documents.
    package init(documents: [LocatedNode]) {
        let named = documents.compactMap { document in ObjectName(document).map { ($0, document) } }
        self.init(parts: [:], edges: [:], documents: Dictionary(named) { first, _ in first })
    }

    package init(_ system: System) {
        let workloads = system.workloads.map { ($0.name, $0.span) }
        self.init(
            parts: Dictionary(workloads + system.stores.map { ($0.name, $0.span) }) { first, _ in first },
            edges: Dictionary(
                system.workloads.map { workload in
                    let spans = workload.edges.map { ($0.targetName.variableName, $0.span) }
                    return (workload.name, Dictionary(spans) { first, _ in first })
                }
            ) { first, _ in first }, documents: [:])
    }

    private init(
        parts: [String: SourceSpan], edges: [String: [String: SourceSpan]], documents: [ObjectName: LocatedNode]
    ) {
        self.parts = parts
        self.edges = edges
        self.documents = documents
    }

    /// Where the part stands whose name the object bears as a label.
    func span(of metadata: ObjectMeta) -> SourceSpan? {
        metadata.labels["app.kubernetes.io/name"].flatMap { parts[$0] }
    }

    func span(ofPart name: String) -> SourceSpan? { parts[name] }

    /// Where the edge of a workload stands that its variables `NAME_…` are about.
    func span(ofEdge variables: String, of workload: String) -> SourceSpan? { edges[workload]?[variables] }

    /// Where a field of an object stands, or the nearest to it that does; nil for an object that was not read.
    func span(of object: ObjectName, at path: [FieldPath.Step]) -> SourceSpan? {
        documents[object]?.span(nearest: path)
    }
}
