import Contracts
import HTTP
import JSONTree

/// What one operation of the document promises.
struct OperationContract: Sendable {
    let document: OpenAPIDocument
    let operation: Operation

    /// Why the request breaks the contract; nil when it conforms.
    func violation(of call: Router.Call) -> Problem? {
        for parameter in operation.parameters {
            if let problem = violation(of: parameter, in: call) { return problem }
        }
        guard let body = operation.requestBody else { return nil }
        if call.request.body.isEmpty {
            return body.isRequired ? Problem(.badRequest, "the request has no body") : nil
        }
        guard let value = try? JSON.parse(call.request.body) else {
            return Problem(.badRequest, "the body is not JSON")
        }
        let violations = document.schema(body.schema).violations(of: value)
        if violations.isEmpty { return nil }
        return Problem(
            .unprocessableContent,
            "the body breaks the contract: \(violations.map(\.description).joined(separator: "; "))")
    }

    private func violation(of parameter: Operation.Parameter, in call: Router.Call) -> Problem? {
        guard let text = text(of: parameter, in: call) else {
            if !parameter.isRequired { return nil }
            return Problem(.badRequest, "the \(parameter.place.rawValue) parameter '\(parameter.name)' is missing")
        }
        let schema = document.resolved(parameter.schema)
        let violation = document.schema(schema).violations(of: Self.value(of: text, for: schema)).first?.description
        let isOtherFormat = schema["format"] == "uuid" && !text.isUUID
        guard let reason = violation ?? (isOtherFormat ? "is not a UUID" : nil) else { return nil }
        // An id that nothing can have is as good as one that nothing has, where the contract knows no other answer.
        let isUnknown = parameter.place == .path && !declares(.badRequest) && declares(.notFound)
        return Problem(isUnknown ? .notFound : .badRequest, "the parameter '\(parameter.name)' \(reason)")
    }

    private func text(of parameter: Operation.Parameter, in call: Router.Call) -> String? {
        switch parameter.place {
        case .path: call.parameters[parameter.name]
        case .query: call.request.queryForm[parameter.name]
        case .header: call.request.fields[parameter.name]
        case .cookie: nil
        }
    }

    /// A parameter is text on the wire; its schema says what it stands for.
    private static func value(of text: String, for schema: JSON) -> JSON {
        let type = schema["type"]?.string
        if type == "integer" || type == "number" || type == "boolean", let value = try? JSON.parse(text) {
            return value
        }
        return .string(text)
    }

    // MARK: - Answers

    /// The success that the document describes, with its example or a sample of its schema.
    var example: Response {
        guard let success = operation.success, let code = success.code else { return Response(.noContent) }
        let body = success.example ?? success.schema.map { document.sample(of: $0) }
        return body.map { .json($0, Status(code)) } ?? Response(Status(code))
    }

    /// `problem` as the operation answers it: a body that cannot be processed is a bad request where the contract knows
    /// no 422, and the answer has the form that the contract declares for the status, else that of RFC 9457.
    func response(to problem: Problem) -> Response {
        var status = problem.status
        if status == .unprocessableContent, !declares(status) { status = .badRequest }
        guard let schema = description(of: status)?.schema else { return .problem(status, problem.detail) }
        let sample = document.sample(of: schema)
        let told = telling(problem.detail, status, in: sample, depth: 0)
        let isConforming = document.schema(schema).violations(of: told).isEmpty
        return .json(isConforming ? told : sample, status)
    }

    private func declares(_ status: Status) -> Bool { operation.responses.contains { $0.code == status.code } }

    /// By the code itself, by its range, or the default.
    private func description(of status: Status) -> Operation.ResponseDescription? {
        let names = ["\(status.code)", "\(status.code / 100)XX", "default"]
        return names.lazy.compactMap { name in operation.responses.first { $0.status.uppercased() == name.uppercased() }
        }.first
    }

    /// The members in which error bodies tell what went wrong, and with which status.
    private static let sentences: Set<String> = ["detail", "details", "error", "message", "msg", "reason"]
    private static let codes: Set<String> = ["code", "status", "statuscode", "status_code"]

    /// `body` with `detail` and `status` in the members that are there for them.
    private func telling(_ detail: String, _ status: Status, in body: JSON, depth: Int) -> JSON {
        guard let object = body.object, depth < 8 else { return body }
        return .object(
            JSON.Object(
                object.members.map { name, value in
                    let key = name.lowercased()
                    if value.string != nil, Self.sentences.contains(key) { return (name, .string(detail)) }
                    if value.string != nil, key == "title" { return (name, .string(status.reason)) }
                    if value.int != nil, Self.codes.contains(key) { return (name, JSON(status.code)) }
                    return (name, telling(detail, status, in: value, depth: depth + 1))
                }))
    }
}

extension String {
    /// RFC 9562: five groups of hexadecimal digits.
    fileprivate var isUUID: Bool {
        let groups = split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}
