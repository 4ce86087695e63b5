import Diagnostics
import Foundation
import Kubernetes
import Testing
import YAMLTree

struct RoundTripTests {
    @Test(arguments: Samples.all)
    func `an object that is written and read back is equal, and no field of it is left unread`(_ manifest: Manifest) {
        var diagnostics: [Diagnostic] = []
        let text = manifest.yaml.text
        #expect(readManifests(files: [("sample.yaml", text)], &diagnostics) == [manifest], "\(text)")
        #expect(diagnostics == [])
    }

    /// The cases of `Manifest`, taken from its source, since an enum with payloads cannot list them.
    @Test func `every kind has a sample`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let source = try String(contentsOfFile: "\(root)/Sources/Kubernetes/Manifest.swift", encoding: .utf8)
        let cases = source.matches(of: /\n    case (\w+)\(\w+\)/).map { String($0.1) }
        var diagnostics: [Diagnostic] = []
        let texts = RoutingKindsTests.objects.enumerated().map { ("\($0).yaml", $1) }
        let samples = Samples.all + readManifests(files: texts, &diagnostics)
        let sampled = Set(samples.compactMap { Mirror(reflecting: $0).children.first?.label })
        #expect(cases.count > 30)
        #expect(cases.filter { !sampled.contains($0) } == [])
    }

    @Test func `many objects in one file come back in order, with their places`() {
        var diagnostics: [Diagnostic] = []
        let text = "# a comment\n" + YAML.text(documents: Samples.all.map(\.yaml))
        let read = readManifests(files: [("all.yaml", text)], &diagnostics)
        #expect(read == Samples.all)
        #expect(read.first?.metadata.span?.line == 3)
        #expect(diagnostics == [])
    }

    @Test func `a field that nobody knows is reported with its place in the object`() {
        let (manifests, diagnostics) = read(
            """
            apiVersion: v1
            kind: Service
            metadata: { name: a }
            spec:
              ports:
              - port: 80
                nodePort: 30080
            """)
        #expect(manifests.count == 1)
        #expect(diagnostics.map(\.id) == ["unread-field"])
        #expect(diagnostics.first?.message.contains("'spec.ports[0].nodePort'") == true)
        #expect(diagnostics.first?.span?.line == 7)
    }

    @Test func `an object of an unknown kind is reported, and the version that would be read is named`() {
        let (manifests, diagnostics) = read(
            """
            { apiVersion: apps/v1beta1, kind: Deployment, metadata: { name: a } }
            ---
            { apiVersion: batch/v1, kind: CronJob, metadata: { name: b } }
            ---
            # nothing
            """)
        #expect(manifests == [])
        #expect(diagnostics.map(\.id) == ["unread-object", "unread-object"])
        #expect(diagnostics.map(\.severity) == [.warning, .warning])
        #expect(diagnostics.first?.help?.contains("'apps/v1'") == true)
        #expect(diagnostics.last?.help == nil)
    }

    @Test func `a missing name, a number for a string and words without meaning are all reported in one run`() {
        let (manifests, diagnostics) = read(
            """
            apiVersion: v1
            kind: Service
            metadata: {}
            spec: { type: NodePort, externalName: 5, ports: [{ port: eighty }] }
            """)
        #expect(manifests.count == 1)
        #expect(diagnostics.map(\.id).sorted() == ["bad-field", "bad-field", "bad-field", "missing-field"])
    }

    private func read(_ text: String) -> ([Manifest], [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let manifests = readManifests(files: [("sample.yaml", text)], &diagnostics)
        return (manifests, diagnostics)
    }
}
