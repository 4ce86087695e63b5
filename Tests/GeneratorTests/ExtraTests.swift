import Blueprint
import Diagnostics
import Generator
import Kubernetes
import TestSupport
import Testing
import YAMLTree

/// The shop with `extra` in its production, read from YAML.
private func shop(_ extra: String, everywhere: Bool = false) throws -> (System, MarkedText) {
    let marked = MarkedText(extra)
    var diagnostics: [Diagnostic] = []
    let node = try #require(readDocuments(marked.text, file: "b.yaml", &diagnostics).first)
    #expect(diagnostics.isEmpty)
    guard case .map(let entries) = node.value else { throw NoMap() }
    let extras = entries.map { Extra(object: $0.key, fields: $0.value, span: $0.keySpan) }
    var system = Shop.system
    if everywhere {
        system.extras = extras
    } else {
        system.environments[1].extras = extras
    }
    return (system, marked)
}

private struct NoMap: Error {}

private func object(_ name: String, _ system: System, environment: Int = 1) throws -> YAML {
    let objects = renderedObjects(for: system, environment: system.environments[environment])
    return try #require(objects.first { $0.name.description == name }?.yaml)
}

private func field(_ path: String, of object: YAML) throws -> String? { object[try #require(FieldPath(path))]?.inline }

struct ExtraTests {
    @Test func `maps are merged, named items are merged by name, and the rest of the object stays`() throws {
        let (system, _) = try shop(
            """
            Deployment/services/content:
              metadata: { annotations: { team: sales } }
              spec:
                template:
                  spec:
                    hostUsers: false
                    containers:
                      - { name: content, terminationMessagePolicy: FallbackToLogsOnError }
                      - { name: proxy, image: "proxy:1" }
            """)
        #expect(checkExtras(of: system) == [])
        let made = try object("Deployment/services/content", system)
        #expect(try field("spec.template.spec.hostUsers", of: made) == "false")
        #expect(
            try field("spec.template.spec.containers[0].terminationMessagePolicy", of: made) == "FallbackToLogsOnError")
        #expect(try field("spec.template.spec.containers[0].imagePullPolicy", of: made) == "Always")
        #expect(try field("spec.template.spec.containers[1].image", of: made) == "proxy:1")
        #expect(try field("metadata.annotations.team", of: made) == "sales")
        #expect(try field("spec.revisionHistoryLimit", of: made) == "3")
        let other = try object("Deployment/services/content", system, environment: 0)
        #expect(try field("spec.template.spec.hostUsers", of: other) == nil)
    }

    @Test func `a list that Kubernetes does not merge is replaced, and null removes`() throws {
        let (system, _) = try shop(
            """
            NetworkPolicy/services/allow-dns: { spec: { egress: [{ ports: [{ port: 53, protocol: UDP }] }] } }
            Deployment/services/content: { spec: { revisionHistoryLimit: null } }
            """, everywhere: true)
        #expect(checkExtras(of: system) == [])
        #expect(
            try field("spec.egress", of: object("NetworkPolicy/services/allow-dns", system))
                == "[{ ports: [{ port: 53, protocol: UDP }] }]")
        #expect(try field("spec.revisionHistoryLimit", of: object("Deployment/services/content", system)) == nil)
        #expect(
            try field("spec.revisionHistoryLimit", of: object("Deployment/services/content", system, environment: 0))
                == nil)
    }

    @Test func `what an environment adds comes after what is added everywhere`() throws {
        var (system, _) = try shop("Deployment/services/content: { spec: { minReadySeconds: 5 } }", everywhere: true)
        let (special, _) = try shop("Deployment/services/content: { spec: { minReadySeconds: 9 } }")
        system.environments[1].extras = special.environments[1].extras
        #expect(try field("spec.minReadySeconds", of: object("Deployment/services/content", system)) == "9")
        #expect(
            try field("spec.minReadySeconds", of: object("Deployment/services/content", system, environment: 0)) == "5")
    }

    @Test(arguments: [
        ("1️⃣Deployment/services/contend: { spec: { paused: true } }", "1️⃣ unknown-object"),
        ("Deployment/services/content: { spec: { template: 1️⃣[] } }", "1️⃣ extra-type"),
        ("Deployment/services/content: { spec: { revisionHistoryLimit: 1️⃣\"3\" } }", "1️⃣ extra-type"),
        ("Deployment/services/content: { spec: { 1️⃣replicas: 3 } }", "1️⃣ owned-field"),
        ("Deployment/services/content: { 1️⃣kind: StatefulSet }", "1️⃣ owned-field"),
        ("Deployment/services/content: { metadata: { 1️⃣name: other } }", "1️⃣ owned-field"),
        ("Service/services/content: { spec: { 1️⃣selector: { a: b } } }", "1️⃣ owned-field"),
        ("Deployment/services/content: { metadata: { annotations: { 1️⃣orrery.dev/contract: x } } }", "1️⃣ owned-field"),
    ])
    func `what cannot be added is said where it stands`(_ source: String, _ finding: String) throws {
        let (system, marked) = try shop(source)
        let found = checkExtras(of: system).map { diagnostic in
            let mark = diagnostic.span.flatMap { marked.mark(line: $0.line, column: $0.column) } ?? "nowhere"
            return "\(mark) \(diagnostic.id)"
        }
        #expect(found == [finding])
        #expect(generatorExplanations.contains { finding.hasSuffix($0.id) })
    }

    @Test func `a number or a name may take the place of the other where Kubernetes takes both`() throws {
        let (system, _) = try shop(
            "Deployment/services/content: { spec: { strategy: { rollingUpdate: { maxUnavailable: 10%, maxSurge: 1 } } } }"
        )
        #expect(checkExtras(of: system) == [])
    }

    @Test func `whoever reads the object back is told what is meant, once`() throws {
        let (system, _) = try shop(
            """
            Deployment/services/content:
              spec:
                minReadySeconds: 5
                template: { spec: { hostUsers: false, terminationGracePeriodSeconds: 90 } }
            """)
        let files = manifests(for: system, environment: system.environments[1])
        var diagnostics: [Diagnostic] = []
        let read = readManifests(
            files: files.filter { !$0.objects.isEmpty }.map { ($0.path, $0.text(blueprint: "b")) }, &diagnostics)
        #expect(diagnostics.map(\.id) == ["unread-extra"])
        #expect(diagnostics.first?.message.contains("spec.template.spec.hostUsers") ?? false)
        #expect(diagnostics.first?.message.contains("terminationGracePeriodSeconds") == false)
        let grace = read.compactMap { object -> Int? in
            if case .deployment(let deployment) = object, deployment.metadata.name == "content" {
                return deployment.template.terminationGracePeriodSeconds
            }
            return nil
        }
        #expect(grace == [90])
    }
}
