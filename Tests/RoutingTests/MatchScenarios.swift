/// What a match asks of a request.
let matchScenarios: [RouteCase] =
    RouteCase.scenario(
        "a prefix, part by part", envoyGateway + routeText("shop/r", rule(prefix("/content"), to: "content:80")),
        """
        GET h /content => content:80
        GET h /content/ => content:80
        GET h /content/a => content:80
        GET h /contents => nothing
        GET h /Content => nothing
        GET h / => nothing
        """)
    + RouteCase.scenario(
        "a prefix with a final slash is the same",
        envoyGateway + routeText("shop/r", rule(prefix("/content/"), to: "content:80")),
        """
        GET h /content => content:80
        GET h /content/a => content:80
        GET h /contents => nothing
        """)
    + RouteCase.scenario(
        "an exact path", envoyGateway + routeText("shop/r", rule(exact("/a"), to: "a:80")),
        """
        GET h /a => a:80
        GET h /a?x => a:80
        GET h /a/ => nothing
        GET h /ab => nothing
        """)
    + RouteCase.scenario(
        "a regular expression fits the whole path",
        envoyGateway + routeText("shop/r", rule(regex("/v[0-9]+/users"), to: "users:80")),
        """
        GET h /v1/users => users:80
        GET h /v42/users => users:80
        GET h /v1/users/7 => nothing
        GET h /x/v1/users => nothing
        """)
    + RouteCase.scenario(
        "no match at all", envoyGateway + routeText("shop/r", "- backendRefs: [{ name: all, port: 80 }]"),
        """
        GET h / => all:80
        DELETE other /x/y => all:80
        """)
    + RouteCase.scenario(
        "a method",
        envoyGateway + routeText("shop/r", rule("method: POST", to: "write:80") + rule("method: GET", to: "read:80")),
        """
        POST h / => write:80
        GET h / => read:80
        PUT h / => nothing
        """)
    + RouteCase.scenario(
        "header fields",
        envoyGateway
            + routeText(
                "shop/r",
                rule(
                    "headers: [{ name: version, value: two }, { name: env, value: 'c.*', type: RegularExpression }]",
                    to: "two:80")),
        """
        GET h / version:two env:canary => two:80
        GET h / Version:two ENV:c => two:80
        GET h / version:two => nothing
        GET h / version:TWO env:c => nothing
        GET h / version:two version:two env:c => nothing
        GET h / version:two env:xc => nothing
        """)
    + RouteCase.scenario(
        "parameters",
        envoyGateway + routeText("shop/r", rule("queryParams: [{ name: animal, value: whale }]", to: "sea:80")),
        """
        GET h /?animal=whale => sea:80
        GET h /?x=1&animal=whale&y => sea:80
        GET h /?animal=dog&animal=whale => nothing
        GET h /?Animal=whale => nothing
        GET h /?animal => nothing
        GET h / => nothing
        """)
    + RouteCase.scenario(
        "several matches are alternatives",
        envoyGateway
            + routeText(
                "shop/r",
                "- matches: [{ \(prefix("/a")) }, { \(exact("/b")), method: GET }]\n  backendRefs: [{ name: ab, port: 80 }]"
            ),
        """
        POST h /a/x => ab:80
        GET h /b => ab:80
        POST h /b => nothing
        """)

/// Which of several matches is taken.
let precedenceScenarios: [RouteCase] =
    RouteCase.scenario(
        "the more exact path",
        envoyGateway
            + routeText(
                "shop/r",
                rule(prefix("/"), to: "root:80") + rule(prefix("/a"), to: "a:80") + rule(prefix("/a/b"), to: "ab:80")
                    + rule(exact("/a/b"), to: "exact:80") + rule(regex("/a/b/[0-9]+"), to: "regex:80")),
        """
        GET h /z => root:80
        GET h /a => a:80
        GET h /a/b => exact:80
        GET h /a/b/ => ab:80
        GET h /a/b/7 => regex:80
        GET h /a/b/x => ab:80
        """)
    + RouteCase.scenario(
        "by the letter of the API a prefix beats a regular expression",
        gatewayClassText.replacingOccurrence(
            of: "gateway.envoyproxy.io/gatewayclass-controller", with: "example.net/other")
            + gatewayText("- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }")
            + routeText("shop/r", rule(regex("/a/.*"), to: "regex:80") + rule(prefix("/a"), to: "a:80")),
        "GET h /a/7 => a:80")
    + RouteCase.scenario(
        "more conditions",
        envoyGateway
            + routeText(
                "shop/r",
                rule(prefix("/"), to: "plain:80")
                    + rule(prefix("/") + ", queryParams: [{ name: q, value: '1' }]", to: "query:80")
                    + rule(prefix("/") + ", headers: [{ name: a, value: '1' }]", to: "one:80")
                    + rule(prefix("/") + ", headers: [{ name: a, value: '1' }, { name: b, value: '2' }]", to: "two:80")
                    + rule(prefix("/") + ", method: PUT", to: "put:80")),
        """
        GET h / => plain:80
        GET h /?q=1 => query:80
        GET h /?q=1 a:1 => one:80
        GET h / a:1 b:2 => two:80
        PUT h / => put:80
        PUT h / a:1 b:2 => two:80
        """)
    + RouteCase.scenario(
        "by the letter of the API a method beats header fields",
        gatewayClassText.replacingOccurrence(
            of: "gateway.envoyproxy.io/gatewayclass-controller", with: "example.net/other")
            + gatewayText("- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }")
            + routeText(
                "shop/r",
                rule(prefix("/") + ", headers: [{ name: a, value: '1' }, { name: b, value: '2' }]", to: "two:80")
                    + rule(prefix("/") + ", method: PUT", to: "put:80")),
        "PUT h / a:1 b:2 => put:80")
    + RouteCase.scenario(
        "then namespace, name and place",
        envoyGateway + routeText("shop/b", rule(prefix("/"), to: "b:80"))
            + routeText("shop/a", rule(prefix("/"), to: "first:80") + rule(prefix("/"), to: "second:80")),
        "GET h / => first:80")
    + RouteCase.scenario(
        "of two routes that have been in a cluster the older one",
        envoyGateway + aged("2026-03-01T00:00:00Z", routeText("shop/a", rule(prefix("/"), to: "younger:80")))
            + aged("2026-02-28T23:59:59Z", routeText("shop/b", rule(prefix("/"), to: "older:80"))),
        "GET h / => older:80")
    + RouteCase.scenario(
        "a route that has been in a cluster is older than one that has not",
        envoyGateway + routeText("shop/a", rule(prefix("/"), to: "new:80"))
            + aged("2026-02-28T23:59:59Z", routeText("shop/b", rule(prefix("/"), to: "old:80"))),
        "GET h / => old:80")
    + RouteCase.scenario(
        "age decides nothing between different matches",
        envoyGateway + routeText("shop/a", rule(prefix("/long/path"), to: "new:80"))
            + aged("2026-02-28T23:59:59Z", routeText("shop/b", rule(prefix("/long"), to: "old:80"))),
        "GET h /long/path => new:80")
    + RouteCase.scenario(
        "a method and a field that both fit",
        envoyGateway
            + routeText(
                "shop/r",
                rule(prefix("/") + ", method: GET", to: "method:80")
                    + rule(prefix("/") + ", method: GET, headers: [{ name: a, value: '1' }]", to: "both:80")
                    + rule(prefix("/") + ", method: GET, queryParams: [{ name: q, value: '1' }]", to: "query:80")),
        """
        GET h / => method:80
        GET h / a:1 => both:80
        GET h /?q=1 => query:80
        GET h /?q=1 a:1 => both:80
        POST h / a:1 => nothing
        """)

/// The routes of `text` as they come out of a cluster.
private func aged(_ time: String, _ text: String) -> String {
    text.replacingOccurrence(of: "metadata: { ", with: "metadata: { creationTimestamp: '\(time)', ")
}

extension String {
    fileprivate func replacingOccurrence(of old: String, with new: String) -> String {
        firstRange(of: old).map { self[..<$0.lowerBound] + new + self[$0.upperBound...] } ?? self
    }
}
