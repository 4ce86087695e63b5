package import Images

/// What an instance is made from.
package struct InstanceOptions: Sendable {
    /// The manifests and the front ends' projects, with the paths that diagnostics show.
    package var files: [(path: String, text: String)]
    /// What `files` were read to before, for one more instance of the same; nil reads them.
    package var plan: Plan?
    /// The folder that the contracts' and migrations' paths are relative to.
    package var contracts: String
    /// Where databases, secrets and the certificate authority are kept; nil keeps nothing.
    package var stateFolder: String?
    /// Whether every listener takes a free port.
    package var isIsolated: Bool
    /// Whether a connection that no policy allows fails at once; else it takes as long as dropped packets take.
    package var deniesFast: Bool
    /// The images that run in this process, by their names.
    package var images: [LocalImage]
    /// The seed of the instance's randomness.
    package var seed: UInt64

    package init(
        files: [(path: String, text: String)], plan: Plan? = nil, contracts: String, stateFolder: String?,
        isIsolated: Bool,
        deniesFast: Bool = true, images: [LocalImage], seed: UInt64 = .random(in: .min ... .max)
    ) {
        self.files = files
        self.plan = plan
        self.contracts = contracts
        self.stateFolder = stateFolder
        self.isIsolated = isIsolated
        self.deniesFast = deniesFast
        self.images = images
        self.seed = seed
    }
}
