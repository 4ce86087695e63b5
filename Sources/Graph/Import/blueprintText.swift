package import Diagnostics
import YAMLTree

/// A first blueprint from the flowcharts of a Markdown file: its boxes and arrows in their places, guesses and
/// place-holders marked as comments, and at the end a list of what found no place.
///
/// - Parameter name: of the system; nil takes it from the file's title.
/// - Returns: the blueprint's text and the system's name; nil, with a diagnostic, where there is no flowchart.
package func blueprintText(
    fromMarkdown markdown: String, file: String, name: String?, _ diagnostics: inout [Diagnostic]
) -> (text: String, system: String)? {
    let diagrams = readFlowcharts(markdown, file: file, &diagnostics)
    guard diagrams.contains(where: { !$0.nodes.isEmpty }) else {
        diagnostics.append(
            Diagnostic(
                "missing-diagram", "'\(file)' has no Mermaid flowchart",
                help: "draw one in a block that begins with '```mermaid'"))
        return nil
    }
    let title = title(ofMarkdown: markdown) ?? ""
    let generic: Set = [
        "architecture", "system", "design", "overview", "the", "of", "diagram", "diagrams", "infrastructure",
    ]
    let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }.filter { !generic.contains(String($0)) }
    let system = name ?? dnsLabel(words.prefix(3).joined(separator: "-"))
    let draft = draft(from: diagrams, system: system.isEmpty ? "system" : system)
    let unread = diagnostics.filter { $0.id == "unread-diagram" }.map { "line \($0.span?.line ?? 0): \($0.message)" }
    return (BlueprintWriter(draft: draft, source: file, unread: unread).text, draft.system)
}

/// Writes a draft. Every text that a drawing gave is a comment on one line, or a name that has been checked.
private struct BlueprintWriter {
    let draft: Draft
    let source: String
    let unread: [String]

    private var domain: String { draft.system + ".example.com" }

    var text: String {
        var text = """
            # A first blueprint of \(draft.system), from the drawings in \(comment(source)).
            # 'guess' marks what the drawings do not say, 'placeholder' what must be replaced before anything is deployed.
            blueprint: orrery/v1
            system: \(scalar(draft.system))
            domain: \(scalar(domain))   # placeholder

            """
        text += frontends + edge + services + servers + workers + data + queues + externals + environments
        text += list("Decided on the way", draft.notes)
        text += list("In the drawings and not in this blueprint", draft.unplaced + unread)
        return text
    }

    // MARK: - Sections

    private var frontends: String {
        section("frontends", draft.frontends) { entry in
            let protocols = draft.agents.contains(entry.name) ? "[http, mcp]" : "http"
            return "{ hosts: \(scalar(entry.name)), uses: { gateway: \(protocols) } }"
        }
    }

    private var edge: String {
        let server = draft.authorizationServer
        var routes: [String] = []
        if let server {
            routes.append("{ path: /.well-known, to: \(scalar(server)), public: true }")
            routes.append("{ path: /oauth, to: \(scalar(server)), public: true }")
        }
        for service in draft.routed where service != server {
            routes.append(
                "{ path: \(scalar("/" + service)), to: \(scalar(service))"
                    + (server == nil ? ", public: true }   # guess: no authorization server is drawn" : " }"))
        }
        return """

            edge:
              alb: { hosts: api, certificate: api }
              gateway:
                routes:
            \(routes.map { "      - \($0)\n" }.joined())
            """
    }

    private var services: String {
        entries("services", draft.services) { entry in
            if entry.name != draft.authorizationServer { return [] }
            var lines = ["role: oauth"]
            if !draft.frontends.isEmpty {
                lines.append("clients:")
                lines += draft.frontends.map { "  \(scalar($0.name)): { redirects: /callback }" }
            }
            return lines
        }
    }

    private var servers: String {
        entries("mcp", draft.servers) { entry in draft.owners[entry.name].map { ["of: \(scalar($0))"] } ?? [] }
    }

    private var workers: String {
        entries("workers", draft.workers) { entry in ["consumes: \(scalar(entry.name))"] }
    }

    private var data: String {
        var stores = draft.stores
        if !draft.workers.isEmpty, !stores.contains(where: { $0.kind == "redis" }) {
            stores.append(.init(name: queueStore, label: "queues need Redis", kind: "redis", guess: "none is drawn"))
        }
        if stores.isEmpty { return "" }
        let lines = stores.map { store in
            "  \(scalar(store.name)): { kind: \(store.kind) }" + remark(store.label, store.guess)
        }
        return "\ndata:\n" + lines.joined(separator: "\n") + "\n"
    }

    /// The Redis that holds the queues.
    private var queueStore: String {
        draft.stores.first { $0.kind == "redis" }?.name ?? "queue-store"
    }

    private var queues: String {
        if draft.workers.isEmpty { return "" }
        return "\nqueues:\n" + draft.workers.map { "  \(scalar($0.name)): { on: \(scalar(queueStore)) }\n" }.joined()
    }

    private var externals: String {
        if draft.externals.isEmpty { return "" }
        let lines = draft.externals.map { external in
            let host = external.host ?? external.name + ".example.com"
            let line =
                "  \(scalar(external.name)): { host: \(scalar(host)), secret: \(scalar(external.name + "-key")) }"
            return line + remark(external.label, external.host == nil ? "the host is a placeholder" : nil)
        }
        return "\nexternals:\n" + lines.joined(separator: "\n") + "\n"
    }

    private var environments: String {
        var stores = draft.stores.map { ($0.name, $0.kind) }
        if !draft.workers.isEmpty, !stores.contains(where: { $0.1 == "redis" }) { stores.append((queueStore, "redis")) }
        let endpoints = stores.enumerated().map { index, store in
            let host = "\(store.0).dev.\(domain)"
            return "      \(scalar(store.0)): { host: \(scalar(host)), subnet: 10.0.\(8 + index % 240).0/24 }\n"
        }
        let data = endpoints.isEmpty ? "" : "    data:\n" + endpoints.joined()
        return """

            environments:
              dev:   # placeholder: every value of it
                domain: \(scalar("dev." + domain))
                registry: 000000000000.dkr.ecr.us-east-1.amazonaws.com
                tag: 0.1.0
                acm: { api: "arn:aws:acm:us-east-1:000000000000:certificate/placeholder" }
                alb: { subnets: [10.0.0.0/24, 10.0.1.0/24] }
            \(data)
            """
    }

    // MARK: - Lines

    private func section(_ name: String, _ entries: [Draft.Entry], _ value: (Draft.Entry) -> String) -> String {
        if entries.isEmpty { return "" }
        return "\n\(name):\n"
            + entries.map { "  \(scalar($0.name)): \(value($0))\(remark($0.label, $0.guess))\n" }.joined()
    }

    /// Entries of several lines: what is theirs, then what they use.
    private func entries(_ name: String, _ entries: [Draft.Entry], _ own: (Draft.Entry) -> [String]) -> String {
        if entries.isEmpty { return "" }
        return "\n\(name):\n"
            + entries.map { entry in
                var lines = own(entry)
                if !entry.uses.isEmpty {
                    lines.append("uses:")
                    lines += entry.uses.map { use in
                        let access = use.access.count == 1 ? use.access[0] : "[\(use.access.joined(separator: ", "))]"
                        return "  \(scalar(use.name)): \(access)"
                    }
                }
                let head = "  \(scalar(entry.name)):" + (lines.isEmpty ? " {}" : "") + remark(entry.label, entry.guess)
                return head + "\n" + lines.map { "    \($0)\n" }.joined()
            }.joined()
    }

    private func list(_ title: String, _ lines: [String]) -> String {
        var seen: Set<String> = []
        let distinct = lines.filter { seen.insert($0).inserted }
        return distinct.isEmpty ? "" : "\n# \(title):\n" + distinct.map { "# - \(comment($0))\n" }.joined()
    }

    private func remark(_ label: String, _ guess: String?) -> String {
        "   # \(comment(label))" + (guess.map { "; guess: \(comment($0))" } ?? "")
    }

    /// On one line, without control characters, and not without end.
    private func comment(_ text: String) -> String {
        let line = String(
            text.unicodeScalars.map { scalar in
                scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
                    || scalar == "\u{FEFF}"
                    ? " " : Character(scalar)
            })
        return line.count > 160 ? "\(line.prefix(160))…" : line
    }

    /// A text as YAML, in quotes where it needs them.
    private func scalar(_ text: String) -> String { YAML.string(text).text.trimmed }
}
