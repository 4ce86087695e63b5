extension Instance {
    package var faults: Faults { world.mesh.faults }

    /// The key for a fault of `part`, for all its callers or for the calls of `edge` alone.
    ///
    /// - Throws: `UnknownPart`, and `UnusableFault` for an HTTP status of a store, which has none.
    package func faultKey(part: String, edge: String?, for fault: Fault? = nil) throws -> EdgeKey {
        let key = try edgeKey(part: part, edge: edge)
        if case .status? = fault?.failure, world.data.stores.contains(where: { $0.name == part }) {
            throw UnusableFault(reason: "'\(part)' is a store, which has no HTTP status: let it 'reset'")
        }
        return key
    }
}
