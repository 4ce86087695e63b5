import Diagnostics
import NetworkPolicy
import Testing

@Suite struct RecipeTests {
    @Test(arguments: ingressRecipes + egressRecipes + selectorRecipes + addressRecipes + domainRecipes + ciliumRecipes)
    func `a connection is judged as the policies say`(_ example: ReachabilityCase) throws {
        var diagnostics: [Diagnostic] = []
        let policies = World.policies(example.manifests, diagnostics: &diagnostics)
        #expect(diagnostics == [])
        let question = try #require(example.question)
        let decision = policies.decide(
            from: question.source, to: question.destination, port: question.port, portName: question.portName,
            protocol: question.transport)
        #expect(decision.isAllowed == question.isAllowed, "\(decision.reason)")
        #expect((decision.isolatingPolicy == nil) == question.isAllowed)
    }
}
