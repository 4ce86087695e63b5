import Diagnostics
import HTTP
import Kubernetes
import Routing
import Testing

@Suite struct IngressRouteTests {
    private func routes() -> IngressRoutes {
        var diagnostics: [Diagnostic] = []
        let text =
            ingressText(
                "shop/a", className: "inside",
                "a.example\nPrefix / -> root:80\nPrefix /aaa -> aaa:80\nPrefix /aaa/bbb/ -> bbb:80\nExact /aaa -> exact:http\n*.wild.example\nPrefix /w -> wild:80\n-\nPrefix /any -> any:80"
            )
            + ingressText("shop/alb", "a.example\nExact /other -> other:80")
            + ingressText(
                "shop/z", className: "inside",
                extra: "defaultBackend: { service: { name: rest, port: { number: 80 } } }",
                "b.example\nExact /b -> b:80")
        let ingresses = readManifests(files: [("a.yaml", text)], &diagnostics).compactMap { manifest -> Ingress? in
            if case .ingress(let ingress) = manifest { ingress } else { nil }
        }
        #expect(diagnostics == [])
        return IngressRoutes(ingresses: ingresses, className: "inside", classes: [])
    }

    @Test(arguments: [
        ("a.example", "/", "root"), ("a.example", "/aaa", "exact"), ("a.example", "/aaa/", "aaa"),
        ("a.example", "/aaa/ccc", "aaa"), ("a.example", "/aaabbb", "root"), ("a.example", "/aaa/bbb", "bbb"),
        ("a.example", "/aaa/bbb/ccc", "bbb"), ("A.example:8080", "/other", "root"), ("x.wild.example", "/w", "wild"),
        ("x.y.wild.example", "/w", "rest"), ("wild.example", "/w", "rest"), ("x.wild.example", "/any", "rest"),
        ("c.example", "/any/x", "any"), ("b.example", "/b", "b"), ("b.example", "/b/", "rest"),
    ])
    func `a request goes where the Ingress API says`(host: String, path: String, expected: String) throws {
        let match = try #require(routes().match(Request(.get, path, authority: host)))
        #expect(match.backend(choice: 0)?.service == expected, "\(match.reason)")
        #expect(match.route.kind == "Ingress" && match.route.span?.file == "a.yaml")
    }

    @Test func `a port may have a name`() throws {
        let backend = try #require(routes().match(Request(.get, "/aaa", authority: "a.example"))?.backend(choice: 0))
        #expect(backend.portName == "http" && backend.port == 0)
    }
}
