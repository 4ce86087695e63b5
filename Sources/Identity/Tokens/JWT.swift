import HTTP
import JSONTree

/// A signed JSON Web Token in compact form (RFC 7515, RFC 7519).
struct JWT: Sendable {
    var header: JSON
    var claims: JSON
    /// What the signature is over: header and claims as they were sent.
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Takes a token apart; nothing is checked but its form.
    init?(_ text: String) {
        guard text.utf8.count <= 16_384 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let headerBytes = Base64.url.decode(parts[0]),
            let claimBytes = Base64.url.decode(parts[1]), let signature = Base64.url.decode(parts[2]),
            let header = try? JSON.parse(headerBytes), header.object != nil,
            let claims = try? JSON.parse(claimBytes), claims.object != nil
        else { return nil }
        self.header = header
        self.claims = claims
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    func isSigned(by key: VerificationKey) -> Bool { key.isValid(signature, for: signed) }

    /// The token of `claims`, of the media type `type`, signed by `key`.
    static func sign(_ claims: JSON, type: String, with key: SigningKey) throws -> String {
        let header: JSON = ["alg": .string(key.algorithm.rawValue), "typ": .string(type), "kid": .string(key.id)]
        let signed = Base64.url.encode(header.bytes) + "." + Base64.url.encode(claims.bytes)
        return signed + "." + Base64.url.encode(try key.signature(for: Array(signed.utf8)))
    }
}
