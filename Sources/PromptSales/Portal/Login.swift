import Crypto
import Determinism
import HTTP
import Images
import JSONTree

/// Logging in to a front end: the authorization code flow with PKCE, against the authorization server that the front
/// end's own origin reaches through its rewrites to the load balancer.
struct Login: Sendable {
    let container: Container
    let cookies: CookieJar
    /// The OAuth client's id: `portal`.
    let clientID: String
    let scope: String

    /// `GET /login`: remembers a verifier in a cookie and sends the browser to the login page.
    func begin(_ call: Router.Call) throws -> Response {
        let verifier = container.random.alphanumeric(64)
        let state = container.random.alphanumeric(24)
        let challenge = Base64.url.encode(SHA256.hash(data: Array(verifier.utf8)))
        let query = Form([
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI(call.request)),
            ("scope", scope), ("state", state), ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ])
        var response = Response.redirect(to: "/oauth/authorize?\(query.encoded)")
        response.fields.append(
            "set-cookie",
            cookies.write(
                "login", ["verifier": .string(verifier), "state": .string(state)], seconds: 600,
                secure: isSecure(call.request)))
        return response
    }

    /// `GET /callback`: changes the code for a token and keeps it in the session cookie.
    func finish(_ call: Router.Call) async throws -> Response {
        let query = call.request.queryForm
        guard let pending = cookies.read("login", of: call.request), let verifier = pending["verifier"]?.string,
            let state = query["state"], state == pending["state"]?.string
        else { throw Problem(.badRequest, "this login was not begun here; start again at /login") }
        if let error = query["error"] { throw Problem(.forbidden, query["error_description"] ?? error) }
        let form = Form([
            ("grant_type", "authorization_code"), ("code", query["code"] ?? ""), ("client_id", clientID),
            ("redirect_uri", redirectURI(call.request)), ("code_verifier", verifier),
        ])
        let response = try await container.send(
            .post, "\(try container.setting("GATEWAY_URL"))/oauth/token",
            fields: ["content-type": "application/x-www-form-urlencoded"], body: Array(form.encoded.utf8))
        let answer = try JSON.parse(try await response.collectedBody())
        guard let token = answer["access_token"]?.string else {
            throw Problem(.forbidden, answer["error_description"]?.string ?? "the login was refused")
        }
        let seconds = answer["expires_in"]?.int ?? 3600
        let session: JSON = [
            "token": .string(token), "user": .string(Self.subject(of: token)),
            "expires": .int(container.clock.now.seconds + Int64(seconds)),
            "form": .string(container.random.alphanumeric(32)),
        ]
        var redirect = Response.redirect(to: "/")
        let secure = isSecure(call.request)
        redirect.fields.append("set-cookie", cookies.write("session", session, seconds: seconds, secure: secure))
        redirect.fields.append("set-cookie", cookies.write("login", [:], seconds: 0, secure: secure))
        return redirect
    }

    /// `POST /logout`.
    func end(_ call: Router.Call) -> Response {
        var response = Response.redirect(to: "/login")
        response.fields.append(
            "set-cookie", cookies.write("session", [:], seconds: 0, secure: isSecure(call.request)))
        return response
    }

    /// The session of `request`; nil when nobody is logged in, or the token has expired.
    func session(of request: Request) -> Session? {
        guard let document = cookies.read("session", of: request), let token = document["token"]?.string,
            let user = document["user"]?.string, let formToken = document["form"]?.string,
            let expires = document["expires"]?.int, Int64(expires) > container.clock.now.seconds
        else { return nil }
        return Session(accessToken: token, user: user, expiresAt: Int64(expires), formToken: formToken)
    }

    private func redirectURI(_ request: Request) -> String {
        "\(isSecure(request) ? "https" : "http")://\(request.authority)/callback"
    }

    private func isSecure(_ request: Request) -> Bool {
        (request.fields["x-forwarded-proto"] ?? request.scheme) == "https"
    }

    /// The `sub` of a token that just came from the authorization server itself, for the page's greeting only.
    private static func subject(of token: String) -> String {
        let parts = token.split(separator: ".")
        guard parts.count == 3, let payload = Base64.url.decode(parts[1]), let claims = try? JSON.parse(payload) else {
            return "user"
        }
        return claims["name"]?.string ?? claims["sub"]?.string ?? "user"
    }
}
