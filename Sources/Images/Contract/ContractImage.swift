package import Contracts
import HTTP
import JSONTree

/// An image that runs from its OpenAPI document alone.
///
/// Every operation takes what its schemas allow and answers with data that conforms. A path such as `/products` with an
/// item path `/products/{id}` below it is a collection: what is created is kept in the container's store, and can be
/// read, listed, changed and deleted. Where the container has no store, and for operations that are no part of a
/// collection, the answer is the document's example, or one made from its schema.
package struct ContractImage: Sendable {
    private let document: OpenAPIDocument

    package init(_ document: OpenAPIDocument) { self.document = document }

    /// Starts a container of it.
    ///
    /// - Throws: `NetworkError` when the container's store cannot be reached.
    package func start(_ container: Container) async throws -> RunningImage {
        var router = Router()
        router.on(.get, "/livez") { _ in .text("alive\n") }
        router.on(.get, "/readyz") { _ in .text("ready\n") }
        let store = try await RecordStore.connect(container)
        let collections = document.collections
        for operation in document.operations {
            let contract = OperationContract(document: document, operation: operation)
            let collection = collections.first { $0.path == operation.path || $0.itemPath == operation.path }
            let action = store.flatMap { store in
                collection.flatMap { collection in
                    CollectionActions(collection: collection, records: store, container: container)
                        .action(for: operation)
                }
            }
            router.on(operation.method, operation.path) { call in
                if let problem = contract.violation(of: call) { return problem }
                return try await action?(call) ?? contract.example
            }
        }
        return RunningImage(handler: router.handler)
    }
}

/// What one operation of the document promises.
struct OperationContract: Sendable {
    let document: OpenAPIDocument
    let operation: Operation

    /// The answer to a request that breaks the contract; nil when it conforms.
    func violation(of call: Router.Call) -> Response? {
        for parameter in operation.parameters {
            guard let text = text(of: parameter, in: call) else {
                if parameter.isRequired {
                    return .problem(
                        .badRequest, "the \(parameter.place.rawValue) parameter '\(parameter.name)' is missing")
                }
                continue
            }
            let value = Self.value(of: text, for: parameter.schema)
            if let violation = document.schema(parameter.schema).violations(of: value).first {
                return .problem(.badRequest, "the parameter '\(parameter.name)' \(violation)")
            }
        }
        guard let body = operation.requestBody else { return nil }
        if call.request.body.isEmpty {
            return body.isRequired ? .problem(.badRequest, "the request has no body") : nil
        }
        guard let value = try? JSON.parse(call.request.body) else {
            return .problem(.badRequest, "the body is not JSON")
        }
        let violations = document.schema(body.schema).violations(of: value)
        if violations.isEmpty { return nil }
        return .problem(
            .unprocessableContent,
            "the body breaks the contract: \(violations.map(\.description).joined(separator: "; "))")
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

    /// The success that the document describes, with its example or a sample of its schema.
    var example: Response {
        guard let success = operation.success, let code = success.code else { return Response(.noContent) }
        let body = success.example ?? success.schema.map { document.sample(of: $0) }
        return body.map { .json($0, Status(code)) } ?? Response(Status(code))
    }
}
