import Determinism
import Fidelity
import HTTP
import JSONTree

/// Salesforce's REST API, versions 31 to 68, and its OAuth token endpoint.
enum Salesforce {
    static let data = "/services/data/v{version}"
    static let organization = "00D000000000001"
    static let newest = 68
}

extension Vendor {
    static let salesforce = Vendor(
        api: "salesforce", title: "Salesforce",
        reference: "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/",
        hosts: ["login.salesforce.com", "test.salesforce.com", "*.my.salesforce.com", "*.salesforce.com"],
        endpoints: Salesforce.sessionEndpoints + Salesforce.recordEndpoints,
        authenticate: { call in
            let version = call.parameter("version")
            if !version.isEmpty {
                let number = version.hasSuffix(".0") ? Int(version.dropLast(2)) ?? 0 : 0
                guard (31...Salesforce.newest).contains(number) else {
                    throw Salesforce.refusal(.notFound, "NOT_FOUND", "The requested resource does not exist")
                }
            }
            guard let token = call.request.bearerToken, try await call.state.accepts(token: token) else {
                var response = Salesforce.refusal(.unauthorized, "INVALID_SESSION_ID", "Session expired or invalid")
                    .response
                response.fields["www-authenticate"] = "Token"
                throw Refusal(response)
            }
        },
        unknown: { call, allowed in
            if allowed.isEmpty {
                return Salesforce.refusal(.notFound, "NOT_FOUND", "The requested resource does not exist").response
            }
            var response = Salesforce.refusal(
                .methodNotAllowed, "METHOD_NOT_ALLOWED",
                "HTTP Method '\(call.request.method)' not allowed. Allowed are \(allowed.map(\.rawValue).joined(separator: ","))"
            ).response
            response.fields["allow"] = allowed.map(\.rawValue).joined(separator: ",")
            return response
        },
        malformed: { _, error in
            Salesforce.refusal(
                .badRequest, "JSON_PARSER_ERROR",
                "Unexpected character at [line:1, column:\(error.offset + 1)]: \(error.message)"
            ).response
        },
        failed: { call in
            Salesforce.refusal(
                .internalServerError, "UNKNOWN_EXCEPTION",
                "An unexpected error occurred. Please include this ErrorId if you contact support: \(call.trace.prefix(12))"
            ).response
        },
        dress: { response, call in
            response.fields["Sforce-Limit-Info"] = "api-usage=18/15000"
            response.fields["x-request-id"] = call.trace
        })
}

extension Salesforce {
    static func refusal(_ status: Status, _ code: String, _ message: String, fields: [String]? = nil) -> Refusal {
        Refusal(
            .json(
                [
                    .compact([
                        "message": .string(message), "errorCode": .string(code), "fields": fields.map { JSON($0) },
                    ])
                ], status))
    }

    static let sessionEndpoints: [Endpoint] = [
        Endpoint(
            .post, "/services/oauth2/token", "Get a token: client_credentials, password, refresh_token",
            .approximate("any client id and user name; JWT bearer and web server grants are not built"), access: .open,
            issueToken),
        Endpoint(.post, "/services/oauth2/revoke", "Revoke a token", access: .open, revokeToken),
        Endpoint(
            .get, "/services/oauth2/userinfo", "Who the token belongs to", .approximate("always the same user"),
            userInfo),
        Endpoint(.get, "/services/data", "List the versions", access: .open, listVersions),
        Endpoint(
            .get, data + "/limits", "The limits of the organization", .approximate("generous and never used up"), limits
        ),
        .unsupported(
            .post, "/services/Soap/u/{version}", "SOAP login", "SOAP is not built; use a session id or an OAuth grant"),
        .unsupported(.post, data + "/composite", "Run several requests as one", "composite requests are not built"),
        .unsupported(.post, data + "/jobs/ingest", "Bulk API 2.0", "bulk jobs are not built"),
        .unsupported(.get, data + "/search", "SOSL", "text search is not built"),
    ]

    @Sendable static func issueToken(_ call: Call) async throws -> Response {
        let form = call.request.bodyForm
        func refuse(_ error: String, _ description: String) -> Response {
            .json(["error": .string(error), "error_description": .string(description)], .badRequest)
        }
        var (client, secret) = (form["client_id"] ?? "", form["client_secret"] ?? "")
        let authorization = (call.request.fields["authorization"] ?? "").split(separator: " ", maxSplits: 1)
        if authorization.count == 2, authorization[0].lowercased() == "basic",
            let bytes = Base64.standard.decode(authorization[1])
        {
            let sides = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1).map(String.init)
            if sides.count == 2 { (client, secret) = (sides[0], sides[1]) }
        }
        let grants: [String: String] = [
            "client_credentials": secret, "password": form["password"] ?? "",
            "refresh_token": form["refresh_token"] ?? "",
        ]
        guard let proof = grants[form["grant_type"] ?? ""] else {
            return refuse("unsupported_grant_type", "grant type not supported")
        }
        if client.isEmpty { return refuse("invalid_client_id", "client identifier invalid") }
        guard call.state.credentials.accepts(secret) else {
            return refuse("invalid_client", "invalid client credentials")
        }
        guard call.state.credentials.accepts(proof) else { return refuse("invalid_grant", "authentication failure") }
        let token = organization + "!" + call.state.random.alphanumeric(96)
        try await call.state.issue(token, for: .seconds(7200))
        let instance = "\(call.request.scheme)://\(call.request.authority)"
        let identity = "https://login.salesforce.com/id/\(organization)EAA/005000000000001AAA"
        let issued = String(call.now.milliseconds)
        return .json([
            "access_token": .string(token), "signature": .string(hmacSHA256(identity + issued, key: secret)),
            "scope": "api",
            "instance_url": .string(instance), "id": .string(identity), "token_type": "Bearer",
            "issued_at": .string(issued),
        ])
    }

    @Sendable static func revokeToken(_ call: Call) async throws -> Response {
        let token = call.request.bodyForm["token"] ?? ""
        guard try await call.state.store.get("tokens", token) != nil else {
            return .json(
                ["error": "unsupported_token_type", "error_description": "this token type is not supported"],
                .badRequest)
        }
        try await call.state.store.delete("tokens", token)
        return Response(.ok)
    }

    @Sendable static func userInfo(_ call: Call) -> Response {
        .json([
            "sub": "https://login.salesforce.com/id/\(organization)EAA/005000000000001AAA",
            "user_id": "005000000000001AAA",
            "organization_id": "\(organization)EAA", "preferred_username": "orrery@example.com", "name": "Orrery User",
            "email": "orrery@example.com", "active": true,
        ])
    }

    @Sendable static func listVersions(_ call: Call) -> Response {
        let seasons = ["Spring", "Summer", "Winter"]
        return .json(
            .array(
                (31...newest).map { number in
                    // Winter '15 was version 32; three versions a year.
                    let (season, year) = (seasons[(number + 1) % 3], 15 + (number - 32) / 3)
                    return [
                        "label": .string("\(season) '\(year)"), "url": .string("/services/data/v\(number).0"),
                        "version": .string("\(number).0"),
                    ]
                }))
    }

    @Sendable static func limits(_ call: Call) -> Response {
        let names = [
            "DailyApiRequests", "DailyBulkApiBatches", "DailyAsyncApexExecutions", "DataStorageMB", "FileStorageMB",
        ]
        var limits = JSON.Object()
        for name in names { limits[name] = ["Max": 15_000, "Remaining": 14_982] }
        return .json(.object(limits))
    }
}
