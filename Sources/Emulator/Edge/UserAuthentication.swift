import Determinism
import HTTP
import Images
import JSONTree
import Kubernetes
import Routing

/// Makes users known for the rules that ask for it: the code flow of OpenID Connect, with the load balancer as the client.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html#authentication-flow
struct UserAuthentication: Sendable {
    enum Verdict: Sendable {
        case passed(Request, reason: String)
        case answered(Response, reason: String)
    }

    /// Where an identity provider sends the user back to, on every host.
    static let callbackPath = "/oauth2/idpresponse"
    private static let ownFields = ["x-amzn-oidc-accesstoken", "x-amzn-oidc-identity", "x-amzn-oidc-data"]

    let sessions: UserSessions
    /// Id and secret of the client in a Secret of the cluster; nil when it is not there.
    let credentials: @Sendable (Authentication.Client) -> (id: String, secret: String)?

    /// Judges a request that a rule with `authentication` has taken.
    func judge(_ request: Request, _ authentication: Authentication) -> Verdict {
        var request = request
        for name in Self.ownFields { request.fields[name] = nil }
        if let user = sessions.user(of: request, authentication) {
            return .passed(sessions.identified(request, as: user), reason: "the user is '\(user.subject)'")
        }
        switch authentication.onUnauthenticatedRequest {
        case .allow: return .passed(request, reason: "no user is known, and none is asked for")
        case .deny: return .answered(LoadBalancerResponse.unauthorized, reason: "no user is known")
        case .authenticate: return login(request, authentication)
        }
    }

    private func login(_ request: Request, _ authentication: Authentication) -> Verdict {
        guard let client = credentials(authentication.client) else {
            return .answered(
                LoadBalancerResponse.page(.internalServerError),
                reason: "the Secret with 'clientID' and 'clientSecret' is not there")
        }
        let redirectURI = "https://\(request.authority)\(Self.callbackPath)"
        let state = sessions.begin(
            UserSessions.Pending(
                authentication: authentication, clientID: client.id, clientSecret: client.secret,
                url: "https://\(request.authority)\(request.target)", redirectURI: redirectURI,
                expiry: Timestamp(seconds: 0)))
        var parameters = [
            ("client_id", client.id), ("redirect_uri", redirectURI), ("response_type", "code"),
            ("scope", authentication.scope), ("state", state),
        ]
        parameters += authentication.extraParameters.map { ($0.name, $0.value) }
        let query = parameters.map { "\($0.0)=\($0.1.percentEncoded())" }.joined(separator: "&")
        let mark = authentication.authorizationEndpoint.contains("?") ? "&" : "?"
        var response = LoadBalancerResponse.page(.found)
        response.fields["Location"] = authentication.authorizationEndpoint + mark + query
        return .answered(response, reason: "no user is known, who is sent to \(authentication.authorizationEndpoint)")
    }

    /// Takes the user back from the identity provider.
    ///
    /// - Parameter send: reaches the provider in the load balancer's name.
    func finish(
        _ request: Request, _ send: (Request) async throws -> Response
    ) async -> (response: Response, reason: String) {
        let form = request.queryForm
        guard let state = form["state"], let pending = sessions.finish(state) else {
            return (LoadBalancerResponse.unauthorized, "the log-in was not begun here, or fifteen minutes ago")
        }
        if let error = form["error"] {
            return (LoadBalancerResponse.page(561), "the identity provider says '\(error)'")
        }
        guard let code = form["code"] else { return (LoadBalancerResponse.unauthorized, "there is no code") }
        do {
            let tokens = try await tokens(for: code, pending, send)
            guard let accessToken = tokens["access_token"]?.string, tokens["id_token"]?.string != nil else {
                return (LoadBalancerResponse.unauthorized, "the token endpoint gave no id_token and access_token")
            }
            let claims = try await document(
                of: pending.authentication.userInfoEndpoint, fields: ["authorization": "Bearer \(accessToken)"], send)
            let user = UserSessions.User(
                claims: claims, subject: claims["sub"]?.string ?? "", accessToken: accessToken,
                issuer: pending.authentication.issuer, clientID: pending.clientID)
            var response = LoadBalancerResponse.page(.found)
            response.fields["Location"] = pending.url
            response.fields.append("Set-Cookie", sessions.open(user, pending.authentication))
            return (response, "the user is '\(user.subject)'")
        } catch let error as ProviderError {
            return (LoadBalancerResponse.page(561), error.sentence)
        } catch {
            return (
                LoadBalancerResponse.page(.internalServerError), "the identity provider cannot be reached: \(error)"
            )
        }
    }

    private func tokens(
        for code: String, _ pending: UserSessions.Pending, _ send: (Request) async throws -> Response
    ) async throws -> JSON {
        let form = Form([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", pending.redirectURI),
        ])
        let basic = Base64.standard.encode(
            Array("\(pending.clientID.percentEncoded()):\(pending.clientSecret.percentEncoded())".utf8))
        return try await document(
            of: pending.authentication.tokenEndpoint, .post,
            fields: ["authorization": "Basic \(basic)", "content-type": "application/x-www-form-urlencoded"],
            body: Array(form.encoded.utf8), send)
    }

    private func document(
        of url: String, _ method: Method = .get, fields: Fields, body: [UInt8] = [],
        _ send: (Request) async throws -> Response
    ) async throws -> JSON {
        guard let request = Request(method, url: url, fields: fields, body: body) else {
            throw NetworkError.nameNotResolved(url)
        }
        let response = try await send(request)
        guard response.status == .ok else { throw ProviderError(sentence: "\(url) answered \(response.status)") }
        guard let document = try? JSON.parse(try await response.collectedBody()), document.object != nil else {
            throw ProviderError(sentence: "\(url) answered with no JSON object")
        }
        return document
    }
}

/// An identity provider that does not do what it should.
private struct ProviderError: Error {
    var sentence: String
}
