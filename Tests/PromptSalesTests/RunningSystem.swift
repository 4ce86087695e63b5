import Determinism
import Diagnostics
import Emulator
import Foundation
import HTTP
import Images
import JSONTree
import PromptSales
import Testing

/// PromptSales in this process, from its generated manifests, on free ports and without a state folder.
struct RunningSystem: Sendable {
    static let host = "api.dev.promptsales.com"

    let instance: Instance

    /// Runs `body` once every container is ready, from the generated manifests of `dev`.
    static func run(_ body: @escaping @Sendable (RunningSystem) async throws -> Void) async throws {
        try await run(from: try manifests(), body)
    }

    static func run(
        from files: [(path: String, text: String)], _ body: @escaping @Sendable (RunningSystem) async throws -> Void
    ) async throws {
        let instance = try await start(from: files, seed: 7)
        let (readiness, sink) = AsyncStream.makeStream(of: Void.self)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await instance.run { sink.finish() } }
                for await _ in readiness {}
                try await body(RunningSystem(instance: instance))
                group.cancelAll()
            }
        } catch {
            await instance.close()
            throw error
        }
        await instance.close()
    }

    /// - Parameter plan: what `files` were read to before; nil reads them.
    static func start(
        from files: [(path: String, text: String)], plan: Plan? = nil, seed: UInt64
    ) async throws -> Instance {
        var diagnostics: [Diagnostic] = []
        let instance = try await Instance.start(
            InstanceOptions(
                files: files, plan: plan, contracts: "\(repository)/blueprints/promptsales", stateFolder: nil,
                isIsolated: true, images: PromptSales.images, seed: seed), &diagnostics)
        try #require(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
        return instance
    }

    /// The generated manifests of `dev`, with their paths in its folder.
    static func manifests() throws -> [(path: String, text: String)] {
        let folder = "\(repository)/generated/promptsales/dev"
        let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return try paths.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }.sorted().map {
            ($0, try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8))
        }
    }

    // MARK: - Calls

    /// Through the load balancer, as a client on the internet.
    func call(
        _ method: Method, _ path: String, token: String? = nil, _ body: JSON? = nil
    ) async throws -> (status: Int, body: JSON) {
        var request = Request(method, path, scheme: "https", authority: Self.host, body: body?.bytes ?? [])
        request.fields["authorization"] = token.map { "Bearer \($0)" }
        if body != nil { request.fields["content-type"] = "application/json" }
        let response = try #require(await instance.respond(to: request, at: "alb"))
        let bytes = try await response.collectedBody()
        return (response.status.code, (try? JSON.parse(bytes)) ?? .string(String(decoding: bytes, as: UTF8.self)))
    }

    /// An access token of the client `ci`, by client credentials; of all its scopes unless some are named.
    func token(scope: String? = nil) async throws -> String {
        let secret = try #require(instance.readyDocument["clients"]?["ci"]?.string)
        let logIn = Base64.standard.encode(Array("ci:\(secret)".utf8))
        var request = Request.form(
            "/oauth/token", [("grant_type", "client_credentials")] + (scope.map { [("scope", $0)] } ?? []))
        request.scheme = "https"
        request.authority = Self.host
        request.fields["authorization"] = "Basic \(logIn)"
        let response = try #require(await instance.respond(to: request, at: "alb"))
        return try #require(try await response.json["access_token"]?.string)
    }

    /// The first value that `check` gives; the worker and the vendors' webhooks take their own time.
    func eventually<Value>(_ check: () async throws -> Value?) async throws -> Value {
        while true {
            if let value = try await check() { return value }
            try await instance.clock.sleep(for: .milliseconds(20))
        }
    }
}
