import Testing

@Suite struct LoadBalancerRuleTests {
    @Test(
        arguments: pathScenarios + hostScenarios + orderScenarios + conditionScenarios + actionScenarios
            + listenerScenarios)
    func `a load balancer does with a request what its Ingresses say`(_ example: LoadBalancerCase) throws {
        try example.check()
    }
}
