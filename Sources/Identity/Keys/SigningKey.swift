import Crypto
import CryptoExtras
import Foundation
import HTTP
package import JSONTree

/// A signature algorithm of RFC 7518 that is used here; there is no symmetric one, and no `none`.
package enum SigningAlgorithm: String, CaseIterable, Sendable {
    case rs256 = "RS256"
    case es256 = "ES256"
}

/// A private key that signs tokens, named by its RFC 7638 thumbprint.
package struct SigningKey: Sendable {
    private enum Material: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
    }

    package let id: String
    /// The public half as a JSON Web Key (RFC 7517).
    package let publicJWK: JSON
    private let material: Material

    package var algorithm: SigningAlgorithm {
        switch material {
        case .rsa: .rs256
        case .p256: .es256
        }
    }

    /// A new key from the system's generator; RSA keys have 2048 bits.
    package static func generate(_ algorithm: SigningAlgorithm) throws -> SigningKey {
        switch algorithm {
        case .rs256: try SigningKey(.rsa(_RSA.Signing.PrivateKey(keySize: .bits2048)))
        case .es256: try SigningKey(.p256(P256.Signing.PrivateKey()))
        }
    }

    /// The key of a PEM text that `pem` gave.
    package init(pem: String, algorithm: SigningAlgorithm) throws {
        switch algorithm {
        case .rs256: try self.init(.rsa(_RSA.Signing.PrivateKey(pemRepresentation: pem)))
        case .es256: try self.init(.p256(P256.Signing.PrivateKey(pemRepresentation: pem)))
        }
    }

    /// The private key; whoever has it can sign in this server's name.
    package var pem: String {
        switch material {
        case .rsa(let key): key.pkcs8PEMRepresentation
        case .p256(let key): key.pemRepresentation
        }
    }

    private init(_ material: Material) throws {
        self.material = material
        // RFC 7638: the members that make the key, by name, without white space.
        let members: JSON
        let algorithm: SigningAlgorithm
        switch material {
        case .rsa(let key):
            let primitives = try key.publicKey.getKeyPrimitives()
            members = [
                "e": .string(Base64.url.encode(primitives.publicExponent)), "kty": "RSA",
                "n": .string(Base64.url.encode(primitives.modulus)),
            ]
            algorithm = .rs256
        case .p256(let key):
            let point = key.publicKey.rawRepresentation
            members = [
                "crv": "P-256", "kty": "EC", "x": .string(Base64.url.encode(point.prefix(32))),
                "y": .string(Base64.url.encode(point.suffix(32))),
            ]
            algorithm = .es256
        }
        id = fingerprint(of: members.text)
        var jwk = members
        jwk["use"] = "sig"
        jwk["alg"] = .string(algorithm.rawValue)
        jwk["kid"] = .string(id)
        publicJWK = jwk
    }

    /// The signature of `bytes` as a JWS carries it.
    func signature(for bytes: [UInt8]) throws -> [UInt8] {
        switch material {
        case .rsa(let key): Array(try key.signature(for: bytes, padding: .insecurePKCS1v1_5).rawRepresentation)
        case .p256(let key): Array(try key.signature(for: bytes).rawRepresentation)
        }
    }
}
