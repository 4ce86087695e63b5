import Testing

@Suite struct LoadBalancerRuleTests {
    static let cases =
        pathScenarios + hostScenarios + orderScenarios + conditionScenarios + actionScenarios + listenerScenarios
        + attributeScenarios + transformScenarios + targetGroupScenarios

    @Test(arguments: cases)
    func `a load balancer does with a request what its Ingresses say`(_ example: LoadBalancerCase) throws {
        try example.check()
    }

    @Test func `every page that is followed has cases`() {
        let pages = Set((Self.cases + GatewayLoadBalancerTests.cases).map(\.page))
        let missing = LoadBalancerCase.Page.allCases.filter { !pages.contains($0) }
        #expect(missing.map(\.rawValue) == [])
        #expect(Self.cases.count >= 150)
    }
}
