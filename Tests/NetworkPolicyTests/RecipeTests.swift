import Diagnostics
import NetworkPolicy
import Testing

@Suite struct RecipeTests {
    private static let all =
        publicRecipes + ingressRecipes + egressRecipes + selectorRecipes + cornerRecipes + addressRecipes
        + domainRecipes + ciliumRecipes

    @Test(arguments: all)
    func `a connection is judged as the policies say`(_ example: ReachabilityCase) throws {
        var diagnostics: [Diagnostic] = []
        let policies = World.policies(example.manifests, diagnostics: &diagnostics)
        #expect(diagnostics == [])
        let question = try #require(example.question)
        let decision = policies.decide(
            from: question.source, to: question.destination, port: question.port, portName: question.portName,
            protocol: question.transport)
        #expect(decision.isAllowed == question.isAllowed, "\(decision.reason)")
        #expect(decision.words == question.reason, "\(decision.reason)")
        for rule in decision.isAllowed ? decision.allowingRules : decision.isolatingPolicies {
            #expect(rule.span?.file == "policies.yaml")
            #expect(decision.reason.contains(rule.description))
        }
    }
}

extension ReachabilityDecision {
    /// The reason as the table writes it.
    fileprivate var words: String {
        if !isAllowed {
            let policies = isolatingPolicies.map(\.words).joined(separator: " + ")
            return policies + (nearestRule.map { " near \($0.rule.words)" } ?? "")
        }
        if egress == .notConcerned && ingress == .notConcerned { return "itself" }
        return allowingRules.isEmpty ? "open" : allowingRules.map(\.words).joined(separator: " and ")
    }
}

extension ReachabilityDecision.RuleReference {
    fileprivate var words: String { "\(namespace)/\(name)" + (rule.map { "[\($0)]" } ?? "") }
}
