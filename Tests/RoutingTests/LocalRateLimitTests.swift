import HTTP
import Kubernetes
import Routing
import Testing

@Suite struct LocalRateLimitTests {
    private func policy(_ rules: [BackendTrafficPolicy.RateLimit.Rule]) -> BackendTrafficPolicy {
        BackendTrafficPolicy(
            metadata: ObjectMeta(name: "a", namespace: "b"), targetRefs: [],
            rateLimit: .init(scope: .local, rules: rules))
    }

    @Test func `so many pass in a unit of time, and as many in the next`() {
        let limit = LocalRateLimit()
        let policy = policy([.init(requests: 2, unit: .minute)])
        let answers = [0, 1, 59, 60, 61, 62].map { (second: Int64) in
            limit.admits(Request(.get, "/"), by: policy, seconds: second)
        }
        #expect(answers == [true, true, false, true, true, false])
    }

    @Test func `a rule counts only those that its selectors fit`() {
        let limit = LocalRateLimit()
        let policy = policy([
            .init(
                selectors: [.init(headers: [.init(name: "x-tenant", type: .exact, value: "a")])], requests: 1,
                unit: .hour)
        ])
        func admits(_ tenant: String) -> Bool {
            limit.admits(Request(.get, "/", fields: ["x-tenant": tenant]), by: policy, seconds: 0)
        }
        #expect(["a", "a", "b", "b"].map(admits) == [true, false, true, true])
    }

    @Test func `a policy without a limit lets everything through`() {
        let policy = BackendTrafficPolicy(metadata: ObjectMeta(name: "a", namespace: "b"), targetRefs: [])
        #expect(LocalRateLimit().admits(Request(.get, "/"), by: policy, seconds: 0))
    }
}
