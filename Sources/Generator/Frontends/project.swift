package import Blueprint
package import JSONTree

extension Site {
    /// What Vercel reads as `vercel.json`: what happens to a request;
    /// https://vercel.com/docs/project-configuration/vercel-json.
    ///
    /// Paths of the gateway go on to the load balancer, so that a browser sees one origin; see `rewrittenPaths`.
    package func configuration(of frontend: Frontend) -> JSON {
        let gateway = gatewayURL
        return [
            "$schema": "https://openapi.vercel.sh/vercel.json",
            "framework": .string(frontend.framework),
            "rewrites": .array(
                system.gateway.rewrittenPaths.map { path in
                    ["source": .string(path + "/:path*"), "destination": .string(gateway + path + "/:path*")]
                }),
            "headers": [["source": "/(.*)", "headers": .array(Self.securityHeaders)]],
        ]
    }

    /// What the project is, which no file of a deployment may say any more: its name, its domains and its variables, in
    /// the form in which Vercel's API takes them. A variable of a secret has no value here; its comment says where in the
    /// vault the value is. https://vercel.com/docs/rest-api/projects/create-one-or-more-environment-variables.
    package func project(for frontend: Frontend) -> JSON {
        [
            "name": .string(dnsLabel(system.name, frontend.name, environment.name)),
            "framework": .string(frontend.framework),
            "domains": .array(
                frontend.hosts.map { ["name": .string(system.host($0, in: environment))] }),
            "environmentVariables": .array(
                variables(of: frontend).map { variable in
                    [
                        "key": .string(variable.name), "value": .string(variable.value), "type": "plain",
                        "target": ["production"],
                    ]
                }
                    + frontend.secrets.map { secret in
                        [
                            "key": .string(secret.variableName), "type": "sensitive", "target": ["production"],
                            "comment": .string(vaultKey(secret)),
                        ]
                    }),
        ]
    }

    private var gatewayURL: String { "https://" + (hosts.first ?? system.domain) }

    private func variables(of frontend: Frontend) -> [Workload.Setting] {
        let issuer = authorizationServer.map { _ in
            Workload.Setting(name: "OAUTH_ISSUER", value: system.issuer(in: environment))
        }
        return [.init(name: "GATEWAY_URL", value: gatewayURL)] + [issuer].compactMap { $0 }
            + [.init(name: "ORRERY_IMAGE", value: frontend.image)] + frontend.environment
    }

    private static let securityHeaders: [JSON] = [
        ["key": "Strict-Transport-Security", "value": "max-age=63072000; includeSubDomains; preload"],
        ["key": "X-Content-Type-Options", "value": "nosniff"],
        ["key": "X-Frame-Options", "value": "DENY"],
        ["key": "Referrer-Policy", "value": "strict-origin-when-cross-origin"],
    ]
}
