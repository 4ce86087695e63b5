import ArgumentParser
import Blueprint
import Diagnostics
import Generator

/// `orrery explain`: the long text of a diagnostic, where a field of a manifest comes from, what a line of the blueprint
/// makes, the way of a request, or who may reach whom. Each kind of question has a file of its own.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains a diagnostic, an object or a field, a line, the way of a request, or an edge.",
        discussion: """
            Everything is explained from the blueprint and the manifests alone; nothing needs to run. A field's causes are \
            found by experiment: every value of the blueprint is changed, one at a time, and what then differs is what it \
            decides. Keys that are not written are tried too, so that a default is told from what no key changes. A Gateway, \
            an HTTPRoute or an Ingress also has its status, as the controller would write it, and the events.

            EXAMPLES
              orrery explain unknown-name                                    a diagnostic
              orrery explain Deployment/services/content                     everything that decides an object
              orrery explain HTTPRoute/services/api --manifests DIR          the status and the events of an object
              orrery explain Deployment/services/content \\
                'spec.template.spec.containers[0].image'                     what decides one field
              orrery explain generated/promptsales/dev/services/content.yaml:42
              orrery explain blueprints/promptsales/blueprint.yaml:33        what a line makes
              orrery explain GET https://api.promptsales.com/content/drafts  each hop of a request, and what decides it
              orrery explain GET http://ads/livez --from content             a request within the cluster
              orrery explain edge content redis                              whether one part may reach another
            """)

    @Argument(
        help: ArgumentHelp(
            "An id in brackets; KIND/NAMESPACE/NAME and a field; FILE:LINE; METHOD URL; or 'edge' CALLER CALLEE.",
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
        } else if words.count == 1, let place = FileLine(first) {
            try explain(place)
        } else if let name = ObjectName(first), first.first?.isUppercase == true {
            if words.count > 2 { throw CommandError("'\(words[2])' is one word too many", help: "quote the field") }
            try explain(name, field: words.count == 2 ? words[1] : nil)
        } else if words.count == 1 {
            try explainDiagnostic(first)
        } else {
            throw CommandError(
                "'\(words.joined(separator: " "))' is no question", help: "'orrery explain --help' shows what to ask")
        }
    }

    private func explainDiagnostic(_ id: String) throws {
        let others = manifestExplanations + generatorExplanations
        guard let text = explanation(of: id) ?? others.first(where: { $0.id == id })?.text else {
            throw CommandError(
                "no diagnostic has the id '\(id)'",
                help: nearest(to: id, in: explainedIDs + others.map(\.id)).map { "did you mean '\($0)'?" })
        }
        print(text)
    }
}

/// `generated/promptsales/dev/services/content.yaml:42`.
struct FileLine {
    var file: String
    var line: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]), line > 0 else {
            return nil
        }
        let file = String(text[..<colon])
        if file.isEmpty || file.contains("://") { return nil }
        self.file = file
        self.line = line
    }
}
