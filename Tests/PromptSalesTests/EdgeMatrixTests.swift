import Emulator
import HTTP
import Images
import JSONTree
import Testing

/// Who may call whom, as PromptSales' architecture has it, against what the generated policies let through.
@Suite(.timeLimit(.minutes(2)), .serialized) struct EdgeMatrixTests {
    static let declared: [(caller: String, callees: Set<String>)] = [
        ("ads", ["cache", "ads-db", "google-ads", "meta", "tiktok", "content-mcp", "crm-mcp"]),
        ("ads-mcp", ["ads-db", "ads", "content-mcp"]), ("analytics-mcp", ["content-db", "ads-db", "crm-db"]),
        ("auth", []), ("content", ["cache", "content-db", "openai", "meta", "tiktok", "ads-mcp", "crm-mcp"]),
        ("content-mcp", ["content-db", "ads-mcp"]),
        ("crm", ["cache", "crm-db", "hubspot", "salesforce", "meta", "tiktok", "content-mcp", "ads-mcp"]),
        ("crm-mcp", ["crm-db"]), ("jobs", ["cache", "content", "ads"]),
        ("orchestrator", ["analytics-mcp", "content-mcp", "ads-mcp", "crm-mcp"]),
    ]

    static let services = [
        "ads", "ads-mcp", "analytics-mcp", "auth", "content", "content-mcp", "crm", "crm-mcp", "orchestrator",
    ]
    static let vendors = [
        ("openai", "api.openai.com"), ("meta", "graph.facebook.com"), ("tiktok", "open.tiktokapis.com"),
        ("google-ads", "googleads.googleapis.com"), ("hubspot", "api.hubapi.com"),
        ("salesforce", "promptsales.my.salesforce.com"),
    ]
    static let stores: [(name: String, host: String, port: Int)] = [
        ("cache", "master.promptsales-dev.x1y2z3.use1.cache.amazonaws.com", 6379),
        ("ads-db", "ads-dev.cluster-c1d2e3f4g5h6.us-east-1.rds.amazonaws.com", 5432),
        ("crm-db", "crm-dev.cluster-c1d2e3f4g5h6.us-east-1.rds.amazonaws.com", 5432),
        ("content-db", "content-dev-pl-0.a1b2c.mongodb.net", 27017),
    ]

    /// What became of a call.
    enum Outcome: Equatable {
        case reached
        case denied(String)
    }

    @Test func `every declared edge answers and every other pair is refused by a policy that is named`() async throws {
        try await RunningSystem.run { (system) async throws in
            #expect(system.instance.workloads.sorted() == Self.declared.map(\.caller))
            for (caller, callees) in Self.declared {
                let network = try #require(system.instance.network(of: caller))
                for (callee, outcome) in try await outcomes(of: network, callerName: caller) {
                    switch outcome {
                    case .reached: #expect(callees.contains(callee), "\(caller) reached \(callee)")
                    case .denied(let reason):
                        #expect(!callees.contains(callee), "\(caller) to \(callee): \(reason)")
                        #expect(reason.contains("olicy"), "\(caller) to \(callee): \(reason)")
                        #expect(reason.contains("'"), "\(caller) to \(callee) names no object: \(reason)")
                    }
                }
            }
            let denied = system.instance.journal.entries().filter { $0.outcome == "denied" }
            #expect(denied.allSatisfy { $0.reason != nil && $0.span != nil })
            #expect(!denied.isEmpty)
        }
    }

    private func outcomes(of network: ContainerNetwork, callerName: String) async throws -> [(String, Outcome)] {
        var outcomes: [(String, Outcome)] = []
        for name in Self.services where name != callerName {
            let request = try #require(Request(url: "http://\(name).services.svc.cluster.local/livez"))
            outcomes.append((name, try await outcome { _ = try await network.send(request) }))
        }
        for (name, host) in Self.vendors {
            let request = try #require(Request(url: "https://\(host)/"))
            outcomes.append((name, try await outcome { _ = try await network.send(request) }))
        }
        for store in Self.stores {
            let address = StoreAddress(
                host: store.host, port: store.port, database: "", username: "nobody", password: "wrong")
            outcomes.append((store.name, try await outcome { try await connect(network, to: address) }))
        }
        return outcomes
    }

    private func connect(_ network: ContainerNetwork, to address: StoreAddress) async throws {
        switch address.port {
        case 6379: _ = try await network.redis(address)
        case 5432: _ = try await network.postgres(address)
        default: _ = try await network.mongo(address)
        }
    }

    /// A wrong password shows that the store was reached as well as a right one.
    private func outcome(_ call: () async throws -> Void) async throws -> Outcome {
        do {
            try await call()
            return .reached
        } catch NetworkError.deniedByPolicy(let reason) {
            return .denied(reason)
        } catch NetworkError.authenticationFailed {
            return .reached
        }
    }
}
