import Diagnostics
import JSONTree
import Kubernetes

/// The JSON of the annotation `jwt-validation`.
enum AnnotatedValidation {
    static func validation(parsing text: String, span: SourceSpan?) throws(AnnotationError) -> JWTValidation {
        guard let json = try? JSON.parse(text), json.object != nil else { throw AnnotationError("is no JSON object") }
        guard let endpoint = json["jwksEndpoint"]?.string else { throw AnnotationError("has no 'jwksEndpoint'") }
        guard let issuer = json["issuer"]?.string else { throw AnnotationError("has no 'issuer'") }
        var claims: [JWTValidation.Claim] = []
        for claim in json["additionalClaims"]?.array ?? [] {
            let values = claim["values"]?.array?.compactMap(\.string) ?? []
            guard let name = claim["name"]?.string, !values.isEmpty,
                let format = claim["format"]?.string.flatMap(JWTValidation.Claim.Format.init)
            else { throw AnnotationError("has a claim without a name, a format or values") }
            claims.append(.init(name, format, values))
        }
        return JWTValidation(jwksEndpoint: endpoint, issuer: issuer, additionalClaims: claims, span: span)
    }
}
