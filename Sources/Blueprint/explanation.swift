import Diagnostics
import YAMLTree

/// The long text about an id, for `orrery explain ID`; nil for an id that no blueprint can cause.
package func explanation(of id: String) -> String? {
    allExplanations.first { $0.id == id }?.text
}

/// Every id that has a long text, in alphabetical order.
package var explainedIDs: [String] { allExplanations.map(\.id).sorted() }

private let allExplanations = blueprintExplanations + waysInExplanations + yamlExplanations
