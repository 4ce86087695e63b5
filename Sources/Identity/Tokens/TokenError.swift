/// Why a request's token does not open the door.
package enum TokenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The request carries no token.
    case missing
    case malformed
    case algorithmNotAllowed(String)
    case unknownKey(String)
    case badSignature
    case wrongIssuer(String)
    case wrongAudience([String])
    /// An ID token or another token that is no access token.
    case wrongType(String)
    case expired
    case notYetValid
    /// Its own issuer knows it no more: it was revoked, or is not one of its access tokens at all.
    case inactive
    /// The token is good and lacks these.
    case insufficientScope(needed: [String], missing: [String])
    /// The issuer's keys could not be fetched; the token may be good.
    case keysUnavailable(String)

    package var description: String {
        switch self {
        case .missing: "the request carries no access token"
        case .malformed: "the token is not a signed JWT"
        case .algorithmNotAllowed(let name): "the token is signed with '\(name)', which is not accepted"
        case .unknownKey(let id): "the token is signed with a key that the issuer does not publish: '\(id)'"
        case .badSignature: "the token's signature does not verify"
        case .wrongIssuer(let issuer): "the token was issued by '\(issuer)'"
        case .wrongAudience(let audience): "the token is for '\(audience.joined(separator: "', '"))'"
        case .wrongType(let type): "a token of the type '\(type)' is no access token"
        case .expired: "the token has expired"
        case .notYetValid: "the token is not valid yet"
        case .inactive: "the token is not one that this server gave out and that still works"
        case .insufficientScope(_, let missing): "the token lacks the scope '\(missing.joined(separator: " "))'"
        case .keysUnavailable(let reason): "the issuer's keys could not be fetched: \(reason)"
        }
    }
}
