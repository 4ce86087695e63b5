import Determinism
import Diagnostics
import Emulator
import HTTP
import Images
import JSONTree
import NetworkPolicy
import Testing

/// Every denial, 404 and 503 of a gateway or a policy names the manifest's file and line that caused it, and what stands
/// there.
@Suite(.timeLimit(.minutes(3)), .serialized) struct CauseTests {
    private static let gatewayFile = "edge/gateway.yaml"

    /// The manifests of `dev` with one text of a file replaced everywhere in it.
    private static func manifests(
        _ path: String, replacing old: String, with new: String
    ) throws -> [(path: String, text: String)] {
        try RunningSystem.manifests().map { file in
            guard file.path == path else { return file }
            try #require(file.text.contains(old), "\(path) has no '\(old)'")
            return (file.path, file.text.replacing(old, with: new))
        }
    }

    /// The line of a file that an entry of the journal names.
    private static func line(_ entry: Journal.Entry, in files: [(path: String, text: String)]) -> String? {
        guard let span = entry.span, let file = files.first(where: { $0.path == span.file }) else { return nil }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.contains(span.line - 1) ? String(lines[span.line - 1]) : nil
    }

    @Test func `a path without a route is a 404 of the Gateway`() async throws {
        let files = try RunningSystem.manifests()
        try await RunningSystem.run(from: files) { (system) async throws in
            #expect(try await system.call(.get, "/nowhere").status == 404)
            let entry = try #require(
                system.instance.journal.entries().last { $0.caller == "gateway" && $0.outcome == "404" })
            #expect(entry.span?.file == Self.gatewayFile)
            #expect(Self.line(entry, in: files)?.contains("apiVersion: gateway.networking.k8s.io/v1") == true)
        }
    }

    @Test func `a Service that chooses no pod is a 503 at its line`() async throws {
        let files = try Self.manifests(
            "services/content.yaml", replacing: "  selector:\n    app.kubernetes.io/name: content\n",
            with: "  selector:\n    app.kubernetes.io/name: nobody\n")
        try await RunningSystem.run(from: files) { (system) async throws in
            let token = try await system.token()
            #expect(try await system.call(.get, "/content/drafts", token: token).status == 503)
            let entry = try #require(
                system.instance.journal.entries().last { $0.callee == "content" && $0.outcome == "503" })
            #expect(entry.span?.file == "services/content.yaml")
            #expect(entry.reason?.contains("its selector chooses no pod") == true)
        }
    }

    @Test func `a policy that is missing is a denial that names those that isolate and the nearest rule`() async throws
    {
        let files = try Self.manifests(
            Self.gatewayFile, replacing: "          app.kubernetes.io/name: content\n    ports:",
            with: "          app.kubernetes.io/name: somebody-else\n    ports:")
        try await RunningSystem.run(from: files) { (system) async throws in
            let token = try await system.token()
            #expect(try await system.call(.get, "/content/drafts", token: token).status == 503)
            let entry = try #require(
                system.instance.journal.entries().last { $0.callee == "content" && $0.outcome == "denied" })
            let reason = try #require(entry.reason)
            #expect(reason.hasPrefix("'gateway' in namespace 'services' may not reach 'content'"))
            #expect(reason.contains("NetworkPolicy 'services/default-deny' ("))
            #expect(reason.contains("NetworkPolicy 'services/gateway-to-content' (\(Self.gatewayFile):"))
            #expect(reason.contains("the nearest rule, NetworkPolicy 'services/gateway-to-"))
            #expect(reason.contains("is 'content', not '"))
            let span = try #require(entry.span)
            #expect(reason.contains("(\(span.file):\(span.line))"))
            #expect(Self.line(entry, in: files)?.contains("apiVersion: networking.k8s.io/v1") == true)
            let edge = try system.instance.explainEdge(from: "gateway", to: "content")
            #expect(edge.policies.count > 2 && edge.policies.allSatisfy { $0.span != nil })
            #expect(edge.nearest?.rule.span?.file == Self.gatewayFile)
        }
    }

    @Test func `a backend that is not there is an error at the route's line`() async throws {
        let files = try Self.manifests(
            Self.gatewayFile, replacing: "      name: crm\n      port: 80\n", with: "      name: gone\n      port: 80\n"
        )
        try await RunningSystem.run(from: files) { (system) async throws in
            let token = try await system.token()
            #expect(try await system.call(.get, "/crm/leads", token: token).status == 500)
            let entry = try #require(
                system.instance.journal.entries().last { $0.caller == "gateway" && $0.outcome == "500" })
            #expect(entry.reason == "there is no Service 'services/gone'")
            #expect(entry.span?.file == Self.gatewayFile)
        }
    }

    @Test func `a copy of a request goes to the mirror, and nobody waits for it`() async throws {
        let files = try Self.manifests(
            Self.gatewayFile, replacing: "      name: crm\n      port: 80\n      weight: 1\n",
            with: """
                      name: crm
                      port: 80
                      weight: 1
                    filters:
                    - type: RequestMirror
                      requestMirror:
                        backendRef:
                          name: content
                          port: 80

                """)
        try await RunningSystem.run(from: files) { (system) async throws in
            let token = try await system.token()
            #expect(try await system.call(.get, "/crm/leads?shadow=1", token: token).status == 200)
            let entry = try await system.eventually {
                system.instance.journal.entries().last {
                    $0.caller == "gateway" && $0.callee == "content" && $0.summary.contains("/crm/leads?shadow=1")
                }
            }
            #expect(entry.outcome == "404")
        }
    }
}
