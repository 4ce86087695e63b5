/// A blueprint, read and checked: complete typed values, no YAML.
///
/// A `System` is always whole: every name resolves, every default is filled in, and everything that could be derived
/// has been. Where a value came from is in its `span`, for messages and for `orrery explain`.
package struct System: Equatable, Sendable {
    package var name: String
    /// `promptsales.com`: the end of every host name that an environment may replace; see `host(_:in:)`.
    package var domain: String
    package var frontends: [Frontend]
    package var loadBalancer: LoadBalancer
    package var gateway: GatewayDeclaration
    /// Services, MCP servers and workers, in the order of the blueprint.
    package var workloads: [Workload]
    package var stores: [Store]
    package var queues: [Queue]
    package var externals: [External]
    /// At least one; in the order of the blueprint.
    package var environments: [Environment]
    /// Who may ask the authorization server for tokens; empty where there is none.
    package var clients: [OAuthClient]
    /// Seconds in which requests are finished where nothing else is said: what the way in waits for.
    package var drain: Int
    package var delivery = Delivery()
    /// What is added to single objects in every environment.
    package var extras: [Extra] = []

    package init(
        name: String, frontends: [Frontend], loadBalancer: LoadBalancer, gateway: GatewayDeclaration,
        workloads: [Workload], stores: [Store], queues: [Queue], externals: [External], environments: [Environment],
        domain: String = "", clients: [OAuthClient] = [], drain: Int = Shutdown.usualDrain
    ) {
        self.name = name
        self.domain = domain
        self.clients = clients
        self.drain = drain
        self.frontends = frontends
        self.loadBalancer = loadBalancer
        self.gateway = gateway
        self.workloads = workloads
        self.stores = stores
        self.queues = queues
        self.externals = externals
        self.environments = environments
    }
}
