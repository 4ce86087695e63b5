import Blueprint
import Diagnostics
import TestSupport
import Testing

/// A blueprint with mistakes and what must be said about it, and nothing else.
struct Mistake: Sendable, CustomTestStringConvertible {
    /// What the author did.
    var deed: String
    /// With marks where the diagnostics must stand.
    var source: String
    /// `1️⃣ unknown-key`, in the order of the places; a warning has a `?` at its end.
    var findings: [String]

    init(_ deed: String, _ findings: String..., source: String) {
        self.deed = deed
        self.source = source
        self.findings = findings
    }

    var testDescription: String { deed }

    /// The ids that it shows.
    var ids: [String] {
        findings.map { finding in
            String(finding.split(separator: " ")[1].filter { $0 != "?" })
        }
    }
}

/// A blueprint without mistakes, but for those that a test puts in.
func small(
    top: String = "", alb: String = "{ hosts: api, certificate: api }",
    routes: String = "[{ path: /a, to: a, public: true }]", gateway: String = "", services: String = "a: {}",
    environment: String = """
        registry: registry.example.com
        tag: "1"
        acm: { api: "arn:aws:acm:eu-west-1:123456789012:certificate/1" }
        alb: { subnets: 10.0.0.0/24 }
    """, endpoints: String = "", end: String = ""
) -> String {
    let data = endpoints.isEmpty ? "" : "\n    data: \(endpoints)"
    return """
        blueprint: orrery/v1
        system: small
        domain: example.com
        \(top)
        edge:
          alb: \(alb)
          gateway:
            routes: \(routes)
            \(gateway)
        services:
          \(services)
        environments:
          dev:
        \(environment)\(data)
        \(end)
        """
}

/// Where a store answers, for `small(endpoints:)`.
func endpoint(_ store: String) -> String { "{ \(store): { host: db.example.net, subnet: 10.1.0.0/24 } }" }

/// The folder that the blueprints of these tests stand in.
func smallFolder(_ folder: String) -> [String]? {
    let folders = [
        "": ["blueprint.yaml", "contracts", "data"], "contracts": ["a.openapi.yaml"], "data": ["empty", "sql"],
        "data/empty": ["notes.txt"], "data/sql": ["001_first.sql"],
    ]
    return folders[folder]
}

/// What is said about a marked blueprint, in the form of `Mistake.findings`.
func findings(_ source: String) -> [String] {
    let marked = MarkedText(source)
    let (system, diagnostics) = readBlueprint(marked.text, file: "b.yaml", folderContents: smallFolder)
    #expect((system == nil) == diagnostics.contains { $0.severity == .error })
    return diagnostics.map { diagnostic in
        let place =
            diagnostic.span.map { span in
                marked.mark(line: span.line, column: span.column) ?? "\(span.line):\(span.column)"
            } ?? "nowhere"
        return "\(place) \(diagnostic.id)\(diagnostic.severity == .warning ? "?" : "")"
    }
}
