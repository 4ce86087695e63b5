import Determinism
import HTTP

/// `/oauth/authorize`: shows the page to sign in on, and sends the person back with a code.
///
/// Nobody stays signed in here: each authorization asks for the password. The form carries the whole request along, and
/// posting it checks everything again.
struct AuthorizeEndpoint: Sendable {
    let server: AuthorizationServer

    func answer(_ request: Request) -> Response {
        let form = request.method == .post ? request.bodyForm : request.queryForm
        let wanted: AuthorizationRequest
        do {
            wanted = try AuthorizationRequest(form, server: server)
        } catch {
            switch error {
            case .page(let text): return LoginPage.refusal(text)
            case .redirect(let error, let redirectURI, let state): return redirect(to: redirectURI, error, state: state)
            }
        }
        if request.method == .post, form["decision"] == "deny" {
            let denied = OAuthError(.accessDenied, "the person did not agree")
            return redirect(to: wanted.redirectURI, denied, state: wanted.state)
        }
        guard request.method == .post, let username = form["username"], let password = form["password"] else {
            return page(for: wanted, form: form, username: wanted.loginHint ?? "", failed: false)
        }
        guard let user = server.user(username), user.password.matches(password) else {
            return page(for: wanted, form: form, username: username, failed: true)
        }
        return redirect(withCodeFor: user, wanted)
    }

    private func page(for wanted: AuthorizationRequest, form: Form, username: String, failed: Bool) -> Response {
        LoginPage(
            action: server.configuration.paths.authorize.split(separator: "/").last.map(String.init) ?? "",
            clientName: wanted.client.name,
            scopes: wanted.scopes.compactMap { scope in
                server.configuration.allScopes.first { $0.name == scope }.map {
                    $0.description.isEmpty ? $0.name : $0.description
                }
            }, parameters: form.pairs, username: username, failed: failed
        ).response
    }

    private func redirect(withCodeFor user: User, _ wanted: AuthorizationRequest) -> Response {
        let now = server.clock.now
        let code = server.random.alphanumeric(43)
        let free = Configuration.openIDScopes.map(\.name)
        let scopes = wanted.scopes.filter { free.contains($0) || user.scopes?.contains($0) ?? true }
        let grant = Grant(
            id: server.random.uuid(), clientID: wanted.client.id, username: user.username, subject: user.subject,
            scopes: scopes, resources: wanted.resources, authTime: now, nonce: wanted.nonce)
        let record = AuthorizationCode(
            grantID: grant.id, redirectURI: wanted.redirectURI, redirectWasNamed: wanted.redirectWasNamed,
            challenge: wanted.challenge, expiresAt: now + server.configuration.lifetimes.code)
        server.store.add(grant, code: code, record, now: now)
        return redirect(to: wanted.redirectURI, [("code", code)], state: wanted.state)
    }

    private func redirect(to uri: String, _ error: OAuthError, state: String?) -> Response {
        redirect(
            to: uri, [("error", error.code.rawValue), ("error_description", error.description)], state: state)
    }

    /// RFC 9207: every answer names its issuer. 303, so that the password is not posted on (RFC 9700 4.12).
    private func redirect(to uri: String, _ answer: [(name: String, value: String)], state: String?) -> Response {
        var pairs = answer
        if let state { pairs.append(("state", state)) }
        pairs.append(("iss", server.configuration.issuer))
        let separator = !uri.contains("?") ? "?" : uri.hasSuffix("?") || uri.hasSuffix("&") ? "" : "&"
        var response = Response.redirect(to: uri + separator + Form(pairs).encoded)
        response.fields["referrer-policy"] = "no-referrer"
        return response
    }
}
