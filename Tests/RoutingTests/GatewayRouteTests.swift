import Testing

@Suite struct GatewayRouteTests {
    @Test(arguments: matchScenarios + precedenceScenarios + hostnameScenarios + filterScenarios + backendScenarios)
    func `a gateway does with a request what its routes say`(_ example: RouteCase) throws {
        try example.check()
    }
}
