import Determinism
import Fidelity
import HTTP
import JSONTree

/// The Google Ads API over REST, versions 23 to 26, and Google's OAuth token endpoint.
enum GoogleAds {
    static let customer = "/v{version}/customers/{customer}"
    static let versions = 23...26
    static let customerID = "1234567890"
}

extension Vendor {
    static let googleAds = Vendor(
        api: "google-ads", title: "Google Ads", reference: "https://developers.google.com/google-ads/api/rest/overview",
        hosts: ["googleads.googleapis.com", "oauth2.googleapis.com"],
        endpoints: GoogleAds.accountEndpoints + GoogleAds.searchEndpoints + GoogleAds.mutateEndpoints,
        authenticate: { call in
            guard GoogleAds.versions.contains(Int(call.parameter("version")) ?? 0) else {
                throw GoogleAds.failure(
                    call, .badRequest, "INVALID_ARGUMENT", "requestError", "UNSUPPORTED_VERSION",
                    "Version \(call.parameter("version")) is deprecated. Requests to this version will be blocked.")
            }
            guard let token = call.request.bearerToken, try await call.state.accepts(token: token) else {
                throw GoogleAds.unauthenticated(call)
            }
            let customer = call.parameter("customer")
            if !customer.isEmpty, customer.count != 10 || !customer.allSatisfy({ $0.isASCII && $0.isNumber }) {
                throw GoogleAds.failure(
                    call, .badRequest, "INVALID_ARGUMENT", "requestError", "INVALID_CUSTOMER_ID",
                    "Invalid customer ID '\(customer)'.")
            }
        },
        unknown: { call, _ in
            GoogleAds.status(
                .notFound, "NOT_FOUND", "The requested URL \(call.request.path) was not found on this server.")
        },
        malformed: { _, _ in
            GoogleAds.status(
                .badRequest, "INVALID_ARGUMENT", "Invalid JSON payload received. Unexpected token.")
        },
        failed: { _ in GoogleAds.status(.internalServerError, "INTERNAL", "Internal error encountered.") },
        dress: { response, call in response.fields["request-id"] = GoogleAds.requestID(call) })
}

extension GoogleAds {
    /// 22 characters, as Google's.
    static func requestID(_ call: Call) -> String { String(call.trace.prefix(22)) }

    /// Google's plain error, without a failure of the Ads API.
    static func status(_ status: Status, _ name: String, _ message: String, details: [JSON] = []) -> Response {
        var error: JSON = [
            "code": JSON(status.code), "message": .string(message), "status": .string(name),
        ]
        if !details.isEmpty { error["details"] = .array(details) }
        return .json(["error": error], status)
    }

    static func unauthenticated(_ call: Call) -> Refusal {
        var response = status(
            .unauthorized, "UNAUTHENTICATED",
            """
            Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid \
            authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.
            """,
            details: [
                [
                    "@type": "type.googleapis.com/google.ads.googleads.v26.errors.GoogleAdsFailure",
                    "errors": [
                        [
                            "errorCode": ["authenticationError": "OAUTH_TOKEN_INVALID"],
                            "message": "The OAuth token is invalid.",
                        ]
                    ], "requestId": .string(requestID(call)),
                ]
            ])
        response.fields["www-authenticate"] = "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\""
        return Refusal(response)
    }

    /// One error of a `GoogleAdsFailure`: kind and code, message, and the field it is about.
    static func adsError(_ kind: String, _ code: String, _ message: String, at path: [JSON] = []) -> JSON {
        .compact([
            "errorCode": .object(JSON.Object([(kind, .string(code))])), "message": .string(message),
            "location": path.isEmpty ? nil : ["fieldPathElements": .array(path)],
        ])
    }

    static func failureDetail(_ call: Call, _ errors: [JSON]) -> JSON {
        [
            "@type": .string(
                "type.googleapis.com/google.ads.googleads.v\(call.parameter("version")).errors.GoogleAdsFailure"),
            "errors": .array(errors), "requestId": .string(requestID(call)),
        ]
    }

    static func failure(_ call: Call, _ status: Status, _ name: String, _ errors: [JSON]) -> Refusal {
        Refusal(
            self.status(status, name, "Request contains an invalid argument.", details: [failureDetail(call, errors)]))
    }

    static func failure(
        _ call: Call, _ status: Status, _ name: String, _ kind: String, _ code: String, _ message: String
    ) -> Refusal {
        failure(call, status, name, [adsError(kind, code, message)])
    }

    static let accountEndpoints: [Endpoint] = [
        Endpoint(
            .post, "/token", "Exchange a refresh token (oauth2.googleapis.com)",
            .approximate("any client id; the authorization code and JWT grants are not built"), access: .open,
            issueToken),
        Endpoint(
            .get, "/v{version}/customers:listAccessibleCustomers", "List the customers of the token",
            .approximate("always the same customer")
        ) { _ in .json(["resourceNames": [.string("customers/\(customerID)")]]) },
        .unsupported(
            .post, customer + "/googleAds:mutate", "Change several kinds at once", "mixed mutates are not built"),
        .unsupported(
            .post, customer + "/adGroupAds:mutate", "Change ads", "only budgets, campaigns and ad groups are built"),
        .unsupported(
            .post, customer + ":uploadClickConversions", "Upload conversions",
            "only budgets, campaigns and ad groups are built"),
    ]

    @Sendable static func issueToken(_ call: Call) async throws -> Response {
        let form = call.request.bodyForm
        func refuse(_ status: Status, _ error: String, _ description: String) -> Response {
            .json(["error": .string(error), "error_description": .string(description)], status)
        }
        guard form["grant_type"] == "refresh_token" else {
            return refuse(.badRequest, "unsupported_grant_type", "Invalid grant_type: \(form["grant_type"] ?? "")")
        }
        guard call.state.credentials.accepts(form["client_secret"] ?? ""), form["client_id"]?.isEmpty == false else {
            return refuse(.unauthorized, "invalid_client", "The OAuth client was not found.")
        }
        guard call.state.credentials.accepts(form["refresh_token"] ?? "") else {
            return refuse(.badRequest, "invalid_grant", "Bad Request")
        }
        let token = "ya29." + call.state.random.alphanumeric(120)
        try await call.state.issue(token, for: .seconds(3599))
        return .json([
            "access_token": .string(token), "expires_in": 3599, "scope": "https://www.googleapis.com/auth/adwords",
            "token_type": "Bearer",
        ])
    }
}
