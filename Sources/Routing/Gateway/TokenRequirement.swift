package import Diagnostics
package import HTTP
package import JSONTree
package import Kubernetes

/// What a `SecurityPolicy` asks of a request: a token of one of its providers, and what the token must carry.
///
/// Whether a token is genuine is not decided here. The caller verifies it against the provider's keys, issuer and
/// audiences, and then asks `authorize` whether its claims are enough.
package struct TokenRequirement: Equatable, Sendable {
    /// `namespace/name` of the policy.
    package var policy: String
    /// Empty when the policy asks for no token.
    package var providers: [SecurityPolicy.Provider]
    /// Whether a request without any token passes.
    package var isOptional: Bool
    package var authorization: SecurityPolicy.Authorization?
    package var span: SourceSpan?

    /// A token that was found genuine.
    package struct VerifiedToken: Equatable, Sendable {
        package var provider: String
        /// The payload.
        package var claims: JSON

        package init(provider: String, claims: JSON) {
            self.provider = provider
            self.claims = claims
        }
    }

    /// Whether the rules let a request pass.
    package enum Verdict: Equatable, Sendable {
        case allowed(reason: String, span: SourceSpan?)
        case denied(reason: String, span: SourceSpan?)

        package var isAllowed: Bool { if case .allowed = self { true } else { false } }
    }

    /// The scopes that would let a request of `method` pass, of the first rule that asks for any; for
    /// `WWW-Authenticate` and for explanations.
    package func scopes(for method: Method) -> [String] {
        authorization?.rules.first { $0.action == .allow && $0.concerns(method) && $0.principal.jwt != nil }?
            .principal.jwt?.scopes ?? []
    }

    /// Why `request` is refused with `token`, in a sentence; nil when it passes.
    package func refusal(of request: Request, token: VerifiedToken?) -> String? {
        guard let authorization else { return nil }
        let action = authorization.decidingRule(request, token).map { authorization.rules[$0].action }
        // A reason takes longer to write than to find, and nobody asks why a request passes.
        if (action ?? authorization.defaultAction) == .allow { return nil }
        guard case .denied(let reason, _) = authorize(request, token: token) else { return nil }
        return reason
    }

    /// Whether `request` passes with `token`, and why; nil for a request that carries none. The first rule that fits
    /// decides, and the default action when none does.
    package func authorize(_ request: Request, token: VerifiedToken?) -> Verdict {
        guard let authorization else { return .allowed(reason: "policy '\(policy)' has no rules", span: span) }
        let rules = authorization.rules
        func title(_ place: Int) -> String {
            "rule \(rules[place].name.map { "'\($0)'" } ?? "\(place)") of SecurityPolicy '\(policy)'"
        }
        if let place = authorization.decidingRule(request, token) {
            let span = rules[place].span ?? span
            return rules[place].action == .allow
                ? .allowed(reason: "\(title(place)) allows it", span: span)
                : .denied(reason: "\(title(place)) denies it", span: span)
        }
        let reason =
            "no rule fits, and the default of SecurityPolicy '\(policy)' is \(authorization.defaultAction.rawValue)"
        if authorization.defaultAction == .allow { return .allowed(reason: reason, span: span) }
        let misses = rules.indices.compactMap { place in
            rules[place].mismatch(request, token: token).map { "\(title(place)) \($0.sentence)" }
        }
        let detail = misses.isEmpty ? "" : ": " + misses.joined(separator: "; ")
        return .denied(reason: reason + detail, span: span)
    }

    /// The header fields that a backend gets from the claims of `token`: `claimToHeaders` of its provider. A client's own
    /// fields of these names are removed, whatever the token holds.
    package func withClaims(of token: VerifiedToken?, in request: Request) -> Request {
        var request = request
        for provider in providers {
            for mapping in provider.claimToHeaders {
                let claim = provider.name == token?.provider ? token?.claims.claim(at: mapping.claim) : nil
                request.fields[mapping.header] = claim.flatMap(\.headerText)
            }
        }
        return request
    }
}

extension SecurityPolicy.Authorization {
    /// The place of the first rule that fits.
    fileprivate func decidingRule(_ request: Request, _ token: TokenRequirement.VerifiedToken?) -> Int? {
        rules.firstIndex { $0.mismatch(request, token: token) == nil }
    }
}

extension SecurityPolicy.Authorization.Rule {
    func concerns(_ method: Method) -> Bool { methods.isEmpty || methods.contains(method.rawValue) }

    /// Why the rule does not fit; nil when it does.
    fileprivate func mismatch(_ request: Request, token: TokenRequirement.VerifiedToken?) -> Mismatch? {
        if !concerns(request.method) { return .method(request.method) }
        if !principal.clientCIDRs.isEmpty {
            let address = request.remoteAddress.flatMap { IPAddress($0) }
            let blocks = principal.clientCIDRs.compactMap { CIDRBlock($0) }
            guard let address, blocks.contains(where: { $0.contains(address) }) else {
                return .client(principal.clientCIDRs)
            }
        }
        for header in principal.headers {
            guard request.fields.all(header.name).contains(where: header.values.contains) else {
                return .field(header.name, header.values)
            }
        }
        guard let wanted = principal.jwt else { return nil }
        guard let token, token.provider == wanted.provider else { return .provider(wanted.provider) }
        return wanted.mismatch(token.claims)
    }
}

/// What a rule wants and a request lacks.
private enum Mismatch {
    case method(Method)
    case client([String])
    case field(String, [String])
    case provider(String)
    case scope(String)
    case claim(String, [String])

    /// What the rule does not do, after its title: `wants the scope 'content.write', which the token lacks`.
    var sentence: String {
        switch self {
        case .method(let method): "is not about \(method)"
        case .client(let blocks): "wants a client in \(blocks.joined(separator: " or "))"
        case .field(let name, let values): "wants the field '\(name)' with one of \(values.joined(separator: ", "))"
        case .provider(let name): "wants a token of '\(name)'"
        case .scope(let scope): "wants the scope '\(scope)', which the token lacks"
        case .claim(let name, let values):
            "wants the claim '\(name)' to be \(values.map { "'\($0)'" }.joined(separator: " or "))"
        }
    }
}

extension SecurityPolicy.Authorization.Token {
    fileprivate func mismatch(_ claims: JSON) -> Mismatch? {
        // `scope` is a text with blanks in OAuth 2 (RFC 8693, section 4.2); some issuers send a list.
        let scope = claims["scope"]
        func isHeld(_ wanted: String) -> Bool {
            scope?.string?.hasWord(wanted) ?? scope?.array?.contains { $0.string == wanted } ?? false
        }
        for scope in scopes where !isHeld(scope) { return .scope(scope) }
        for claim in self.claims {
            let value = claims.claim(at: claim.name)
            let values: [String] =
                switch claim.valueType {
                case .string: value?.string.map { [$0] } ?? []
                case .stringArray: value?.array?.compactMap(\.string) ?? []
                }
            if !values.contains(where: claim.values.contains) { return .claim(claim.name, claim.values) }
        }
        return nil
    }
}

extension String {
    /// Whether `word` is one of the words between its blanks.
    fileprivate func hasWord(_ word: String) -> Bool {
        var rest = utf8[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: " ")) ?? rest.endIndex
            if end > rest.startIndex, rest[..<end].elementsEqual(word.utf8) { return true }
            rest = rest[end...].dropFirst()
        }
        return false
    }
}

extension JSON {
    /// The value of a claim; a name with dots goes into objects unless the whole name is a member.
    fileprivate func claim(at name: String) -> JSON? {
        if let whole = self[name] { return whole }
        return name.split(separator: ".").reduce(Optional(self)) { $0?[String($1)] }
    }

    /// As Envoy writes a claim into a field: text as it is, numbers and booleans as words, nothing else.
    fileprivate var headerText: String? {
        switch self {
        case .string(let text): text
        case .int(let number): "\(number)"
        case .double(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        case .null, .array, .object: nil
        }
    }
}
