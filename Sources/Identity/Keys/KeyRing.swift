package import JSONTree

/// The signing keys of one authorization server, oldest first: the newest of an algorithm signs, all of them verify.
package struct KeyRing: Sendable {
    package private(set) var keys: [SigningKey]
    /// How many keys of one algorithm are kept; a token signed by an older one no longer verifies.
    private static let generations = 3

    /// New keys, one for each algorithm.
    package static func generate() throws -> KeyRing {
        KeyRing(keys: try SigningAlgorithm.allCases.map(SigningKey.generate))
    }

    package init(keys: [SigningKey]) { self.keys = keys }

    /// The public keys, newest first, as a JSON Web Key Set (RFC 7517).
    package var jwks: JSON { ["keys": .array(keys.reversed().map(\.publicJWK))] }

    func signer(_ algorithm: SigningAlgorithm) -> SigningKey? { keys.last { $0.algorithm == algorithm } }

    /// Whether a key of `algorithm` is there.
    package func signs(_ algorithm: SigningAlgorithm) -> Bool { signer(algorithm) != nil }

    /// Puts a new key in front of those of its algorithm; the oldest is dropped when there are too many.
    package mutating func rotate(to key: SigningKey) {
        keys.append(key)
        let same = keys.filter { $0.algorithm == key.algorithm }
        if same.count > Self.generations, let oldest = same.first { keys.removeAll { $0.id == oldest.id } }
    }

    // MARK: - Keeping

    /// The private keys, to be kept as a secret: `[{"alg": "RS256", "pem": "..."}]`.
    package var exported: JSON {
        .array(keys.map { ["alg": .string($0.algorithm.rawValue), "pem": .string($0.pem)] })
    }

    /// The keys that `exported` gave.
    ///
    /// - Throws: `ConfigurationError` when it is something else; the crypto library's error for a broken key.
    package init(exported: JSON) throws {
        guard let entries = exported.array else {
            throw ConfigurationError(path: "", message: "must be a list of keys")
        }
        keys = try entries.enumerated().map { index, entry in
            guard let algorithm = entry["alg"]?.string.flatMap(SigningAlgorithm.init(rawValue:)),
                let pem = entry["pem"]?.string
            else { throw ConfigurationError(path: "\(index)", message: "must have 'alg' and 'pem'") }
            return try SigningKey(pem: pem, algorithm: algorithm)
        }
    }
}
