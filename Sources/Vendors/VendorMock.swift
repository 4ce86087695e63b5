package import Fidelity
package import HTTP
package import JSONTree

/// One vendor's API, running.
package struct VendorMock: Sendable {
    /// `openai`, `meta`, `tiktok`, `google-ads`, `hubspot` or `salesforce`.
    package let api: String
    /// The production host names it answers for; `*.` stands for one or more leading labels.
    package let hosts: [String]
    package let handler: Handler
    /// Its table, in order: what can be called, and how faithful it is.
    package let endpoints: [EndpointSummary]
    private let state: VendorState

    init(_ vendor: Vendor, context: VendorContext) {
        let state = VendorState(context: context, api: vendor.api)
        api = vendor.api
        hosts = vendor.hosts
        endpoints = vendor.endpoints.map {
            EndpointSummary(method: $0.method, path: $0.path.text, summary: $0.summary, fidelity: $0.fidelity)
        }
        self.state = state
        handler = { request in await vendor.answer(request, state) }
    }

    /// Every mock there is, over one store.
    package static func all(_ context: VendorContext) -> [VendorMock] {
        Vendor.all.map { VendorMock($0, context: context) }
    }

    /// The mock of `api`; nil when there is none of that name.
    package static func named(_ api: String, _ context: VendorContext) -> VendorMock? {
        Vendor.all.first { $0.api == api }.map { VendorMock($0, context: context) }
    }

    /// The names `named(_:_:)` knows, in alphabetical order.
    package static var apis: [String] { Vendor.all.map(\.api) }

    /// Whether it answers for `host`, a name without port.
    package func answers(for host: String) -> Bool { Self.answers(for: host, hosts: hosts) }

    /// Whether the mock of `api`, made or not, answers for `host`.
    package static func answers(for host: String, api: String) -> Bool {
        Vendor.all.first { $0.api == api }.map { answers(for: host, hosts: $0.hosts) } ?? false
    }

    private static func answers(for host: String, hosts: [String]) -> Bool {
        let host = host.lowercased()
        return hosts.contains { pattern in
            pattern.hasPrefix("*.") ? host.hasSuffix(pattern.dropFirst()) : host == pattern
        }
    }

    /// Delivers webhooks, and delivers again what was refused, until the task is cancelled.
    package func run() async throws { try await state.outbox.run() }

    /// Everything the mock holds; no request is half done in it.
    package func snapshot() async throws -> JSON {
        let store = state.store
        return try await state.gate.exclusively { try await store.snapshot() }
    }

    /// Puts back what `snapshot()` gave.
    package func restore(_ snapshot: JSON) async throws {
        let store = state.store
        try await state.gate.exclusively { try await store.restore(snapshot) }
    }
}

/// One row of a mock's table, for whoever shows it.
package struct EndpointSummary: Sendable {
    package var method: Method
    /// With placeholders in braces.
    package var path: String
    package var summary: String
    package var fidelity: Fidelity
}
