import Crypto
import HTTP
import Images
import JSONTree

/// Who is logged in to a front end: kept whole in a signed cookie, so that a restart loses nobody.
struct Session: Sendable {
    var accessToken: String
    var user: String
    /// Unix seconds after which the token is no longer good.
    var expiresAt: Int64
    /// Goes with every form, so that no other site can send one in the user's name.
    var formToken: String
}

/// Signs and reads cookies with the front end's own key.
struct CookieJar: Sendable {
    /// `portal_session` and the like: two front ends on one host name must not share it.
    let name: String
    private let key: SymmetricKey

    init(name: String, key: String) {
        self.name = name
        self.key = SymmetricKey(data: Array(key.utf8))
    }

    /// The JSON document in the cookie `suffix`; nil when it is absent or not signed by us.
    func read(_ suffix: String, of request: Request) -> JSON? {
        guard let cookie = request.cookies["\(name)_\(suffix)"] else { return nil }
        let parts = cookie.split(separator: ".")
        guard parts.count == 2, let payload = Base64.url.decode(parts[0]), let code = Base64.url.decode(parts[1]),
            HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: payload, using: key)
        else { return nil }
        return try? JSON.parse(payload)
    }

    /// A `Set-Cookie` value that keeps `document`; an age of 0 takes it away.
    func write(_ suffix: String, _ document: JSON, seconds: Int, secure: Bool) -> String {
        let payload = document.bytes
        let code = Array(HMAC<SHA256>.authenticationCode(for: payload, using: key))
        let value = [payload, code].map(Base64.url.encode).joined(separator: ".")
        return "\(name)_\(suffix)=\(value); Path=/; HttpOnly; SameSite=Lax; Max-Age=\(seconds)"
            + (secure ? "; Secure" : "")
    }
}
