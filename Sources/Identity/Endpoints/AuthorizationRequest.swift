import HTTP

/// A checked request for an authorization code.
struct AuthorizationRequest: Sendable {
    let client: RegisteredClient
    let redirectURI: String
    let redirectWasNamed: Bool
    let state: String?
    let nonce: String?
    let challenge: String
    let scopes: [String]
    let resources: [String]
    let loginHint: String?

    /// Why there is no code.
    enum Refusal: Error {
        /// Nothing is known to be safe to redirect to, so the person is told (RFC 6749 4.1.2.1).
        case page(String)
        /// The client is told, at its redirect URI.
        case redirect(OAuthError, redirectURI: String, state: String?)
    }

    /// Reads the parameters of a query or of the login form.
    ///
    /// Client and redirect URI come first: until both are known to belong together, no error leaves for anywhere.
    init(_ form: Form, server: AuthorizationServer) throws(Refusal) {
        guard form.all("client_id").count == 1, let client = form["client_id"].flatMap(server.client) else {
            throw .page("The application that sent you here is not known.")
        }
        guard form.all("redirect_uri").count <= 1 else { throw .page("The request names two places to return to.") }
        let named = form["redirect_uri"].flatMap { $0.isEmpty ? nil : $0 }
        guard let redirectURI = Self.redirectURI(named, of: client) else {
            throw .page("\(client.name) asked to return to an address that is not registered.")
        }
        let state = form["state"]
        do throws(OAuthError) {
            let parameters = try Parameters(form)
            try Self.checkResponse(parameters)
            guard client.grants.contains(.authorizationCode) else {
                throw OAuthError(.unauthorizedClient, "the client may not use authorization codes")
            }
            challenge = try Self.challenge(parameters)
            scopes = try Self.scopes(parameters, client, server.configuration)
            try checkResources(parameters.resources, server.configuration)
            resources = parameters.resources
            if Scopes.split(parameters["prompt"] ?? "").contains("none") {
                throw OAuthError(.loginRequired, "nobody is signed in, and the request does not allow to ask")
            }
            nonce = parameters["nonce"]
            loginHint = parameters["login_hint"]
        } catch {
            throw .redirect(error, redirectURI: redirectURI, state: state)
        }
        self.client = client
        self.redirectURI = redirectURI
        redirectWasNamed = named != nil
        self.state = state
    }

    private static func checkResponse(_ parameters: Parameters) throws(OAuthError) {
        guard parameters["request"] == nil else { throw OAuthError(.requestNotSupported, "'request' is not supported") }
        guard parameters["request_uri"] == nil else {
            throw OAuthError(.requestURINotSupported, "'request_uri' is not supported")
        }
        let type = try parameters.required("response_type")
        guard type == "code" else {
            throw OAuthError(.unsupportedResponseType, "only the response type 'code' is supported")
        }
        guard parameters["response_mode"] ?? "query" == "query" else {
            throw OAuthError(.invalidRequest, "only the response mode 'query' is supported")
        }
    }

    private static func challenge(_ parameters: Parameters) throws(OAuthError) -> String {
        let challenge = try parameters.required("code_challenge")
        // RFC 7636 4.3: without a method it would be 'plain'.
        guard parameters["code_challenge_method"] == "S256" else {
            throw OAuthError(.invalidRequest, "'code_challenge_method' must be S256")
        }
        guard PKCE.isChallenge(challenge) else {
            throw OAuthError(.invalidRequest, "'code_challenge' is not the S256 of a verifier")
        }
        return challenge
    }

    private static func scopes(
        _ parameters: Parameters, _ client: RegisteredClient, _ configuration: Configuration
    ) throws(OAuthError) -> [String] {
        let asked = parameters["scope"].map(Scopes.split) ?? client.scopes
        let allowed = Configuration.openIDScopes.map(\.name) + client.scopes
        for scope in asked {
            guard configuration.allScopes.contains(where: { $0.name == scope }) else {
                throw OAuthError(.invalidScope, "'\(scope)' is no scope of this server")
            }
            guard allowed.contains(scope) else {
                throw OAuthError(.invalidScope, "the client may not ask for '\(scope)'")
            }
        }
        return asked
    }

    // MARK: - Where to return to

    /// The URI to return to: the one that was named, if it is registered, or the only registered one.
    static func redirectURI(_ named: String?, of client: RegisteredClient) -> String? {
        guard let named else { return client.redirectURIs.count == 1 ? client.redirectURIs.first : nil }
        return client.redirectURIs.contains { fits(named, registered: $0) } ? named : nil
    }

    private static func fits(_ named: String, registered: String) -> Bool {
        if named == registered { return true }
        guard let loopback = withoutLoopbackPort(registered) else { return false }
        return withoutLoopbackPort(named) == loopback
    }

    /// `uri` without its port, if it is one of RFC 8252 7.3: `http` to a loopback address literal.
    private static func withoutLoopbackPort(_ uri: String) -> String? {
        for start in ["http://127.0.0.1", "http://[::1]"] where uri.hasPrefix(start) {
            var rest = uri.dropFirst(start.count)
            if rest.first == ":" {
                let port = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
                guard let number = Int(port), (1...65_535).contains(number) else { return nil }
                rest = rest.dropFirst(1 + port.count)
            }
            guard rest.isEmpty || rest.first == "/" || rest.first == "?" else { return nil }
            return start + rest
        }
        return nil
    }
}
