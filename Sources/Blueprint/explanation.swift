import Diagnostics
import YAMLTree

/// The long text about an id, for `orrery explain ID`; nil for an id that no blueprint can cause.
package func explanation(of id: String) -> String? {
    (blueprintExplanations + yamlExplanations).first { $0.id == id }?.text
}

/// Every id that has a long text, in alphabetical order.
package var explainedIDs: [String] { (blueprintExplanations + yamlExplanations).map(\.id).sorted() }
