import Determinism
import Fidelity
import HTTP
import JSONTree

/// TikTok's Business API 1.3 and its Content Posting API 2.
enum TikTok {
    static let business = "/open_api/v1.3"
    static let content = "/v2/post/publish"

    /// Whether a request is for the Business API, which answers every error with status 200 and a code.
    static func isBusiness(_ call: Call) -> Bool {
        !call.request.path.hasPrefix("/v2/") && !call.request.path.hasPrefix("/upload/")
    }
}

extension Vendor {
    static let tikTok = Vendor(
        api: "tiktok", title: "TikTok", reference: "https://business-api.tiktok.com/portal/docs",
        hosts: [
            "business-api.tiktok.com", "sandbox-ads.tiktok.com", "open.tiktokapis.com", "open-upload.tiktokapis.com",
        ],
        endpoints: TikTok.businessEndpoints + TikTok.contentEndpoints,
        authenticate: { call in
            let isBusiness = TikTok.isBusiness(call)
            let token = isBusiness ? call.request.fields["access-token"] : call.request.bearerToken
            guard let token, try await call.state.accepts(token: token) else {
                if isBusiness { throw TikTok.refusal(call, 40105, "Access token is incorrect or has been revoked.") }
                throw TikTok.contentRefusal(
                    call, .unauthorized, "access_token_invalid",
                    "The access token is invalid or not found in the request.")
            }
        },
        unknown: { call, allowed in
            if !TikTok.isBusiness(call) {
                return TikTok.contentRefusal(call, .notFound, "unsupported_path", "Unsupported path(Janus).").response
            }
            return TikTok.refusal(
                call, 40006, allowed.isEmpty ? "Path not found: \(call.request.path)" : "Request method is not allowed"
            ).response
        },
        malformed: { call, _ in
            if !TikTok.isBusiness(call) {
                return TikTok.contentRefusal(call, .badRequest, "invalid_params", "The request body is not valid JSON")
                    .response
            }
            return TikTok.refusal(call, 40002, "Invalid JSON in the request body.").response
        },
        failed: { call in
            if !TikTok.isBusiness(call) {
                return TikTok.contentRefusal(
                    call, .internalServerError, "internal_error", "Something is wrong. Please try again later."
                ).response
            }
            return TikTok.refusal(call, 50000, "System error").response
        },
        dress: { response, call in response.fields["x-tt-logid"] = TikTok.logID(call) })
}

extension TikTok {
    static func logID(_ call: Call) -> String {
        String(call.now.rfc3339(fractionDigits: 0).filter(\.isNumber)) + call.trace.prefix(18).uppercased()
    }

    /// The Business API's envelope around `data`.
    static func envelope(_ call: Call, _ data: JSON) -> Response {
        .json(["code": 0, "message": "OK", "request_id": .string(logID(call)), "data": data])
    }

    static func refusal(_ call: Call, _ code: Int64, _ message: String) -> Refusal {
        Refusal(
            .json(["code": .int(code), "message": .string(message), "request_id": .string(logID(call)), "data": [:]]))
    }

    static func contentAnswer(_ call: Call, _ data: JSON) -> Response {
        .json(["data": data, "error": ["code": "ok", "message": "", "log_id": .string(logID(call))]])
    }

    static func contentRefusal(_ call: Call, _ status: Status, _ code: String, _ message: String) -> Refusal {
        let error: JSON = ["code": .string(code), "message": .string(message), "log_id": .string(logID(call))]
        return Refusal(.json(["data": [:], "error": error], status))
    }

    static func missing(_ call: Call, _ name: String) -> Refusal {
        refusal(call, 40002, "\(name): Missing data for required field.")
    }

    static func newID(_ call: Call) async throws -> String {
        let number = String(try await call.state.nextNumber(of: "object"))
        return "18" + String(repeating: "0", count: max(0, 14 - number.count)) + number
    }
}
