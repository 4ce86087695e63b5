import Determinism
import JSONTree
import Synchronization

extension GrantStore {
    /// Everything remembered, in a stable order. There is no token in it, only fingerprints.
    var exported: JSON {
        state.withLock { state in
            [
                "grants": .array(state.grants.sorted { $0.key < $1.key }.map(\.value.json)),
                "codes": Self.list(state.codes) { code in
                    [
                        "grant": .string(code.grantID), "redirectURI": .string(code.redirectURI),
                        "redirectWasNamed": .bool(code.redirectWasNamed), "challenge": .string(code.challenge),
                        "expiresAt": .int(code.expiresAt.microseconds), "used": .bool(code.isUsed),
                    ]
                },
                "refreshTokens": Self.list(state.refreshTokens) { token in
                    [
                        "grant": .string(token.grantID), "expiresAt": .int(token.expiresAt.microseconds),
                        "used": .bool(token.isUsed),
                    ]
                },
                "accessTokens": Self.list(state.accessTokens) { token in
                    .compact([
                        "grant": token.grantID.map(JSON.string), "expiresAt": .int(token.expiresAt.microseconds),
                        "revoked": .bool(token.isRevoked),
                    ])
                },
            ]
        }
    }

    /// Replaces what is remembered with what `exported` gave.
    ///
    /// - Throws: `ConfigurationError`; then nothing has changed.
    func restore(_ json: JSON) throws(ConfigurationError) {
        var new = State()
        for entry in json["grants"]?.array ?? [] {
            let grant = try Grant(json: entry)
            new.grants[grant.id] = grant
        }
        for (key, entry) in try Self.entries(of: json, "codes") {
            guard let grant = entry["grant"]?.string, let redirect = entry["redirectURI"]?.string,
                let named = entry["redirectWasNamed"]?.bool, let challenge = entry["challenge"]?.string
            else { throw ConfigurationError(path: "codes.\(key)", message: "is incomplete") }
            new.codes[key] = AuthorizationCode(
                grantID: grant, redirectURI: redirect, redirectWasNamed: named, challenge: challenge,
                expiresAt: try Self.expiry(of: entry, "codes.\(key)"), isUsed: entry["used"]?.bool ?? false)
        }
        for (key, entry) in try Self.entries(of: json, "refreshTokens") {
            guard let grant = entry["grant"]?.string else {
                throw ConfigurationError(path: "refreshTokens.\(key)", message: "is incomplete")
            }
            new.refreshTokens[key] = RefreshToken(
                grantID: grant, expiresAt: try Self.expiry(of: entry, "refreshTokens.\(key)"),
                isUsed: entry["used"]?.bool ?? false)
        }
        for (key, entry) in try Self.entries(of: json, "accessTokens") {
            new.accessTokens[key] = AccessRecord(
                grantID: entry["grant"]?.string, expiresAt: try Self.expiry(of: entry, "accessTokens.\(key)"),
                isRevoked: entry["revoked"]?.bool ?? false)
        }
        let restored = new
        state.withLock { $0 = restored }
    }

    private static func list<Value>(_ values: [String: Value], _ json: (Value) -> JSON) -> JSON {
        .object(JSON.Object(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
    }

    private static func entries(of json: JSON, _ name: String) throws(ConfigurationError) -> [(String, JSON)] {
        guard let object = json[name]?.object else {
            throw ConfigurationError(path: name, message: "must be an object")
        }
        return object.members.map { ($0.name, $0.value) }
    }

    private static func expiry(of entry: JSON, _ path: String) throws(ConfigurationError) -> Timestamp {
        guard let time = entry["expiresAt"]?.int else { throw ConfigurationError(path: path, message: "has no end") }
        return Timestamp(microseconds: Int64(time))
    }
}
