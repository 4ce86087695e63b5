import Crypto
import CryptoExtras
import Foundation
import HTTP
import JSONTree

/// The public half of a signing key, read from a JSON Web Key.
struct VerificationKey: Sendable {
    private enum Material: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
    }

    let id: String?
    private let material: Material

    var algorithm: SigningAlgorithm {
        switch material {
        case .rsa: .rs256
        case .p256: .es256
        }
    }

    /// The key of `jwk`; nil for a kind that is not used here, for an encryption key and for a broken one. RSA keys
    /// below 2048 bits are too weak.
    init?(jwk: JSON) {
        if let use = jwk["use"]?.string, use != "sig" { return nil }
        func bytes(_ name: String) -> Data? { jwk[name]?.string.flatMap { Base64.url.decode($0) }.map { Data($0) } }
        if jwk["kty"]?.string == "RSA", let n = bytes("n"), let e = bytes("e"),
            let key = try? _RSA.Signing.PublicKey(n: n, e: e), key.keySizeInBits >= 2048
        {
            material = .rsa(key)
        } else if jwk["kty"]?.string == "EC", jwk["crv"]?.string == "P-256", let x = bytes("x"), let y = bytes("y"),
            let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
        {
            material = .p256(key)
        } else {
            return nil
        }
        id = jwk["kid"]?.string
        if let named = jwk["alg"]?.string, named != algorithm.rawValue { return nil }
    }

    func isValid(_ signature: [UInt8], for bytes: [UInt8]) -> Bool {
        switch material {
        case .rsa(let key):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: bytes, padding: .insecurePKCS1v1_5)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: bytes)
        }
    }
}
