import Determinism
import Emulator
import Foundation
import HTTP
import Images
import JSONTree
import PromptSales
import Testing

/// Many instances of PromptSales side by side in one process. `./check bench instances` reads the times from here.
@Suite(.timeLimit(.minutes(10)), .serialized) struct InstancesTests {
    /// A hundred in the benchmark; fewer among the other tests, from which they would take the processor.
    private static var count: Int {
        ProcessInfo.processInfo.environment["ORRERY_INSTANCES"].flatMap { Int($0) } ?? 12
    }

    @Test func `none of many instances sees anything of another`() async throws {
        try await Self.run(Self.count) { (systems, times) async throws in
            Self.report(times)
            // Everybody writes before anybody reads.
            var tokens: [String] = []
            for (number, system) in systems.enumerated() {
                let token = try await system.token()
                let draft: JSON = ["topic": .string("instance \(number)"), "audience": "a", "channels": ["meta"]]
                #expect(try await system.call(.post, "/content/drafts", token: token, draft).status == 201)
                let lead: JSON = ["full_name": "Jo \(number)", "email": .string("jo\(number)@example.com")]
                #expect(try await system.call(.post, "/crm/leads", token: token, lead).status == 201)
                tokens.append(token)
            }
            for (number, system) in systems.enumerated() {
                let drafts = try await system.call(.get, "/content/drafts", token: tokens[number]).body
                #expect(Self.values("topic", in: drafts) == ["instance \(number)"])
                let leads = try await system.call(.get, "/crm/leads", token: tokens[number]).body
                #expect(Self.values("email", in: leads) == ["jo\(number)@example.com"])
            }
            // A token, a fault, a swap and the time of one are nothing to its neighbour.
            let (one, other) = (systems[0], systems[1])
            #expect(try await other.call(.get, "/content/drafts", token: tokens[0]).status == 401)
            one.instance.faults.declare(
                Fault(failure: .status(503)), at: try one.instance.faultKey(part: "content", edge: nil))
            one.instance.swaps.swap(
                try one.instance.swapKey(part: "crm", edge: nil, for: SwapTarget(url: "http://127.0.0.1:1")),
                for: try SwapTarget(url: "http://127.0.0.1:1"))
            #expect(try await one.call(.get, "/content/drafts", token: tokens[0]).status == 503)
            #expect(try await one.call(.get, "/crm/leads", token: tokens[0]).status == 502)
            #expect(try await other.call(.get, "/content/drafts", token: tokens[1]).status == 200)
            #expect(try await other.call(.get, "/crm/leads", token: tokens[1]).status == 200)
            one.instance.clock.advance(by: .seconds(86_400))
            #expect(one.instance.clock.now - other.instance.clock.now > .seconds(80_000))
            // No two of them share an address, a password or a certificate authority.
            let addresses = systems.flatMap { $0.instance.parts.compactMap(\.address) }
            #expect(Set(addresses).count == addresses.count)
            let documents = systems.map(\.instance.readyDocument)
            for name in ["certificate_authority_pem", "clients"] {
                #expect(Set(documents.compactMap { $0[name]?.text }).count == systems.count)
            }
        }
    }

    private static func values(_ name: String, in list: JSON) -> [String] {
        let items = list.array ?? list["data"]?.array ?? list["drafts"]?.array ?? list["leads"]?.array ?? []
        return items.compactMap { $0[name]?.string }
    }

    /// Starts the instances one after the other, each with those before it at work, and runs `body` on all of them.
    private static func run(
        _ count: Int, _ body: @Sendable ([RunningSystem], [Duration]) async throws -> Void
    ) async throws {
        let files = try RunningSystem.manifests()
        try await withThrowingTaskGroup(of: Void.self) { group in
            var systems: [RunningSystem] = []
            var times: [Duration] = []
            do {
                for number in 0..<count {
                    let start = ContinuousClock.now
                    let instance = try await RunningSystem.start(
                        from: files, plan: systems.first?.instance.plan, seed: UInt64(number))
                    let (readiness, sink) = AsyncStream.makeStream(of: Void.self)
                    group.addTask { try await instance.run { sink.finish() } }
                    for await _ in readiness {}
                    times.append(.now - start)
                    systems.append(RunningSystem(instance: instance))
                }
                try await body(systems, times)
            } catch {
                group.cancelAll()
                for system in systems { await system.instance.close() }
                throw error
            }
            group.cancelAll()
            for system in systems { await system.instance.close() }
        }
    }

    private static func report(_ times: [Duration]) {
        let milliseconds = times.map { Double($0.components.attoseconds) / 1e15 + Double($0.components.seconds) * 1000 }
        let rest = milliseconds.dropFirst().sorted()
        guard let first = milliseconds.first, let last = rest.last else { return }
        let memory =
            (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?
            .split(separator: "\n").first { $0.hasPrefix("VmRSS:") }?.split(whereSeparator: \.isWhitespace)
            .compactMap { Int($0) }.first ?? 0
        print(
            """
            instances: \(times.count), first \(rounded(first)) ms, the others: median \(rounded(rest[rest.count / 2])) ms, \
            nine in ten \(rounded(rest[rest.count * 9 / 10])) ms, longest \(rounded(last)) ms, \
            memory \(memory / 1024) MB
            """)
    }

    private static func rounded(_ value: Double) -> String { String(format: "%.1f", value) }
}
