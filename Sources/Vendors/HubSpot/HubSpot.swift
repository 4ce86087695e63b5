import Determinism
import Fidelity
import HTTP
import JSONTree

/// HubSpot's CRM API: the v3 addresses and their dated twins are rows for the same functions.
enum HubSpot {
    static let bases = ["/crm/v3/objects", "/crm/objects/2026-03", "/crm/objects/2026-09"]
}

extension Vendor {
    static let hubSpot = Vendor(
        api: "hubspot", title: "HubSpot", reference: "https://developers.hubspot.com/docs/reference/api/crm",
        hosts: ["api.hubapi.com", "api.hubspot.com"],
        endpoints: HubSpot.bases.flatMap(HubSpot.objectEndpoints) + HubSpot.otherEndpoints,
        authenticate: { call in
            guard let token = call.request.bearerToken, try await call.state.accepts(token: token) else {
                throw HubSpot.refusal(
                    call, .unauthorized, "INVALID_AUTHENTICATION",
                    """
                    Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find \
                    more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview
                    """)
            }
        },
        unknown: { call, allowed in
            HubSpot.refusal(call, allowed.isEmpty ? .notFound : .methodNotAllowed, nil, "resource not found").response
        },
        malformed: { call, error in
            HubSpot.refusal(
                call, .badRequest, "VALIDATION_ERROR",
                "Invalid input JSON on line 1, column \(error.offset + 1): \(error.message)"
            ).response
        },
        failed: { call in HubSpot.refusal(call, .internalServerError, nil, "internal error").response },
        dress: { response, call in
            let fields: [(String, String)] = [
                ("X-HubSpot-RateLimit-Max", "190"), ("X-HubSpot-RateLimit-Remaining", "189"),
                ("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"), ("X-HubSpot-RateLimit-Daily", "1000000"),
                ("X-HubSpot-RateLimit-Daily-Remaining", "999999"),
                ("X-HubSpot-Correlation-Id", HubSpot.correlation(call)),
            ]
            for (name, value) in fields { response.fields[name] = value }
        })
}

extension HubSpot {
    static func objectEndpoints(_ base: String) -> [Endpoint] {
        [
            Endpoint(.get, base + "/{type}", "List contacts, companies or deals", listObjects),
            Endpoint(.post, base + "/{type}", "Create one; a known e-mail is a conflict", createObject),
            Endpoint(
                .post, base + "/{type}/search", "Search by filter groups, words and sorts",
                .approximate("new objects are found at once, not seconds later; tokens are substrings"), searchObjects),
            Endpoint(.post, base + "/{type}/batch/create", "Create up to 100", batchCreate),
            Endpoint(.post, base + "/{type}/batch/read", "Read up to 100 by id or a unique property", batchRead),
            Endpoint(.post, base + "/{type}/batch/update", "Update up to 100", batchUpdate),
            Endpoint(
                .post, base + "/{type}/batch/upsert", "Create or update up to 100 by a unique property", batchUpsert),
            Endpoint(.post, base + "/{type}/batch/archive", "Archive up to 100", batchArchive),
            .unsupported(.post, base + "/{type}/merge", "Merge two", "merging is not built"),
            .unsupported(.post, base + "/{type}/gdpr-delete", "Delete for good", "permanent deletion is not built"),
            Endpoint(.get, base + "/{type}/{id}", "Read one by id or `idProperty`", readObject),
            Endpoint(.patch, base + "/{type}/{id}", "Update one", updateObject),
            Endpoint(.delete, base + "/{type}/{id}", "Archive one", archiveObject),
        ]
    }

    static let otherEndpoints: [Endpoint] =
        ["/crm/v4/objects", "/crm/objects/2026-03", "/crm/objects/2026-09"].flatMap { base in
            [
                Endpoint(
                    .put, base + "/{type}/{id}/associations/default/{to}/{toId}", "Associate two by the default label",
                    associate),
                Endpoint(
                    .get, base + "/{type}/{id}/associations/{to}", "List what one is associated with", associations),
            ]
        } + [
            Endpoint(
                .get, "/crm/v3/properties/{type}", "List the properties of a type",
                .approximate("the most used standard properties, and those that were created"), listProperties),
            Endpoint(.post, "/crm/v3/properties/{type}", "Create a property", createProperty),
            Endpoint(.get, "/crm/v3/properties/{type}/{name}", "Read one property", readProperty),
            Endpoint(.get, "/crm/v3/owners", "List the owners", .approximate("one owner, always the same"), listOwners),
            Endpoint(
                .post, "/oauth/v1/token", "Exchange a refresh token",
                .approximate("any client id; the authorization code grant is not built"), access: .open, issueToken),
            Endpoint(
                .post, "/oauth/2026-03/token", "Exchange a refresh token",
                .approximate("any client id; the authorization code grant is not built"), access: .open, issueToken),
        ]

    static func correlation(_ call: Call) -> String {
        let digits = Array(call.trace)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
    }

    static func refusal(
        _ call: Call, _ status: Status, _ category: String?, _ message: String, errors: JSON? = nil,
        context: JSON? = nil
    ) -> Refusal {
        Refusal(
            .json(
                .compact([
                    "status": "error", "message": .string(message), "correlationId": .string(correlation(call)),
                    "context": context, "category": category.map(JSON.string), "errors": errors,
                ]), status))
    }

    static func invalid(_ call: Call, _ message: String) -> Refusal {
        refusal(call, .badRequest, "VALIDATION_ERROR", message)
    }

    @Sendable static func issueToken(_ call: Call) async throws -> Response {
        let form = call.request.bodyForm
        guard form["grant_type"] == "refresh_token" else {
            throw refusal(call, .badRequest, "BAD_GRANT_TYPE", "missing or unknown grant type")
        }
        guard call.state.credentials.accepts(form["refresh_token"] ?? ""),
            call.state.credentials.accepts(form["client_secret"] ?? "")
        else { throw refusal(call, .badRequest, "BAD_REFRESH_TOKEN", "missing or invalid refresh token") }
        let token = "CN" + call.state.random.alphanumeric(90)
        try await call.state.issue(token, for: .seconds(1800))
        return .json([
            "token_type": "bearer", "refresh_token": JSON(form["refresh_token"]), "access_token": .string(token),
            "expires_in": 1800,
        ])
    }
}
