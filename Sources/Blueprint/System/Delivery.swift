/// How the manifests are laid out, and where a cluster takes them from.
package struct Delivery: Equatable, Sendable {
    package enum Layout: String, Sendable, CaseIterable {
        /// One file for each workload in a folder for each namespace, with a kustomization.
        case files
        /// One file for each environment.
        case single
        /// A Helm chart with one file of values for each environment.
        case helm
        /// As `files`, with sync waves, and an Argo CD Application for each environment.
        case argocd
    }

    package var layout: Layout = .files
    /// The URL of the Git repository that Argo CD reads; nil where the blueprint is silent.
    package var repository: String?
    package var revision = "HEAD"
    /// The output folder as seen from the repository's root.
    package var path = "generated"
    /// The Argo CD project.
    package var project = "default"
    /// What Argo CD calls the cluster of each environment; one without a name is deployed where Argo CD runs.
    package var clusters: [Workload.Setting] = []

    package init() {}
}
