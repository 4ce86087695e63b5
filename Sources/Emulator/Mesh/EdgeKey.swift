/// A part, or one edge to it: what can be swapped, and what can be given a fault.
package struct EdgeKey: Hashable, Comparable, Sendable {
    /// A workload, a store, a vendor, or the host name of an external that has no mock.
    package var callee: String
    /// The only caller that is meant; nil for all.
    package var caller: String?

    package init(callee: String, caller: String?) {
        self.callee = callee
        self.caller = caller
    }

    package static func < (lhs: EdgeKey, rhs: EdgeKey) -> Bool {
        (lhs.callee, lhs.caller ?? "") < (rhs.callee, rhs.caller ?? "")
    }
}
