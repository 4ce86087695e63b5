/// Filters, and what may be a backend.
let filterScenarios: [RouteCase] =
    RouteCase.scenario(
        "header fields are set, added and removed",
        filtered(
            "{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: a, value: new }], add: [{ name: b, value: more }], remove: [c] } }"
        ),
        """
        GET h /old a:1 b:2 c:3 C:4 d:5 => s:80 h /old a:new b:2 d:5 b:more
        GET h /old => s:80 h /old a:new b:more
        """)
    + RouteCase.scenario(
        "a prefix is replaced",
        filtered("{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /new } } }"),
        """
        GET h /old => s:80 h /new
        GET h /old/ => s:80 h /new/
        GET h /old/a?b=c => s:80 h /new/a?b=c
        """)
    + RouteCase.scenario(
        "a prefix is taken away",
        filtered("{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: / } } }"),
        """
        GET h /old => s:80 h /
        GET h /old/ => s:80 h /
        GET h /old/a => s:80 h /a
        """)
    + RouteCase.scenario(
        "path and host are replaced",
        filtered(
            "{ type: URLRewrite, urlRewrite: { hostname: inner.example, path: { type: ReplaceFullPath, replaceFullPath: /all } } }"
        ),
        "GET h /old/a?b => s:80 inner.example /all?b")
    + RouteCase.scenario(
        "a redirect to HTTPS", redirected("scheme: https, statusCode: 301"),
        """
        GET h:8080 /old/a?b=1 => 301 https://h/old/a?b=1
        """)
    + RouteCase.scenario(
        "a redirect to another host keeps the rest", redirected("hostname: new.example"),
        "GET h /old/a?b=1 => 302 http://new.example/old/a?b=1")
    + RouteCase.scenario(
        "a redirect to a port", redirected("port: 8443, scheme: https"), "GET h /old => 302 https://h:8443/old")
    + RouteCase.scenario(
        "a redirect with another prefix",
        redirected("path: { type: ReplacePrefixMatch, replacePrefixMatch: /new }"), "GET h /old/a => 302 http://h/new/a"
    )
    + RouteCase.scenario(
        "a redirect to one page",
        redirected("path: { type: ReplaceFullPath, replaceFullPath: /gone }, statusCode: 301"),
        "GET h /old/a?b => 301 http://h/gone?b")
    + RouteCase.scenario(
        "a filter that is not supported",
        filtered("{ type: ExtensionRef, extensionRef: { group: x.example, kind: Odd, name: o } }"),
        "GET h /old => 500")
    + RouteCase.scenario(
        "a prefix cannot be replaced where none was matched",
        envoyGateway
            + routeText(
                "shop/r",
                rule(
                    exact("/old"), to: "s:80",
                    more:
                        "filters: [{ type: URLRewrite, urlRewrite: { path: { type: ReplacePrefixMatch, replacePrefixMatch: /new } } }]"
                )),
        "GET h /old => 500")

private func filtered(_ filter: String) -> String {
    envoyGateway + routeText("shop/r", rule(prefix("/old"), to: "s:80", more: "filters: [\(filter)]"))
}

private func redirected(_ fields: String) -> String {
    envoyGateway
        + routeText(
            "shop/r",
            "- matches: [{ \(prefix("/old")) }]\n  filters: [{ type: RequestRedirect, requestRedirect: { \(fields) } }]"
        )
}

private let grant = """
    ---
    apiVersion: gateway.networking.k8s.io/v1beta1
    kind: ReferenceGrant
    metadata: { name: g, namespace: data }
    spec:
      from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop }]
      to: [{ group: '', kind: Service, name: open }]

    """

let backendScenarios: [RouteCase] =
    RouteCase.scenario(
        "a backend of another namespace needs a grant",
        envoyGateway + grant
            + routeText(
                "shop/r",
                "- matches: [{ \(prefix("/open")) }]\n  backendRefs: [{ name: open, namespace: data, port: 80 }]\n- matches: [{ \(prefix("/closed")) }]\n  backendRefs: [{ name: closed, namespace: data, port: 80 }]"
            )
            + routeText(
                "other/r",
                "- matches: [{ \(prefix("/else")) }]\n  backendRefs: [{ name: open, namespace: data, port: 80 }]"),
        """
        GET h /open => open:80
        GET h /closed => 500
        GET h /else => 500
        """)
    + RouteCase.scenario(
        "no backend", envoyGateway + routeText("shop/r", "- matches: [{ \(prefix("/")) }]"), "GET h / => 500")
    + RouteCase.scenario(
        "no weight", envoyGateway + routeText("shop/r", "- backendRefs: [{ name: a, port: 80, weight: 0 }]"),
        "GET h / => 500")
    + RouteCase.scenario(
        "no port", envoyGateway + routeText("shop/r", "- backendRefs: [{ name: a }]"), "GET h / => 500")
    + RouteCase.scenario(
        "no Service",
        envoyGateway + routeText("shop/r", "- backendRefs: [{ group: x.example, kind: Bucket, name: a, port: 80 }]"),
        "GET h / => 500")
    + RouteCase.scenario(
        "a good one beside a bad one still takes its share",
        envoyGateway + routeText("shop/r", "- backendRefs: [{ name: a }, { name: b, port: 80 }]"), "GET h / => fault")
