import Fidelity
import Foundation
import HTTP
import JSONTree
import Testing
import Vendors

/// What holds for every mock.
struct CommonTests {
    private static let hostile: [String] = [
        "", "{", "[]", "null", "\"text\"", "123", #"{"model":{}}"#, #"{"model":1e308,"messages":[null,[],{}]}"#,
        String(repeating: "[", count: 5000), "\u{0}\u{1}", "a=%ZZ&b=%", "%%%&&&===", #"{"properties":[],"inputs":{}}"#,
        #"{"inputs":[null,1,{"properties":1}],"query":-9223372036854775808,"operations":[[],{}]}"#,
        #"{"input":[[[]]],"dimensions":-9223372036854775808,"n":9223372036854775807}"#, "batch=[{}]&fields=,,,{}",
    ]

    @Test(arguments: VendorMock.apis)
    func `hostile bodies to every endpoint are answered`(api: String) async throws {
        let bench = try Bench(api)
        for endpoint in bench.mock.endpoints {
            let path = endpoint.path.replacing(/\{version\}/, with: "26.0").replacing(/\{[a-z_]+\}/, with: "1")
            for body in Self.hostile {
                let response = await bench.send(endpoint.method, path, Array(body.utf8))
                #expect((200..<500).contains(response.status.code), "\(endpoint.method) \(path) \(body.prefix(60))")
                _ = try await response.collectedBody()
            }
        }
    }

    @Test(arguments: VendorMock.apis)
    func `the same seed and calls give the same bytes`(api: String) async throws {
        func run() async throws -> [String] {
            let bench = try Bench(api, seed: 7)
            var transcripts: [String] = []
            for endpoint in bench.mock.endpoints {
                let path = endpoint.path.replacing(/\{version\}/, with: "26.0").replacing(/\{[a-z_]+\}/, with: "1")
                let body =
                    #"{"model":"gpt-4o","input":"a","messages":[{"role":"user","content":"a"}],"properties":{"email":"a@b.c"}}"#
                transcripts.append(
                    try await bench.transcript(await bench.send(endpoint.method, path, Array(body.utf8))))
            }
            return transcripts
        }
        #expect(try await run() == run())
    }

    @Test(arguments: VendorMock.apis)
    func `an unknown address is an error of the vendor and in the ledger`(api: String) async throws {
        let bench = try Bench(api)
        let response = await bench.send(.get, "/no/such/thing")
        let isEnvelope = api == "tiktok" || response.status.code >= 400
        #expect(isEnvelope)
        #expect(bench.ledger.touched.map(\.fidelity) == [.unsupported("the mock has no such endpoint")])
    }

    @Test(arguments: VendorMock.apis)
    func `a restored snapshot is the state it was taken of`(api: String) async throws {
        let bench = try Bench(api)
        for endpoint in bench.mock.endpoints where endpoint.method == .post {
            let path = endpoint.path.replacing(/\{version\}/, with: "26.0").replacing(/\{[a-z_]+\}/, with: "1")
            _ = await bench.send(.post, path, Array(#"{"model":"gpt-4o","input":"a","properties":{}}"#.utf8))
        }
        let snapshot = try await bench.mock.snapshot()
        let other = try Bench(api)
        try await other.mock.restore(snapshot)
        #expect(try await other.mock.snapshot().text == snapshot.text)
        try await other.mock.restore([:])
        #expect(try await other.mock.snapshot() == [:])
    }

    @Test func `a failing store is a server error and not a crash`() async throws {
        struct Full: Error {}
        let broken = VendorStore(
            put: { _, _, _ in throw Full() }, get: { _, _ in throw Full() }, delete: { _, _ in throw Full() },
            list: { _ in throw Full() }, collections: { throw Full() })
        let response = try await Bench("openai", store: broken)
            .send(.post, "/v1/responses", Array(#"{"model":"gpt-4o","input":"a"}"#.utf8))
        #expect(response.status == .internalServerError)
    }

    @Test func `a wildcard host stands for any leading labels`() throws {
        let bench = try Bench("openai")
        #expect(bench.mock.answers(for: "API.openai.com"))
        #expect(!bench.mock.answers(for: "openai.com"))
    }

    @Test func `the coverage page is the one of the tables`() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/vendors.md")
        let page = coveragePage()
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try page.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded docs/vendors.md")
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == page, "run with RECORD=1 to write docs/vendors.md anew")
    }
}
