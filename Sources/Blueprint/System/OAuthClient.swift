package import Diagnostics

/// Someone who asks the authorization server for tokens.
package struct OAuthClient: Equatable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A browser or native app: no secret, authorization code with PKCE, refresh tokens.
        case `public`
        /// A program with a secret of its own: client credentials.
        case machine
    }

    /// Its `client_id`.
    package var name: String
    package var kind: Kind
    /// Complete URIs with the blueprint's own domain; `System.redirects(of:in:)` gives those of an environment.
    package var redirects: [String]
    package var scopes: [String]
    package var span: SourceSpan

    package init(name: String, kind: Kind, redirects: [String], scopes: [String], span: SourceSpan) {
        self.name = name
        self.kind = kind
        self.redirects = redirects
        self.scopes = scopes
        self.span = span
    }
}
