package import JSONTree

/// A JSON Schema of draft 2020-12, to check values against.
///
/// It covers what tool schemas use: `type`, `enum`, `const`, the object, array, string and number keywords, `allOf`,
/// `anyOf`, `oneOf`, `not`, `if`/`then`/`else`, `dependentRequired` and `$ref` within the document. Annotations and
/// `format` are not checked; neither are `unevaluatedProperties`, `unevaluatedItems`, `$dynamicRef` and references to
/// other documents, of which the last is reported as a violation.
/// https://json-schema.org/draft/2020-12
package struct JSONSchema: Hashable, Sendable {
    package let document: JSON
    /// The document that `$ref` leads into: the schema itself, unless it is part of a larger one.
    private let root: JSON

    package init(_ document: JSON) { self.init(document, references: document) }

    /// A schema that stands in `root`, whose references lead into it.
    package init(_ document: JSON, references root: JSON) {
        self.document = document
        self.root = root
    }

    /// Where a value breaks the schema.
    package struct Violation: Hashable, Sendable, CustomStringConvertible {
        /// The JSON Pointer of the value: empty for the whole, `/items/0/name` for a part.
        package var path: String
        package var message: String

        package var description: String { path.isEmpty ? message : "'\(path.dropFirst())' \(message)" }
    }

    /// Everything in `value` that breaks the schema, outermost first; empty when it conforms.
    package func violations(of value: JSON) -> [Violation] {
        var check = SchemaCheck(root: root)
        check.check(value, against: document, at: "")
        return check.violations
    }
}

/// One run over a value. Deeper than `deepest` schemas within schemas (a reference that leads to itself) is a violation.
struct SchemaCheck {
    let root: JSON
    var violations: [JSONSchema.Violation] = []
    var depth = 0
    static let deepest = 128

    init(root: JSON) { self.root = root }

    mutating func check(_ value: JSON, against schema: JSON, at path: String) {
        if schema.bool == false { return report("is not allowed", at: path) }
        guard case .object(let keywords) = schema else { return }
        guard depth < Self.deepest else { return report("is checked by schemas nested too deep", at: path) }
        depth += 1
        defer { depth -= 1 }
        for (name, keyword) in Self.keywords {
            if let argument = keywords[name] { keyword(&self, value, argument, keywords, path) }
        }
    }

    mutating func report(_ message: String, at path: String) {
        violations.append(JSONSchema.Violation(path: path, message: message))
    }

    /// What `value` breaks in `schema`, without reporting it.
    func trial(_ value: JSON, against schema: JSON, at path: String) -> [JSONSchema.Violation] {
        var trial = self
        trial.violations = []
        trial.check(value, against: schema, at: path)
        return trial.violations
    }

    static func join(_ path: String, _ name: String) -> String {
        "\(path)/\(name.replacing("~", with: "~0").replacing("/", with: "~1"))"
    }

    typealias Keyword =
        @Sendable (
            _ check: inout SchemaCheck, _ value: JSON, _ argument: JSON, _ siblings: JSON.Object, _ path: String
        ) -> Void

    /// The keywords in the order in which their violations are reported.
    static let keywords: [(name: String, check: Keyword)] =
        generalKeywords + objectKeywords + arrayKeywords + stringKeywords + numberKeywords + applicators
}
