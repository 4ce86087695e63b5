import NetworkPolicy
import Testing

@Suite struct DomainPatternTests {
    @Test(arguments: [
        ("api.openai.com", "api.openai.com", true), ("api.openai.com", "API.openai.COM", true),
        ("api.openai.com.", "api.openai.com", true), ("api.openai.com", "api.openai.com.", true),
        ("api.openai.com", "openai.com", false), ("*.openai.com", "api.openai.com", true),
        ("*.openai.com", "eu.api.openai.com", true), ("*.openai.com", "openai.com", false),
        ("*.openai.com", ".openai.com", false), ("*.openai.com", "xopenai.com", false),
        ("*.openai.com", "api.openai.com.evil.example", false),
    ])
    func `a pattern fits names`(pattern: String, name: String, expected: Bool) {
        #expect(DomainPattern(pattern).matches(name) == expected)
    }

    @Test(arguments: [
        ("api.openai.com", "api.openai.com", true), ("*.openai.com", "api.openai.com", true),
        ("*.openai.com", "eu.api.openai.com", false), ("**.openai.com", "eu.api.openai.com", true),
        ("**.openai.com", "openai.com", false), ("api-*.openai.com", "api-eu.openai.com", true),
        ("api-*.openai.com", "api.openai.com", false), ("a*b*c.example", "aXbYbZc.example", true),
        ("a*b*c.example", "aXbYbZ.example", false), ("*", "any.thing.example", true), ("*", "", false),
    ])
    func `a pattern of Cilium's fits names`(pattern: String, name: String, expected: Bool) {
        #expect(DomainPattern(pattern, .cilium).matches(name) == expected)
    }
}
