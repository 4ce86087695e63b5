package import HTTP
package import JSONTree

/// One operation of an OpenAPI document.
package struct Operation: Sendable {
    package var method: Method
    /// With parameters in braces: `/products/{id}`.
    package var path: String
    package var id: String?
    package var parameters: [Parameter]
    /// nil when the operation takes no body.
    package var requestBody: RequestBody?
    /// In the order of the document.
    package var responses: [ResponseDescription]

    package struct Parameter: Sendable {
        package enum Place: String, Sendable { case path, query, header, cookie }

        package var name: String
        package var place: Place
        package var isRequired: Bool
        package var schema: JSON
    }

    package struct RequestBody: Sendable {
        package var isRequired: Bool
        /// The schema of `application/json`; true, which allows everything, where the document gives none.
        package var schema: JSON
    }

    package struct ResponseDescription: Sendable {
        /// `201`, `4XX`, `default`.
        package var status: String
        /// The schema of `application/json`; nil for a response without such a body.
        package var schema: JSON?
        /// An example of the whole body.
        package var example: JSON?

        /// The code that a contract-run response of this description has; nil for a range and for `default`.
        package var code: Int? { Int(status) }
    }

    init(method: Method, path: String, shared: [JSON], body: JSON, _ references: References) {
        self.method = method
        self.path = path
        id = body["operationId"]?.string
        // A parameter of the operation replaces the path's one of the same name and place.
        var parameters: [Parameter] = []
        for value in shared + (body["parameters"]?.array ?? []) {
            guard let parameter = Parameter(references.resolve(value)) else { continue }
            parameters.removeAll { $0.name == parameter.name && $0.place == parameter.place }
            parameters.append(parameter)
        }
        self.parameters = parameters
        requestBody = body["requestBody"].map(references.resolve).map { body in
            RequestBody(
                isRequired: body["required"]?.bool ?? false,
                schema: body["content"]?["application/json"]?["schema"] ?? true)
        }
        responses = (body["responses"]?.object?.members ?? []).map { status, value in
            let content = references.resolve(value)["content"]?["application/json"]
            let named = content?["examples"]?.object?.members.first?.value
            return ResponseDescription(
                status: status, schema: content?["schema"],
                example: content?["example"] ?? named.flatMap { references.resolve($0)["value"] })
        }
    }

    /// The first response that means success; nil when the document describes none.
    package var success: ResponseDescription? { responses.first { $0.code.map { (200..<300).contains($0) } ?? false } }
}

extension Operation.Parameter {
    init?(_ value: JSON) {
        guard let name = value["name"]?.string, let place = value["in"]?.string.flatMap(Place.init) else { return nil }
        self.init(
            name: name, place: place, isRequired: value["required"]?.bool ?? (place == .path),
            schema: value["schema"] ?? true)
    }
}
