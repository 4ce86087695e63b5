import HTTP
import JSONTree

/// OpenAI's errors, in its own words.
extension OpenAI {
    static func error(
        _ status: Status, _ message: String, type: String = "invalid_request_error", param: String? = nil,
        code: String? = nil
    ) -> Response {
        let body: JSON = ["message": .string(message), "type": .string(type), "param": JSON(param), "code": JSON(code)]
        return .json(["error": body], status)
    }

    static let missingKey = error(
        .unauthorized,
        """
        You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth \
        (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the \
        API from your browser and are prompted for a username and password. You can obtain an API key from \
        https://platform.openai.com/account/api-keys.
        """)

    /// The key is shown with all but its first and last characters starred.
    static func wrongKey(_ key: String) -> Response {
        let shown =
            key.count > 12
            ? key.prefix(8) + String(repeating: "*", count: min(key.count - 12, 32)) + key.suffix(4) : key[...]
        return error(
            .unauthorized,
            "Incorrect API key provided: \(shown). You can find your API key at https://platform.openai.com/account/api-keys.",
            code: "invalid_api_key")
    }

    static func invalidURL(_ request: Request) -> Response {
        error(.notFound, "Invalid URL (\(request.method) \(request.path))")
    }

    static func methodNotAllowed(_ request: Request) -> Response {
        error(
            .methodNotAllowed,
            "Not allowed to \(request.method) on \(request.path). (HINT: Perhaps you meant to use a different HTTP method?)",
            code: "method_not_supported")
    }

    static let unreadableBody = error(
        .badRequest,
        """
        We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library \
        correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you have trouble \
        figuring out how to fix this, please contact us through our help center at help.openai.com.)
        """)

    static func serverError(_ call: Call) -> Response {
        error(
            .internalServerError,
            """
            The server had an error while processing your request. Sorry about that! You can retry your request, or \
            contact us through our help center at help.openai.com if the error persists. (Please include the request ID \
            req_\(call.trace) in your message.)
            """, type: "server_error")
    }

    static func missing(_ param: String) -> Refusal {
        Refusal(
            error(
                .badRequest, "Missing required parameter: '\(param)'.", param: param,
                code: "missing_required_parameter"))
    }

    static func wrongType(_ param: String, expected: String, got value: JSON) -> Refusal {
        Refusal(
            error(
                .badRequest, "Invalid type for '\(param)': expected \(expected), but got \(kind(of: value)) instead.",
                param: param, code: "invalid_type"))
    }

    static func wrongValue(_ value: String, of param: String, supported: [String]) -> Refusal {
        let last = supported.last.map { "'\($0)'" } ?? ""
        let list = supported.dropLast().map { "'\($0)'" }.joined(separator: ", ") + ", and \(last)"
        return Refusal(
            error(
                .badRequest, "Invalid value: '\(value)'. Supported values are: \(list).", param: param,
                code: "invalid_value"))
    }

    static func unknownModel(_ name: String) -> Refusal {
        Refusal(
            error(
                .notFound, "The model `\(name)` does not exist or you do not have access to it.",
                code: "model_not_found"))
    }

    /// A value's type as OpenAI names it: `a string`, `an integer`, `null`.
    private static func kind(of value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .int: "an integer"
        case .double: "a decimal"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
