package import Diagnostics

/// A store of an environment that controllers in the cluster make and look after: those of AWS for ElastiCache and
/// Aurora, the operator of MongoDB for Atlas.
package struct ManagedStore: Equatable, Sendable {
    /// Ids of subnets in at least two zones; empty for Atlas.
    package var subnets: [String]
    package var securityGroups: [String]
    /// The kind of its machines, as the service calls it: `cache.r7g.large`, `db.r8g.large`, `M30`; nil for the smallest
    /// that is meant for production.
    package var size: String?
    package var nodes: Int
    /// Bounds of Aurora's capacity units, in halves.
    package var capacity: ClosedRange<Int>
    /// The version of the engine; nil lets the service choose.
    package var version: String?
    /// The VPC's endpoint to Atlas, once there is one: `vpce-0123456789abcdef0`.
    package var vpcEndpoint: String?
    package var span: SourceSpan

    package init(
        subnets: [String] = [], securityGroups: [String] = [], size: String? = nil, nodes: Int = 2,
        capacity: ClosedRange<Int> = 1...16, version: String? = nil, vpcEndpoint: String? = nil, span: SourceSpan
    ) {
        self.subnets = subnets
        self.securityGroups = securityGroups
        self.size = size
        self.nodes = nodes
        self.capacity = capacity
        self.version = version
        self.vpcEndpoint = vpcEndpoint
        self.span = span
    }
}
