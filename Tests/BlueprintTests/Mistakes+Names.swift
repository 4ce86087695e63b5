/// Names that stand for nothing, or for too much.
let mistakesInNames: [Mistake] = [
    Mistake(
        "a service and an external of one name", "1️⃣ duplicate-name", "1️⃣ unused-external?",
        source: small(
            services: "a: { uses: { a2: call } }\n  a2: {}", end: "externals: { 1️⃣a2: { host: x.example.net } }")),
    Mistake(
        "a frontend named like a service", "1️⃣ duplicate-name",
        source: small(top: "frontends: { a: { hosts: app } }", services: "1️⃣a: {}")),
    Mistake("a service named gateway", "1️⃣ reserved-name", source: small(services: "a: {}\n  1️⃣gateway: {}")),
    Mistake("a use of nothing", "1️⃣ unknown-name", source: small(services: "a: { uses: { 1️⃣catalog: call } }")),
    Mistake(
        "a route to nothing", "1️⃣ unknown-service", source: small(routes: "[{ path: /a, to: 1️⃣b, public: true }]")),
    Mistake(
        "an MCP server of nothing", "1️⃣ unknown-service", source: small(top: "mcp: { a-mcp: { of: 1️⃣aa } }")),
    Mistake(
        "a worker that consumes nothing", "1️⃣ unknown-queue", source: small(top: "workers: { w: { consumes: 1️⃣jobs } }")),
    Mistake(
        "a queue on nothing", "1️⃣ unknown-store",
        source: small(
            top: "queues: { q: { on: 1️⃣cash } }\nworkers: { w: { consumes: q } }",
            services: "a: { uses: { q: publish } }")),
    Mistake(
        "a scope that no route asks for", "1️⃣ unknown-scope",
        source: small(
            routes: "[{ path: /a, to: a, scopes: a.read }]",
            services: "a: { role: oauth, clients: { c: { kind: machine, scopes: [a.read, openid, 1️⃣a.raed] } } }")),
]

/// Ways in that lead nowhere, or twice.
let mistakesAtTheEdge: [Mistake] = [
    Mistake(
        "two routes with one path", "1️⃣ duplicate-route",
        source: small(routes: "[{ path: /a, to: a, public: true }, { path: 1️⃣/a, to: a, public: true }]")),
    Mistake(
        "a route to an MCP server", "1️⃣ route-to-no-service",
        source: small(top: "mcp: { a-mcp: {} }", routes: "[{ path: /a, to: 1️⃣a-mcp, public: true }]")),
    Mistake(
        "a public route with scopes", "1️⃣ public-with-scopes",
        source: small(routes: "[{ path: /a, to: a, public: true, scopes: 1️⃣a }]")),
    Mistake(
        "a route that asks for a token of nobody", "1️⃣ missing-authorization-server",
        source: small(routes: "[{ path: 1️⃣/a, to: a }]")),
    Mistake(
        "one host for a frontend and the load balancer", "1️⃣ duplicate-host",
        source: small(
            top: "frontends: { web: { hosts: api.example.com } }", alb: "{ hosts: 1️⃣api, certificate: api }")),
    Mistake(
        "one host written in two ways", "1️⃣ duplicate-host",
        source: small(alb: "{ hosts: [api.example.com, 1️⃣api], certificate: api }")),
    Mistake(
        "a host outside the domain", "1️⃣ host-outside-domain?",
        source: small(alb: "{ hosts: 1️⃣api.example.org, certificate: api }")
            .replacing("  dev:\n", with: "  dev:\n    domain: dev.example.com\n")),
    Mistake(
        "two authorization servers", "1️⃣ several-authorization-servers",
        source: small(services: "a: { role: oauth }\n  1️⃣b: { role: oauth }")),
    Mistake(
        "clients of a plain service", "1️⃣ clients-without-oauth",
        source: small(services: "a: { clients: 1️⃣{ c: { kind: machine } } }")),
    Mistake(
        "a mistyped role, and what would follow from it", "1️⃣ invalid-choice",
        source: small(
            routes: "[{ path: /a, to: a, scopes: r }]",
            services: "a: { role: 1️⃣oath, clients: { c: { kind: machine } } }")),
    Mistake(
        "a public client without redirects", "1️⃣ client-redirects",
        source: small(services: "a: { role: oauth, clients: { 1️⃣c: {} } }")),
    Mistake(
        "a machine with redirects", "1️⃣ client-redirects",
        source: small(
            services: "a: { role: oauth, clients: { c: { kind: machine, redirects: 1️⃣https://a.example.com/ } } }")),
    Mistake(
        "a redirect to a frontend that is not there", "1️⃣ redirect-without-frontend",
        source: small(services: "a: { role: oauth, clients: { web: { redirects: 1️⃣/callback } } }")),
]
