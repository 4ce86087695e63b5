package import Diagnostics
import HTTP
package import JSONTree
package import YAMLTree

/// An OpenAPI 3.0 or 3.1 description of a service, read and with its local references resolved where they are used.
///
/// <https://spec.openapis.org/oas/v3.1.2.html>
package struct OpenAPIDocument: Sendable {
    package let title: String
    /// In the order of the document.
    package let operations: [Operation]
    /// The whole document, which schemas refer into.
    package let root: JSON

    /// Reads YAML or JSON.
    ///
    /// - Returns: nil, with at least one diagnostic, for what is not an OpenAPI document.
    package init?(text: String, file: String, _ diagnostics: inout [Diagnostic]) {
        guard let node = readDocuments(text, file: file, &diagnostics).first else { return nil }
        let root = JSON(node.yaml)
        guard let version = root["openapi"]?.string, version.hasPrefix("3.") else {
            diagnostics.append(
                Diagnostic(
                    "not-openapi", "the file has no 'openapi: 3.x' version", at: node.span,
                    help: "start it with 'openapi: 3.1.1'"))
            return nil
        }
        self.root = root
        title = root["info"]?["title"]?.string ?? file
        let references = References(root: root)
        operations = (root["paths"]?.object?.members ?? []).flatMap { path, item in
            let item = references.resolve(item)
            return Method.ofOpenAPI.compactMap { method -> Operation? in
                guard let body = item[method.rawValue.lowercased()] else { return nil }
                return Operation(
                    method: method, path: path, shared: item["parameters"]?.array ?? [], body: body, references)
            }
        }
    }

    /// `value`, or what its reference leads to; null for one that leads nowhere.
    package func resolved(_ value: JSON) -> JSON { References(root: root).resolve(value) }

    /// The schema `schema` as one that stands on its own: references into the document still lead somewhere.
    package func schema(_ schema: JSON) -> JSONSchema { JSONSchema(schema, references: root) }
}

extension Method {
    /// The methods that a path item may have, in the order of the specification.
    fileprivate static let ofOpenAPI: [Method] = [.get, .put, .post, .delete, .options, .head, .patch]
}

/// Follows `$ref` within one document.
struct References: Sendable {
    let root: JSON
    private static let longest = 32

    init(root: JSON) { self.root = root }

    /// `value`, or what its chain of references leads to; null for one that leads nowhere or in a circle.
    func resolve(_ value: JSON) -> JSON {
        var value = value
        for _ in 0..<Self.longest {
            guard let reference = value["$ref"]?.string else { return value }
            guard let target = target(of: reference) else { return .null }
            value = target
        }
        return .null
    }

    /// What the JSON Pointer in `#/components/schemas/Product` leads to.
    private func target(of reference: String) -> JSON? {
        guard reference.hasPrefix("#/") else { return nil }
        return reference.dropFirst(2).split(separator: "/").reduce(root as JSON?) { value, part in
            let name = String(part).percentDecoded().replacing("~1", with: "/").replacing("~0", with: "~")
            return value?[name] ?? Int(name).flatMap { value?[$0] }
        }
    }
}

extension JSON {
    /// The same value as JSON: YAML has nothing in these documents that JSON lacks.
    package init(_ yaml: YAML) {
        switch yaml {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(Int64(value))
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .list(let elements): self = .array(elements.map { JSON($0) })
        case .map(let entries): self = .object(Object(entries.map { ($0.key, JSON($0.value)) }))
        }
    }
}
