import Determinism
import Emulator
import HTTP
import Testing

@Suite struct TargetPatienceTests {
    private let clock = InstanceClock(frozenAt: Timestamp(seconds: 0))

    /// What comes of a call that ends when it is cancelled, while `body` makes it end.
    private func outcome(
        within limit: Duration, connection: ClientConnection? = nil, _ body: @escaping @Sendable () async -> Void
    ) async -> TargetPatience.Outcome {
        let patience = TargetPatience(clock: clock)
        return await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await patience.run() }
            group.addTask { await body() }
            defer { group.cancelAll() }
            return await patience.answer(within: limit, for: connection) { [clock] in
                try await clock.sleep(for: .seconds(1_000_000))
                return .text("late")
            }
        }
    }

    /// Returns when `count` tasks sleep on the clock.
    @Sendable private func untilAsleep(_ count: Int) async {
        while clock.sleeperCount < count { await Task.yield() }
    }

    @Test func `an answer in time is the outcome`() async throws {
        let patience = TargetPatience(clock: clock)
        guard case .answered(let result) = await patience.answer(within: .seconds(1), { .text("soon") }) else {
            Issue.record("it was not answered")
            return
        }
        #expect(try result.get().status == .ok)
    }

    @Test func `the wait ends on the instance's clock`() async {
        let outcome = await outcome(within: .seconds(60)) {
            await untilAsleep(2)
            clock.advance(by: .seconds(60))
        }
        guard case .timedOut = outcome else {
            Issue.record("it did not time out: \(outcome)")
            return
        }
    }

    @Test func `the wait ends when the client leaves`() async {
        let connection = ClientConnection()
        let outcome = await outcome(within: .seconds(60), connection: connection) {
            await untilAsleep(1)
            connection.close()
        }
        guard case .clientGone = outcome else {
            Issue.record("nobody noticed: \(outcome)")
            return
        }
    }
}
