import Fidelity
import HTTP
import JSONTree

/// Meta's Graph API and Marketing API, versions 19 to 26, after what `facebook_business` 26 sends.
enum Meta {
    static let root = "/v{version}"
    static let versions = 19...26
}

extension Vendor {
    static let meta = Vendor(
        api: "meta", title: "Meta", reference: "https://developers.facebook.com/docs/graph-api",
        hosts: ["graph.facebook.com", "graph-video.facebook.com", "graph.instagram.com"],
        endpoints: Meta.controlEndpoints + Meta.pageEndpoints + Meta.adEndpoints + Meta.nodeEndpoints,
        authenticate: { call in try await Meta.authenticate(call) },
        unknown: { call, _ in
            Meta.error(
                call, .badRequest, 2500, "Unknown path components: \(call.request.path)", type: "OAuthException")
        },
        malformed: { call, _ in Meta.error(call, .badRequest, 100, "(#100) The request body is not valid JSON") },
        failed: { call in
            Meta.error(
                call, .internalServerError, 2, "An unexpected error has occurred. Please retry your request later.",
                isTransient: true)
        },
        dress: { response, call in
            response.fields["facebook-api-version"] = "v26.0"
            response.fields["x-fb-trace-id"] = Meta.trace(call)
            response.fields["x-fb-request-id"] = Meta.trace(call)
            response.fields["x-app-usage"] = #"{"call_count":1,"total_cputime":1,"total_time":1}"#
            if call.request.path.contains("/act_") {
                let usage = #"{"acc_id_util_pct":0.5,"reset_time_duration":0,"ads_api_access_tier":"standard_access"}"#
                response.fields["x-ad-account-usage"] = usage
            }
        })
}

extension Meta {
    /// The parameters of a request: query, then form or JSON body. Nested values stay JSON text until they are read.
    static func parameters(_ call: Call) throws -> Form {
        var form = call.query
        if call.request.fields["content-type"]?.lowercased().hasPrefix("application/json") == true {
            for (name, value) in try call.json().object?.members ?? [] {
                form.pairs.append((name, value.string ?? value.text))
            }
        } else {
            form.pairs += call.request.bodyForm.pairs
        }
        return form
    }

    static func trace(_ call: Call) -> String { "A" + call.trace.prefix(22) }

    static func error(
        _ call: Call, _ status: Status, _ code: Int64, _ message: String, type: String = "OAuthException",
        subcode: Int64? = nil,
        isTransient: Bool = false, userTitle: String? = nil, userMessage: String? = nil
    ) -> Response {
        .json(
            [
                "error": .compact([
                    "message": .string(message), "type": .string(type), "code": .int(code),
                    "error_subcode": subcode.map(JSON.int), "is_transient": isTransient ? true : nil,
                    "error_user_title": userTitle.map(JSON.string), "error_user_msg": userMessage.map(JSON.string),
                    "fbtrace_id": .string(trace(call)),
                ])
            ], status)
    }

    static func invalid(_ call: Call, _ message: String) -> Refusal {
        Refusal(error(call, .badRequest, 100, "(#100) " + message))
    }

    static func missingObject(_ call: Call, _ id: String, _ verb: String) -> Refusal {
        let message = """
            Unsupported \(verb) request. Object with ID '\(id)' does not exist, cannot be loaded due to missing permissions, or \
            does not support this operation. Please read the Graph API documentation at \
            https://developers.facebook.com/docs/graph-api
            """
        return Refusal(error(call, .badRequest, 100, message, type: "GraphMethodException", subcode: 33))
    }

    static func token(_ call: Call, _ form: Form) -> String? { form["access_token"] ?? call.request.bearerToken }

    static func authenticate(_ call: Call) async throws {
        let form = try parameters(call)
        guard let token = token(call, form), !token.isEmpty else {
            throw Refusal(
                error(
                    call, .badRequest, 2500,
                    "An active access token must be used to query information about the current user."))
        }
        guard try await call.state.accepts(token: token) else {
            let message = "Invalid OAuth access token - Cannot parse access token"
            var response = error(call, .unauthorized, 190, message)
            response.fields["www-authenticate"] = "OAuth \"Facebook Platform\" \"invalid_token\" \"\(message)\""
            throw Refusal(response)
        }
        if let proof = form["appsecret_proof"], !proof.isEmpty {
            let isRight = call.state.credentials.secrets.contains { hmacSHA256(token, key: $0.value) == proof }
            if !isRight {
                throw Refusal(
                    error(
                        call, .badRequest, 100, "Invalid appsecret_proof provided in the API argument",
                        type: "GraphMethodException"))
            }
        }
        let version = call.parameter("version").split(separator: ".")
        if let first = version.first, !versions.contains(Int(first) ?? 0) {
            throw Refusal(
                error(
                    call, .badRequest, 2635,
                    "(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: v26.0."
                ))
        }
    }
}
