import JSONTree

extension System {
    /// The name that `declared` has in `environment`: `api.promptsales.com` is `api.dev.promptsales.com` where the
    /// environment's domain is `dev.promptsales.com`. A name outside the system's domain stays as it is.
    package func host(_ declared: String, in environment: Environment) -> String {
        guard let replacement = environment.domain, !domain.isEmpty else { return declared }
        if declared == domain { return replacement }
        guard declared.hasSuffix("." + domain) else { return declared }
        return declared.dropLast(domain.count) + replacement
    }

    /// Where the authorization server may send a client's users back to: the client's own redirects with the
    /// environment's hosts, then those the environment adds for every public client.
    package func redirects(of client: OAuthClient, in environment: Environment) -> [String] {
        if client.kind == .machine { return [] }
        return client.redirects.map { redirect in self.redirect(redirect, in: environment) } + environment.redirects
    }

    private func redirect(_ uri: String, in environment: Environment) -> String {
        let https = "https://"
        guard uri.hasPrefix(https) else { return uri }
        let rest = uri.dropFirst(https.count)
        let declared = rest.prefix { $0 != "/" && $0 != ":" }
        return https + host(String(declared), in: environment) + rest.dropFirst(declared.count)
    }

    /// Every plain setting of a workload in one environment: what the blueprint declares under `environment`, and for
    /// the authorization server what follows from the rest of the system unless it is declared.
    ///
    /// - `OAUTH_ISSUER`: `https://` and the first host of the load balancer
    /// - `OAUTH_CLIENTS`: a JSON array of client metadata with the names of RFC 7591
    /// - `OAUTH_SCOPES`: every scope that a route asks for, separated by blanks
    /// - `OAUTH_SIGNING_ALGORITHM`: `RS256` where the load balancer checks tokens, which knows no other
    package func settings(of workload: Workload, in environment: Environment) -> [Workload.Setting] {
        guard workload.role == .authorizationServer else { return workload.environment }
        var derived = [
            Workload.Setting(name: "OAUTH_ISSUER", value: issuer(in: environment)),
            Workload.Setting(name: "OAUTH_CLIENTS", value: clientMetadata(in: environment).text),
            Workload.Setting(name: "OAUTH_SCOPES", value: scopes.joined(separator: " ")),
        ]
        if environment.waysIn.gateway == .ingress {
            derived.append(Workload.Setting(name: "OAUTH_SIGNING_ALGORITHM", value: "RS256"))
        }
        let declared = workload.environment.map(\.name)
        return workload.environment + derived.filter { !declared.contains($0.name) }
    }

    /// The issuer of the tokens that the gateway accepts in `environment`.
    package func issuer(in environment: Environment) -> String {
        "https://" + host(loadBalancer.hosts.first ?? domain, in: environment)
    }

    /// Every scope that a route asks for, in the order of the routes.
    package var scopes: [String] {
        var scopes: [String] = []
        var seen: Set<String> = []
        for route in gateway.routes {
            if case .scopes(let read, let write) = route.access {
                for scope in [read, write] where seen.insert(scope).inserted { scopes.append(scope) }
            }
        }
        return scopes
    }

    private func clientMetadata(in environment: Environment) -> JSON {
        .array(
            clients.map { client in
                let scope = JSON.string(client.scopes.joined(separator: " "))
                return switch client.kind {
                case .public:
                    [
                        "client_id": .string(client.name),
                        "token_endpoint_auth_method": "none",
                        "grant_types": ["authorization_code", "refresh_token"],
                        "redirect_uris": JSON(redirects(of: client, in: environment)),
                        "scope": scope,
                    ]
                case .machine:
                    [
                        "client_id": .string(client.name),
                        "token_endpoint_auth_method": "client_secret_basic",
                        "grant_types": ["client_credentials"],
                        "scope": scope,
                    ]
                }
            })
    }
}
