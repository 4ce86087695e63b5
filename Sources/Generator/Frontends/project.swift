package import Blueprint
package import JSONTree

extension Site {
    /// What Vercel reads as `vercel.json`; https://vercel.com/docs/project-configuration.
    ///
    /// Paths of the gateway go on to the load balancer, so that a browser sees one origin. `/.well-known` is Vercel's
    /// own and cannot be rewritten: discovery happens on the load balancer's host. A route of `/` would hide the
    /// frontend itself, so it is not rewritten either.
    package func project(for frontend: Frontend) -> JSON {
        let gateway = "https://" + (hosts.first ?? system.domain)
        let paths = system.gateway.routes.map(\.path).filter { $0 != "/" && !$0.hasPrefix("/.well-known") }
        return [
            "$schema": "https://openapi.vercel.sh/vercel.json",
            "name": .string("\(system.name)-\(frontend.name)"),
            "framework": .string(frontend.framework),
            "alias": JSON(frontend.hosts.map { system.host($0, in: environment) }),
            "env": .object(JSON.Object(variables(of: frontend, gateway: gateway).map { ($0.name, .string($0.value)) })),
            "rewrites": .array(
                paths.map { path in
                    ["source": .string(path + "/:path*"), "destination": .string(gateway + path + "/:path*")]
                }),
            "headers": [["source": "/(.*)", "headers": .array(Self.securityHeaders)]],
        ]
    }

    /// A value that begins with `@` names a secret of the project; the value itself is nowhere here.
    private func variables(of frontend: Frontend, gateway: String) -> [Workload.Setting] {
        let issuer = authorizationServer.map { _ in
            Workload.Setting(name: "OAUTH_ISSUER", value: system.issuer(in: environment))
        }
        return [.init(name: "GATEWAY_URL", value: gateway)] + [issuer].compactMap { $0 }
            + [.init(name: "ORRERY_IMAGE", value: frontend.image)] + frontend.environment
            + frontend.secrets.map { .init(name: $0.variableName, value: "@" + $0) }
    }

    private static let securityHeaders: [JSON] = [
        ["key": "Strict-Transport-Security", "value": "max-age=63072000; includeSubDomains; preload"],
        ["key": "X-Content-Type-Options", "value": "nosniff"],
        ["key": "X-Frame-Options", "value": "DENY"],
        ["key": "Referrer-Policy", "value": "strict-origin-when-cross-origin"],
    ]
}
