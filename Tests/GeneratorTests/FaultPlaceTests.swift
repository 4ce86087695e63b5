import Blueprint
import Diagnostics
import Generator
import Kubernetes
import TestSupport
import Testing
import YAMLTree

/// A fault of the manifests stands at the one value that is to blame.
struct FaultPlaceTests {
    /// What is wrong with a small blueprint whose values are given: `1️⃣ short-grace-period`, and the marks of the notes.
    private func faults(
        service: String = "{}", tag: String = "1.0.0", extra: String = ""
    ) throws -> [String] {
        let marked = MarkedText(
            """
            blueprint: orrery/v1
            system: small
            domain: example.com
            edge:
              alb: { hosts: api, certificate: api }
              gateway: { routes: [{ path: /a, to: a, public: true }] }
            services:
              a: \(service)
              b: {}
            environments:
              dev:
                registry: registry.example.com
                tag: \(tag)
                acm: { api: "arn:aws:acm:eu-west-1:123456789012:certificate/1" }
                alb: { subnets: 10.0.0.0/24 }
            \(extra)
            """)
        let (system, diagnostics) = readBlueprint(marked.text, file: "b.yaml", folderContents: { _ in [] })
        #expect(diagnostics == [])
        let known = try #require(system)
        #expect(checkExtras(of: known) == [])
        var readings: [Diagnostic] = []
        let root = try #require(readDocuments(marked.text, file: "b.yaml", &readings).first)
        let found = manifestFaults(
            of: known, in: known.made, provenance: Provenance(of: root, folderContents: { _ in [] }))
        func mark(_ span: SourceSpan?) -> String? {
            span.map { marked.mark(line: $0.line, column: $0.column) ?? "\($0.line):\($0.column)" }
        }
        return found.map { fault in
            ([mark(fault.span) ?? "nowhere", fault.id] + fault.notes.compactMap { mark($0.span) })
                .joined(separator: " ")
        }
    }

    @Test func `a small blueprint has no fault`() throws {
        #expect(try faults() == [])
    }

    @Test func `one question for both probes stands at the probe's path`() throws {
        #expect(try faults(service: "{ probes: { ready: /x, live: 1️⃣/x } }") == ["1️⃣ identical-probes"])
    }

    @Test func `a time to drain that is set by hand stands there`() throws {
        #expect(
            try faults(service: #"{ environment: { LOG_LEVEL: debug, DRAIN_SECONDS: 1️⃣"100" } }"#)
                == ["1️⃣ short-grace-period"])
        #expect(
            try faults(service: #"{ environment: { DRAIN_SECONDS: 1️⃣"9223372036854775807" } }"#)
                == ["1️⃣ short-grace-period"])
    }

    @Test func `an image of today stands at the tag`() throws {
        // Both services have it, and the tag is one.
        #expect(Set(try faults(tag: "1️⃣latest")) == ["1️⃣ image-without-tag"])
    }

    @Test func `what a service is told to call by hand stands there`() throws {
        #expect(
            try faults(service: "{ environment: { B_URL: 1️⃣http://b.services.svc.cluster.local } }")
                == ["1️⃣ unreachable-edge"])
    }

    @Test func `a fault in an extra stands at its field, at any depth`() throws {
        #expect(
            try faults(
                extra: """
                    extra:
                      Deployment/services/a:
                        spec:
                          template:
                            spec:
                              terminationGracePeriodSeconds: 1️⃣5
                              containers:
                                - name: a
                                  readinessProbe: { httpGet: { path: /readyz, port: 2️⃣81 } }
                    """) == ["1️⃣ short-grace-period", "2️⃣ probe-port"])
        #expect(
            try faults(
                extra: """
                    extra:
                      PodDisruptionBudget/services/a: { spec: { maxUnavailable: 1️⃣0 } }
                    """) == ["1️⃣ blocked-drain"])
    }
}

/// A fault in manifests that were read stands at the field.
struct FaultFieldTests {
    @Test(arguments: [
        ("image: ", "image: 1️⃣shop/content:latest #", "image-without-tag"),
        ("terminationGracePeriodSeconds: ", "terminationGracePeriodSeconds: 1️⃣5 #", "short-grace-period"),
        ("maxUnavailable: 1", "maxUnavailable: 1️⃣0", "blocked-drain"),
        ("unhealthyPodEvictionPolicy: AlwaysAllow", "unhealthyPodEvictionPolicy: 1️⃣IfHealthyBudget", "stuck-pods"),
        ("minReplicas: ", "minReplicas: 1️⃣99 #", "scale-bounds"),
        (
            "            path: /readyz\n            port: http", "            path: /readyz\n            port: 1️⃣web",
            "probe-port"
        ),
        (
            "            path: /livez\n            port: http\n          periodSeconds: 10",
            "            path: 1️⃣/readyz\n            port: http\n          periodSeconds: 10", "identical-probes"
        ),
        ("    targetPort: http", "    targetPort: 1️⃣web", "service-port"),
    ])
    func `each is found at its own line and column`(_ old: String, _ new: String, _ id: String) throws {
        let file = try #require(
            manifests(for: Shop.system, environment: Shop.production).first {
                $0.path.hasSuffix("services/content.yaml")
            })
        let text = file.text(blueprint: "b.yaml")
        let place = try #require(text.firstRange(of: old))
        let marked = MarkedText(text.replacingCharacters(in: place, with: new))
        var readings: [Diagnostic] = []
        let documents = readDocuments(marked.text, file: "content.yaml", &readings)
        let found = checkManifests(
            readManifests(documents, &readings), origins: ManifestOrigins(documents: documents)
        ).first { $0.id == id }
        let span = try #require(found?.span)
        #expect(marked.mark(line: span.line, column: span.column) == "1️⃣", "\(span)")
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
