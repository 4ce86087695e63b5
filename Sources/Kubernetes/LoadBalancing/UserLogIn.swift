package import YAMLTree

/// How a load balancer makes users known before a rule's action: `authenticate-oidc` and `authenticate-cognito` of a
/// ListenerRuleConfiguration.
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/listenerruleconfig/.
package struct UserLogIn: Equatable, Sendable {
    package enum Provider: Equatable, Sendable {
        /// `secret` is a Secret in the configuration's namespace with `clientID` and `clientSecret`.
        case oidc(
            issuer: String, authorizationEndpoint: String, tokenEndpoint: String, userInfoEndpoint: String,
            secret: String)
        case cognito(userPoolARN: String, clientID: String, domain: String)
    }

    /// What becomes of a request without a session.
    package enum Unauthenticated: String, Sendable, CaseIterable {
        case deny, allow, authenticate
    }

    package var provider: Provider
    package var scope: String?
    package var extraParameters: [ObjectMeta.Pair] = []
    package var onUnauthenticatedRequest: Unauthenticated?
    package var sessionCookieName: String?
    /// In seconds, up to seven days.
    package var sessionTimeout: Int?

    private init(_ provider: Provider, reading object: inout FieldReader) {
        self.provider = provider
        scope = object.optionalString("scope")
        extraParameters = object.pairs("authenticationRequestExtraParams")
        onUnauthenticatedRequest = object.choice("onUnauthenticatedRequest")
        sessionCookieName = object.optionalString("sessionCookieName")
        sessionTimeout = object.optionalInt("sessionTimeout")
        if let seconds = sessionTimeout, !(1...604_800).contains(seconds) {
            object.report(
                object.node["sessionTimeout"] ?? object.node, "'sessionTimeout' is \(seconds), not 1 to 604800 seconds")
            sessionTimeout = nil
        }
    }

    package init(readingOIDC object: inout FieldReader) {
        let provider = Provider.oidc(
            issuer: object.string("issuer"), authorizationEndpoint: object.string("authorizationEndpoint"),
            tokenEndpoint: object.string("tokenEndpoint"), userInfoEndpoint: object.string("userInfoEndpoint"),
            secret: object.required("secret") { $0.string("name") })
        // Says what the controller does when it changes a rule that exists, and nothing of requests.
        _ = object.optionalBool("useExistingClientSecret")
        self.init(provider, reading: &object)
    }

    package init(readingCognito object: inout FieldReader) {
        let provider = Provider.cognito(
            userPoolARN: object.string("userPoolArn"), clientID: object.string("userPoolClientId"),
            domain: object.string("userPoolDomain"))
        self.init(provider, reading: &object)
    }

    package var yaml: YAML {
        let (type, config, own): (String, String, [YAML.Entry]) =
            switch provider {
            case .oidc(let issuer, let authorization, let token, let userInfo, let secret):
                (
                    "authenticate-oidc", "authenticateOIDCConfig",
                    [
                        .init("issuer", .string(issuer)), .init("authorizationEndpoint", .string(authorization)),
                        .init("tokenEndpoint", .string(token)), .init("userInfoEndpoint", .string(userInfo)),
                        .init("secret", .object(["name": .string(secret)])),
                    ]
                )
            case .cognito(let arn, let clientID, let domain):
                (
                    "authenticate-cognito", "authenticateCognitoConfig",
                    [
                        .init("userPoolArn", .string(arn)), .init("userPoolClientId", .string(clientID)),
                        .init("userPoolDomain", .string(domain)),
                    ]
                )
            }
        let shared: [YAML.Entry?] = [
            scope.map { .init("scope", .string($0)) },
            extraParameters.yaml.map { .init("authenticationRequestExtraParams", $0) },
            onUnauthenticatedRequest.map { .init("onUnauthenticatedRequest", .string($0.rawValue)) },
            sessionCookieName.map { .init("sessionCookieName", .string($0)) },
            sessionTimeout.map { .init("sessionTimeout", .int($0)) },
        ]
        return .map([.init("type", .string(type)), .init(config, .map(own + shared.compactMap(\.self)))])
    }
}
