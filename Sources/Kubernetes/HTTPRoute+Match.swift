package import Diagnostics
package import YAMLTree

extension HTTPRoute {
    /// A condition on a request: all of its parts hold. https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch.
    package struct Match: Equatable, Sendable {
        package var path: PathMatch
        package var method: String?
        package var headers: [ValueMatch]
        package var queryParams: [ValueMatch]
        @Position package var span: SourceSpan?

        package init(
            path: PathMatch = PathMatch(), method: String? = nil, headers: [ValueMatch] = [],
            queryParams: [ValueMatch] = [], span: SourceSpan? = nil
        ) {
            self.path = path
            self.method = method
            self.headers = headers
            self.queryParams = queryParams
            self.span = span
        }

        package init(reading object: inout FieldReader) {
            path = object.optional("path") { PathMatch(reading: &$0) } ?? PathMatch()
            method = object.optionalString("method")
            headers = object.elements("headers") { ValueMatch(reading: &$0) }
            queryParams = object.elements("queryParams") { ValueMatch(reading: &$0) }
            span = object.span
        }

        package var yaml: YAML {
            .object([
                "path": path.yaml, "method": method.map(YAML.string),
                "headers": headers.isEmpty ? nil : .list(headers.map(\.yaml)),
                "queryParams": queryParams.isEmpty ? nil : .list(queryParams.map(\.yaml)),
            ])
        }
    }

    /// A condition on the path; every path when nothing is said.
    package struct PathMatch: Equatable, Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case exact = "Exact"
            case prefix = "PathPrefix"
            case regularExpression = "RegularExpression"
        }

        package var type: Kind
        package var value: String

        package init(_ type: Kind = .prefix, _ value: String = "/") {
            self.type = type
            self.value = value
        }

        package init(reading object: inout FieldReader) {
            type = object.choice("type") ?? .prefix
            value = object.optionalString("value") ?? "/"
        }

        package var yaml: YAML { .object(["type": .string(type.rawValue), "value": .string(value)]) }
    }

    /// A condition on a header field or on a parameter of the query.
    package struct ValueMatch: Equatable, Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case exact = "Exact"
            case regularExpression = "RegularExpression"
        }

        package var type: Kind
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String, type: Kind = .exact) {
            self.type = type
            self.name = name
            self.value = value
        }

        package init(reading object: inout FieldReader) {
            type = object.choice("type") ?? .exact
            name = object.string("name")
            value = object.string("value")
        }

        package var yaml: YAML {
            .object(["type": .string(type.rawValue), "name": .string(name), "value": .string(value)])
        }
    }
}
