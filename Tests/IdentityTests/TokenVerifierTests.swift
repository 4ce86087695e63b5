import Crypto
import Determinism
import Foundation
import HTTP
import Identity
import JSONTree
import Testing

@Suite struct TokenVerifierTests {
    /// Signs whatever it is told with a key of its own.
    struct Forger {
        let key = P256.Signing.PrivateKey()

        var jwks: JSON {
            let point = key.publicKey.rawRepresentation
            return [
                "keys": [
                    [
                        "kty": "EC", "crv": "P-256", "kid": "k", "x": .string(Base64.url.encode(point.prefix(32))),
                        "y": .string(Base64.url.encode(point.suffix(32))),
                    ]
                ]
            ]
        }

        func token(_ changes: JSON = [:], header: JSON = ["alg": "ES256", "typ": "at+jwt", "kid": "k"]) throws -> String
        {
            var claims: JSON = [
                "iss": "https://auth.example", "aud": "https://api.example", "exp": 1_795_000_060, "sub": "s",
                "scope": "a b",
            ]
            for (name, value) in changes.object?.members ?? [] { claims[name] = value.isNull ? nil : value }
            let signed = Base64.url.encode(header.bytes) + "." + Base64.url.encode(claims.bytes)
            let signature = try key.signature(for: Data(signed.utf8)).rawRepresentation
            return signed + "." + Base64.url.encode(signature)
        }
    }

    let forger = Forger()
    let clock = InstanceClock(frozenAt: Timestamp(seconds: 1_795_000_000))

    func verifier(leeway: Duration = .zero) -> TokenVerifier {
        TokenVerifier(
            issuer: "https://auth.example", audiences: ["https://api.example"], leeway: leeway, clock: clock
        ) { [jwks = forger.jwks] in jwks }
    }

    func error(of token: String?, scopes: [String] = [], leeway: Duration = .zero) async -> TokenError? {
        do {
            _ = try await verifier(leeway: leeway).verify(token, scopes: scopes)
            return nil
        } catch { return error }
    }

    static let claims: [(JSON, TokenError?)] = [
        ([:], nil), (["aud": ["x", "https://api.example"]], nil), (["exp": 1_795_000_000.5], nil),
        (["exp": 1_795_000_000], .expired), (["exp": nil], .expired), (["exp": "1795000060"], .expired),
        (["exp": 1e300], .expired), (["nbf": 1_795_000_001], .notYetValid), (["nbf": 1_795_000_000], nil),
        (["iss": "https://evil.example"], .wrongIssuer("https://evil.example")), (["iss": nil], .wrongIssuer("")),
        (["aud": "https://other.example"], .wrongAudience(["https://other.example"])),
        (["aud": nil], .wrongAudience([])),
        (["nonce": "n"], .wrongType("id_token")),
    ]

    @Test(arguments: claims)
    func `claims are checked`(_ changes: JSON, _ expected: TokenError?) async throws {
        #expect(await error(of: try forger.token(changes)) == expected)
    }

    static let headers: [(JSON, TokenError)] = [
        (["alg": "none", "kid": "k"], .algorithmNotAllowed("none")),
        (["alg": "HS256", "kid": "k"], .algorithmNotAllowed("HS256")), ([:], .algorithmNotAllowed("")),
        (["alg": "RS256", "kid": "k"], .unknownKey("k")), (["alg": "ES256", "kid": "other"], .unknownKey("other")),
        (["alg": "ES256", "kid": "k", "crit": ["x"]], .malformed),
        (["alg": "ES256", "kid": "k", "typ": "dpop+jwt"], .wrongType("dpop+jwt")),
    ]

    @Test(arguments: headers)
    func `headers are checked`(_ header: JSON, _ expected: TokenError) async throws {
        #expect(await error(of: try forger.token(header: header)) == expected)
    }

    @Test func `a changed token does not verify`() async throws {
        let token = try forger.token()
        let parts = token.split(separator: ".").map(String.init)
        let other = try forger.token(["sub": "admin"]).split(separator: ".").map(String.init)
        #expect(await error(of: "\(parts[0]).\(other[1]).\(parts[2])") == .badSignature)
        #expect(await error(of: "\(parts[0]).\(parts[1]).") == .badSignature)
        #expect(await error(of: try Forger().token()) == .badSignature)
    }

    @Test(arguments: ["x", "a.b", "a.b.c", "..", "e30.e30", "e30.W10.", String(repeating: "a", count: 20_000)])
    func `what is no token is malformed`(_ text: String) async {
        #expect(await error(of: text) == .malformed)
    }

    @Test(arguments: [nil, ""] as [String?])
    func `no token is missing`(_ token: String?) async {
        #expect(await error(of: token) == .missing)
    }

    @Test func `scopes are named that are missing`() async throws {
        let token = try forger.token()
        #expect(await error(of: token, scopes: ["a", "b"]) == nil)
        #expect(
            await error(of: token, scopes: ["a", "c"]) == .insufficientScope(needed: ["a", "c"], missing: ["c"]))
    }

    @Test func `a clock may be off by the leeway`() async throws {
        #expect(await error(of: try forger.token(["exp": 1_794_999_995]), leeway: .seconds(10)) == nil)
        #expect(await error(of: try forger.token(["nbf": 1_795_000_005]), leeway: .seconds(10)) == nil)
    }

    @Test func `keys that cannot be fetched are not the token's fault`() async throws {
        struct Down: Error {}
        let verifier = TokenVerifier(issuer: "https://auth.example", clock: clock) { throw Down() }
        let token = try forger.token()
        await #expect(throws: TokenError.keysUnavailable("Down()")) { try await verifier.verify(token) }
        #expect(Challenge().response(for: .keysUnavailable("")).status == .serviceUnavailable)
    }

    // MARK: - Challenges

    static let challenges: [(TokenError, Int, String)] = [
        (.missing, 401, #"Bearer realm="api", scope="a b", resource_metadata="https://m""#),
        (
            .expired, 401,
            #"Bearer realm="api", error="invalid_token", error_description="the token has expired", scope="a b", resource_metadata="https://m""#
        ),
        (
            .wrongIssuer("e\"\r\n"), 401,
            #"Bearer realm="api", error="invalid_token", error_description="the token was issued by 'e???'", scope="a b", resource_metadata="https://m""#
        ),
        (
            .insufficientScope(needed: ["a", "c"], missing: ["c"]), 403,
            #"Bearer realm="api", error="insufficient_scope", error_description="the token lacks the scope 'c'", scope="a c", resource_metadata="https://m""#
        ),
    ]

    @Test(arguments: challenges)
    func `a challenge says what is wrong and where to go`(_ error: TokenError, _ status: Int, _ header: String) {
        let response = Challenge(realm: "api", resourceMetadata: "https://m", scopes: ["a", "b"]).response(for: error)
        #expect(response.status.code == status)
        #expect(response.fields["www-authenticate"] == header)
    }
}
