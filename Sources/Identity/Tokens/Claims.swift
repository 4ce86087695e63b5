package import Determinism
package import JSONTree

/// What a verified token says.
package struct Claims: Hashable, Sendable {
    package var json: JSON

    package init(json: JSON) { self.json = json }

    package var issuer: String? { json["iss"]?.string }
    package var subject: String? { json["sub"]?.string }
    package var clientID: String? { json["client_id"]?.string }
    package var tokenID: String? { json["jti"]?.string }

    /// A single audience may stand without its list.
    package var audience: [String] {
        json["aud"]?.string.map { [$0] } ?? (json["aud"]?.array ?? []).compactMap(\.string)
    }

    package var scopes: [String] { Scopes.split(json["scope"]?.string ?? "") }
    package var expiresAt: Timestamp? { time("exp") }
    package var notBefore: Timestamp? { time("nbf") }

    /// A date is seconds since 1970, with or without a fraction; anything beyond a double's exact range is none.
    private func time(_ name: String) -> Timestamp? {
        guard let seconds = json[name]?.double, abs(seconds) < 9e12 else { return nil }
        return Timestamp(microseconds: Int64(seconds * 1_000_000))
    }
}

/// Scopes as OAuth writes them: words with blanks between.
enum Scopes {
    /// The words in order, each once.
    static func split(_ text: String) -> [String] {
        var seen: Set<String> = []
        return text.split(separator: " ").map(String.init).filter { seen.insert($0).inserted }
    }

    static func join(_ scopes: [String]) -> String { scopes.joined(separator: " ") }
}
