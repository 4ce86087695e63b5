import ArgumentParser
import Blueprint
import Diagnostics

/// `orrery explain ID`: the long text of a diagnostic.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains a diagnostic at length.",
        discussion: """
            EXAMPLE
              orrery explain unknown-name
            """)

    @Argument(help: "The word in brackets after 'error' or 'warning'.")
    var id: String

    func run() throws {
        guard let text = explanation(of: id) else {
            throw CommandError(
                "no diagnostic has the id '\(id)'",
                help: nearest(to: id, in: explainedIDs).map { "did you mean '\($0)'?" })
        }
        print(text)
    }
}
