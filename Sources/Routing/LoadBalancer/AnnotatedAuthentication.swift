import JSONTree
import Kubernetes

/// The annotations `auth-*`.
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/#authentication
enum AnnotatedAuthentication {
    /// - Parameter annotation: the value of `auth-<suffix>`.
    /// - Returns: nil where `auth-type` is absent or `none`.
    static func authentication(
        namespace: String, _ annotation: (_ suffix: String) -> String?
    ) throws(AnnotationError) -> Authentication? {
        let type = annotation("auth-type") ?? "none"
        var authentication: Authentication
        switch type {
        case "none": return nil
        case "oidc": authentication = try provider(annotation("auth-idp-oidc"), namespace: namespace)
        case "cognito": authentication = try userPool(annotation("auth-idp-cognito"))
        default: throw AnnotationError("'auth-type' is '\(type)', which is none of none, oidc and cognito")
        }
        if let text = annotation("auth-on-unauthenticated-request") {
            guard let choice = Authentication.Unauthenticated(rawValue: text) else {
                throw AnnotationError(
                    "'auth-on-unauthenticated-request' is '\(text)', which is none of authenticate, allow and deny")
            }
            authentication.onUnauthenticatedRequest = choice
        }
        if let text = annotation("auth-session-timeout") {
            guard let seconds = Int(text), (1...604_800).contains(seconds) else {
                throw AnnotationError("'auth-session-timeout' is '\(text)', and it is 1 to 604800 seconds")
            }
            authentication.sessionTimeout = .seconds(seconds)
        }
        authentication.scope = annotation("auth-scope") ?? authentication.scope
        authentication.sessionCookie = annotation("auth-session-cookie") ?? authentication.sessionCookie
        return authentication
    }

    private static func provider(_ text: String?, namespace: String) throws(AnnotationError) -> Authentication {
        guard let json = text.flatMap({ try? JSON.parse($0) }), json.object != nil else {
            throw AnnotationError("'auth-type' is oidc, and 'auth-idp-oidc' is no JSON object")
        }
        var authentication = Authentication(
            issuer: try string("issuer", json, "auth-idp-oidc"),
            authorizationEndpoint: try string("authorizationEndpoint", json, "auth-idp-oidc"),
            tokenEndpoint: try string("tokenEndpoint", json, "auth-idp-oidc"),
            userInfoEndpoint: try string("userInfoEndpoint", json, "auth-idp-oidc"),
            client: .secret(namespace: namespace, name: try string("secretName", json, "auth-idp-oidc")))
        authentication.extraParameters = parameters(json)
        return authentication
    }

    private static func userPool(_ text: String?) throws(AnnotationError) -> Authentication {
        guard let json = text.flatMap({ try? JSON.parse($0) }), json.object != nil else {
            throw AnnotationError("'auth-type' is cognito, and 'auth-idp-cognito' is no JSON object")
        }
        let pool = Authentication(
            userPoolARN: try string("userPoolARN", json, "auth-idp-cognito"),
            clientID: try string("userPoolClientID", json, "auth-idp-cognito"),
            domain: try string("userPoolDomain", json, "auth-idp-cognito"))
        guard var authentication = pool else {
            throw AnnotationError("'auth-idp-cognito' has a 'userPoolARN' that is none of a user pool")
        }
        authentication.extraParameters = parameters(json)
        return authentication
    }

    private static func string(_ name: String, _ json: JSON, _ annotation: String) throws(AnnotationError) -> String {
        guard let value = json[name]?.string, !value.isEmpty else {
            throw AnnotationError("'\(annotation)' has no '\(name)'")
        }
        return value
    }

    private static func parameters(_ json: JSON) -> [Authentication.Parameter] {
        (json["authenticationRequestExtraParams"]?.object?.members ?? []).compactMap { member in
            member.value.string.map { Authentication.Parameter(name: member.name, value: $0) }
        }
    }
}
