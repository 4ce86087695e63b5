package import Kubernetes

/// How a rule makes sure who the user is, before its action: the load balancer sends browsers to an identity provider
/// and keeps a session.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html.
package struct Authentication: Hashable, Sendable {
    package typealias Unauthenticated = UserLogIn.Unauthenticated

    package enum Client: Hashable, Sendable {
        /// Id and secret are `clientID` and `clientSecret` of this Secret.
        case secret(namespace: String, name: String)
        /// A client of a Cognito user pool, whose secret the pool knows.
        case userPool(id: String)
    }

    /// nil for a Cognito user pool, whose issuer its ARN tells.
    package var issuer: String
    package var authorizationEndpoint: String
    package var tokenEndpoint: String
    package var userInfoEndpoint: String
    package var client: Client
    package var extraParameters: [Parameter] = []
    package var scope = "openid"
    package var onUnauthenticatedRequest: Unauthenticated = .authenticate
    package var sessionCookie = "AWSELBAuthSessionCookie"
    package var sessionTimeout: Duration = .seconds(604_800)

    /// A parameter that is added to the request to the authorization endpoint.
    package struct Parameter: Hashable, Sendable {
        package var name: String
        package var value: String
    }

    package init(
        issuer: String, authorizationEndpoint: String, tokenEndpoint: String, userInfoEndpoint: String, client: Client
    ) {
        self.issuer = issuer
        self.authorizationEndpoint = authorizationEndpoint
        self.tokenEndpoint = tokenEndpoint
        self.userInfoEndpoint = userInfoEndpoint
        self.client = client
    }

    /// A client of a Cognito user pool. Its endpoints are at the pool's domain: a name of its own, or a prefix of Amazon's
    /// in the pool's region. Nil for an ARN of something else.
    init?(userPoolARN: String, clientID: String, domain: String) {
        // arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID
        let arn = userPoolARN.split(separator: ":").map(String.init)
        guard arn.count == 6, arn[2] == "cognito-idp", let pool = arn[5].split(separator: "/").last else { return nil }
        let host = domain.contains(".") ? domain : "\(domain).auth.\(arn[3]).amazoncognito.com"
        self.init(
            issuer: "https://cognito-idp.\(arn[3]).amazonaws.com/\(pool)",
            authorizationEndpoint: "https://\(host)/oauth2/authorize", tokenEndpoint: "https://\(host)/oauth2/token",
            userInfoEndpoint: "https://\(host)/oauth2/userInfo", client: .userPool(id: clientID))
    }
}
