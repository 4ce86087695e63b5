import Blueprint
import Diagnostics
import Testing

/// What a person sees, letter by letter.
private func rendered(_ source: String) -> String {
    let (_, diagnostics) = readBlueprint(source, file: "shop.blueprint.yaml", folderContents: smallFolder)
    return terminalText(diagnostics) { _ in source }
}

@Test func `a mistyped service is shown with where services are, and which was meant`() {
    #expect(
        rendered(small(routes: "[{ path: /cart, to: chekout, public: true }]", services: "checkout: {}")) == """
            error[unknown-service]: route '/cart' points to a service that does not exist
             --> shop.blueprint.yaml:8:33
              |
            8 |     routes: [{ path: /cart, to: chekout, public: true }]
              |                                 ^^^^^^^
              = note: services are declared under 'services:' (line 10)
              = help: did you mean 'checkout'?

            1 error

            """)
}

@Test func `a mistyped key is shown with the one that was meant`() {
    #expect(
        rendered(small(services: "a: { prot: 80 }")) == """
            error[unknown-key]: 'prot' is not a key of service 'a'
              --> shop.blueprint.yaml:11:8
               |
            11 |   a: { prot: 80 }
               |        ^^^^
               = help: did you mean 'port'?

            1 error

            """)
}

@Test func `a word that YAML takes for a boolean says so`() {
    #expect(
        rendered(small(alb: "{ hosts: api, certificate: on }")).hasPrefix(
            """
            error[wrong-type]: 'certificate' of 'alb' of 'edge' is a boolean
             --> shop.blueprint.yaml:6:35
              |
            6 |   alb: { hosts: api, certificate: on }
              |                                   ^^
              = note: 'on' without quotes is a boolean in YAML
              = help: write a name

            """))
}

@Test func `a wrong access word names what it may be`() {
    let source = small(
        top: "data: { db: { kind: postgres } }", services: "a: { uses: { db: publish } }", endpoints: endpoint("db"))
    #expect(
        rendered(source) == """
            error[invalid-access]: 'publish' is not something to do with store 'db'
              --> shop.blueprint.yaml:11:20
               |
            11 |   a: { uses: { db: publish } }
               |                    ^^^^^^^
               = note: it is declared here (line 4)
               = help: write 'read' or 'write'

            1 error

            """)
}

@Test func `an idle external is a warning and the system is made`() {
    let source = small(top: "externals: { x: { host: x.example.net } }")
    let (system, _) = readBlueprint(source, file: "b.yaml", folderContents: smallFolder)
    #expect(system?.externals.map(\.name) == ["x"])
    #expect(rendered(source).hasPrefix("warning[unused-external]: nobody uses external 'x'\n"))
}
