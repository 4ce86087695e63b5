import ArgumentParser
import Blueprint
import Diagnostics
import Generator

/// `orrery explain`: the long text of a diagnostic, the way of a request, or who may reach whom. Each kind of question has
/// a file of its own.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains a diagnostic, the way of a request, or an edge.",
        discussion: """
            Requests and edges are explained from the manifests alone; nothing needs to run.

            EXAMPLES
              orrery explain unknown-name                                    a diagnostic
              orrery explain GET https://api.promptsales.com/content/drafts  each hop of a request, and what decides it
              orrery explain GET http://ads/livez --from content             a request within the cluster
              orrery explain edge content redis                              whether one part may reach another
            """)

    @Argument(
        help: ArgumentHelp(
            "The word in brackets after 'error' or 'warning'; METHOD URL; or 'edge' CALLER CALLEE.",
            valueName: "question"))
    var words: [String]

    @Option(help: "The blueprint or its folder. (default: blueprint.yaml here, else the one under blueprints/)")
    var blueprint: String?

    @Option(help: "The environment. (default: the first that has what is asked about)")
    var environment: String?

    @Option(help: "The folder of manifests to explain, instead of those that the blueprint makes.")
    var manifests: String?

    @Option(help: "The workload that sends the request. (default: a client on the internet)")
    var from: String?

    @Option(help: "How the answer is shown: text or json.")
    var format = OutputFormat.text

    func run() throws {
        let first = words.first ?? ""
        if isRequest {
            try explainRequest(method: first, url: words[1])
        } else if isEdge {
            try explainEdge(from: words[1], to: words[2])
        } else if words.count == 1 {
            try explainDiagnostic(first)
        } else {
            throw CommandError(
                "'\(words.joined(separator: " "))' is no question", help: "'orrery explain --help' shows what to ask")
        }
    }

    private func explainDiagnostic(_ id: String) throws {
        let ofManifests = manifestExplanations.first { $0.id == id }?.text
        guard let text = explanation(of: id) ?? ofManifests else {
            throw CommandError(
                "no diagnostic has the id '\(id)'",
                help: nearest(to: id, in: explainedIDs + manifestExplanations.map(\.id)).map { "did you mean '\($0)'?" }
            )
        }
        print(text)
    }
}
