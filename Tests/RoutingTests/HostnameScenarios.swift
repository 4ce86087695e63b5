/// Host names of listeners and routes.
let hostnameScenarios: [RouteCase] =
    RouteCase.scenario(
        "the most specific name of a route",
        envoyGateway + routeText("shop/any", rule(prefix("/"), to: "any:80"))
            + routeText("shop/wild", hosts: "'*.example.com'", rule(prefix("/w"), to: "wild:80"))
            + routeText("shop/deep", hosts: "'*.b.example.com'", rule(prefix("/"), to: "deep:80"))
            + routeText("shop/exact", hosts: "api.example.com, a.example.org", rule(prefix("/x"), to: "exact:80")),
        """
        GET api.example.com /x => exact:80
        GET API.example.com:8080 /x => exact:80
        GET api.example.com /w => nothing
        GET a.example.org /x => exact:80
        GET www.example.com /w => wild:80
        GET www.example.com / => nothing
        GET a.b.example.com / => deep:80
        GET b.example.com /w => wild:80
        GET example.com / => any:80
        GET other.net / => any:80
        """)
    + RouteCase.scenario(
        "the most specific listener, and never another",
        gatewayClassText
            + gatewayText(
                """
                - { name: wild, hostname: '*.example.com', port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
                - { name: api, hostname: api.example.com, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }
                - { name: tcp, port: 81, protocol: TCP }
                """) + routeText("shop/wild", parent: ", sectionName: wild", rule(prefix("/"), to: "wild:80"))
            + routeText("shop/api", parent: ", sectionName: api", rule(prefix("/api"), to: "api:80")),
        """
        GET api.example.com /api => api:80
        GET api.example.com /other => nothing
        GET www.example.com /other => wild:80
        GET example.com / => nothing
        """)
    + RouteCase.scenario(
        "what listener and route have in common",
        gatewayClassText
            + gatewayText(
                "- { name: http, hostname: '*.example.com', port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }"
            )
            + routeText("shop/r", hosts: "api.example.com, '*.com', other.net", rule(prefix("/"), to: "r:80")),
        """
        GET api.example.com / => r:80
        GET www.example.com / => r:80
        GET www.other.com / => nothing
        GET other.net / => nothing
        """)
    + RouteCase.scenario(
        "a route of one host on a listener for all",
        envoyGateway + routeText("shop/r", hosts: "api.example.com", rule(prefix("/"), to: "r:80")),
        """
        GET api.example.com / => r:80
        GET www.example.com / => nothing
        """)
    + RouteCase.scenario(
        "only namespaces that the listener lets in",
        gatewayClassText
            + gatewayText(
                "- { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Selector, selector: { matchLabels: { edge: open } } } } }"
            )
            + routeText("shop/r", rule(prefix("/a"), to: "in:80"))
            + routeText("other/r", rule(prefix("/b"), to: "out:80")),
        """
        GET h /a => in:80
        GET h /b => nothing
        """)
    + RouteCase.scenario(
        "its own namespace unless it says more",
        gatewayClassText + gatewayText("- { name: http, port: 80, protocol: HTTP }")
            + routeText("edge/r", rule(prefix("/a"), to: "in:80"))
            + routeText("shop/r", rule(prefix("/b"), to: "out:80")),
        """
        GET h /a => in:80
        GET h /b => nothing
        """)
