import Blueprint
import Diagnostics
import Testing
import YAMLTree

let mistakes =
    mistakesOfForm + mistakesOfFormat + mistakesInNames + mistakesAtTheEdge + mistakesInWorkloads + mistakesInData
    + mistakesInEnvironments + mistakesInManagedStores + mistakesInWaysIn + mistakesInDelivery

@Test(arguments: mistakes)
func `each mistake is found at its place, and nothing else is`(mistake: Mistake) {
    #expect(findings(mistake.source) == mistake.findings)
}

@Test func `every id of a blueprint has a mistake that shows it`() {
    let shown = Set(mistakes.flatMap(\.ids))
    let ofYAML = Set(yamlExplanations.map(\.id))
    #expect(Set(explainedIDs).subtracting(ofYAML).subtracting(shown).isEmpty)
}

@Test func `every id that a mistake shows has a long text`() {
    for id in Set(mistakes.flatMap(\.ids)) { #expect(explanation(of: id) != nil, "\(id)") }
    #expect(explanation(of: "no-such-id") == nil)
}

@Test func `the small blueprint of these tests has no mistake`() {
    #expect(findings(small()).isEmpty)
}

@Test func `all mistakes of a blueprint come out of one run, in the order of the file`() {
    let source = small(
        top: "frontends: { web: 2️⃣{ 1️⃣hots: app, platform: 3️⃣netlify } }",
        routes: "[{ path: /a, to: 4️⃣b, public: true }]",
        services: """
            a: { port: 5️⃣70000, scale: { min: 6️⃣5, max: 2 } }
              7️⃣B: {}
            """)
    #expect(
        findings(source) == [
            "2️⃣ missing-key", "1️⃣ unknown-key", "3️⃣ invalid-choice", "4️⃣ unknown-service", "5️⃣ number-out-of-range",
            "6️⃣ scale-order", "7️⃣ invalid-name",
        ])
}

@Test func `no text makes the reader trap`() {
    let whole = Array(
        small(
            top: "data: { r: { kind: redis } }\nqueues: { q: { on: r } }\nmcp: { m: { of: a, uses: { a: call } } }",
            services: "a: { role: oauth, clients: { c: { redirects: /x } }, scale: { min: 1 }, uses: { q: publish } }",
            endpoints: endpoint("r")))
    func read(_ text: String) { _ = readBlueprint(text, file: "b.yaml", folderContents: smallFolder) }
    for index in whole.indices where index % 3 == 0 {
        read(String(whole[..<index]))
        read(String(whole[..<index] + whole[(index + 1)...]))
        for hostile in ["[", "{", ": ", "\n- ", "\u{0}", "\u{1F600}", "-99999999999999999999"] where index % 21 == 0 {
            read(String(whole[..<index]) + hostile + String(whole[index...]))
        }
    }
}
