package import Diagnostics

/// One deployment of the system: `dev`, `staging`, `production`. What differs between them, and nothing else.
package struct Environment: Equatable, Sendable {
    package var name: String
    /// `dev.promptsales.com`: replaces the blueprint's `domain` at the end of every host name; nil leaves them alone.
    package var domain: String?
    /// Certificate name to ARN.
    package var certificates: [Workload.Setting]
    /// Image registry and tag: `123456789012.dkr.ecr.us-east-1.amazonaws.com`, `1.4.0`.
    package var registry: String
    package var tag: String
    /// Workload to the digest of its image: `sha256:` and 64 hex digits.
    package var digests: [Workload.Setting]
    /// Checks of linters that are not asked of this environment's workloads, each with its reason.
    package var skips: [Workload.Setting]
    /// Lower bounds of all the workloads' scales, where given.
    package var scaleLimit: Int?
    /// Where each store answers in this environment, by the store's name; complete for all stores.
    package var endpoints: [Endpoint]
    /// Address ranges of the load balancer's subnets.
    package var loadBalancerSubnets: [String]
    package var region: String
    /// Twelve digits.
    package var account: String
    package var cluster: Cluster
    package var waysIn: WaysIn
    /// Redirect URIs that every public OAuth client has here besides its own: `http://127.0.0.1/callback`.
    package var redirects: [String]
    /// What is added to single objects here, after what is added everywhere.
    package var extras: [Extra] = []
    package var span: SourceSpan

    package struct Endpoint: Equatable, Sendable {
        package var store: String
        /// `master.promptsales-cache.x1y2z3.use1.cache.amazonaws.com`.
        package var host: String
        package var port: Int
        /// The range of addresses it answers from, for network policies: `10.20.3.0/24`.
        package var subnet: String
        /// How controllers in the cluster make and look after it; nil where somebody else does.
        package var managed: ManagedStore?

        package init(store: String, host: String, port: Int, subnet: String, managed: ManagedStore? = nil) {
            self.store = store
            self.host = host
            self.port = port
            self.subnet = subnet
            self.managed = managed
        }
    }

    package init(
        name: String, domain: String?, certificates: [Workload.Setting], registry: String, tag: String,
        digests: [Workload.Setting] = [], skips: [Workload.Setting] = [], scaleLimit: Int?, endpoints: [Endpoint],
        loadBalancerSubnets: [String], region: String,
        account: String = "", cluster: Cluster, waysIn: WaysIn = WaysIn(), redirects: [String] = [], span: SourceSpan
    ) {
        self.name = name
        self.domain = domain
        self.certificates = certificates
        self.registry = registry
        self.tag = tag
        self.digests = digests
        self.skips = skips
        self.scaleLimit = scaleLimit
        self.endpoints = endpoints
        self.loadBalancerSubnets = loadBalancerSubnets
        self.region = region
        self.account = account
        self.cluster = cluster
        self.waysIn = waysIn
        self.redirects = redirects
        self.span = span
    }
}
