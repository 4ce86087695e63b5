package import JSONTree
package import Kubernetes

extension JWTValidation {
    /// Why an ALB refuses a genuine token with these claims: `wants the claim 'scope' to hold 'content.read'`; nil when
    /// it does not. Of several values each must be there.
    package func mismatch(_ claims: JSON) -> String? {
        for claim in additionalClaims {
            let held = claim.values(in: claims)
            for value in claim.values where !held.contains(value) {
                return "wants the claim '\(claim.name)' to hold '\(value)'"
            }
        }
        return nil
    }
}

extension JWTValidation.Claim {
    /// What a token holds in this form; nothing where it holds the claim in another form.
    fileprivate func values(in claims: JSON) -> [String] {
        let value = claims[name]
        return switch format {
        case .singleString: value?.string.map { [$0] } ?? []
        case .stringArray: value?.array?.compactMap(\.string) ?? []
        case .spaceSeparatedValues: value?.string?.split(separator: " ").map(String.init) ?? []
        }
    }
}
