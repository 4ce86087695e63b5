import HTTP
import JSONTree

extension SchemaCheck {
    static let applicators: [(name: String, check: Keyword)] = [
        (
            "$ref",
            { check, value, argument, _, path in
                guard let schema = check.referenced(by: argument.string ?? "") else {
                    return check.report("is checked by a reference that leads nowhere: \(argument.text)", at: path)
                }
                check.check(value, against: schema, at: path)
            }
        ),
        (
            "allOf",
            { check, value, argument, _, path in
                for schema in argument.array ?? [] { check.check(value, against: schema, at: path) }
            }
        ),
        (
            "anyOf",
            { check, value, argument, _, path in
                let trials = (argument.array ?? []).map { check.trial(value, against: $0, at: path) }
                if trials.contains(where: \.isEmpty) { return }
                check.violations += closest(trials)
            }
        ),
        (
            "oneOf",
            { check, value, argument, _, path in
                let trials = (argument.array ?? []).map { check.trial(value, against: $0, at: path) }
                let matching = trials.count(where: \.isEmpty)
                if matching == 0 { check.violations += closest(trials) }
                if matching > 1 { check.report("fits \(matching) of the alternatives where it must fit one", at: path) }
            }
        ),
        (
            "not",
            { check, value, argument, _, path in
                if check.trial(value, against: argument, at: path).isEmpty { check.report("is not allowed", at: path) }
            }
        ),
        (
            "if",
            { check, value, argument, siblings, path in
                let holds = check.trial(value, against: argument, at: path).isEmpty
                if let schema = siblings[holds ? "then" : "else"] { check.check(value, against: schema, at: path) }
            }
        ),
    ]

    /// The violations of the alternative that was missed by least, which is most likely the one that was meant.
    private static func closest(_ trials: [[JSONSchema.Violation]]) -> [JSONSchema.Violation] {
        trials.min { $0.count < $1.count } ?? []
    }

    /// The schema that `#`, `#/json/pointer` or `#anchor` means; nil for anything outside the document.
    private func referenced(by reference: String) -> JSON? {
        guard reference.hasPrefix("#") else { return nil }
        let fragment = reference.dropFirst()
        if fragment.isEmpty { return root }
        guard fragment.hasPrefix("/") else {
            return root["$defs"]?.object?.members.first { $0.value["$anchor"]?.string == String(fragment) }?.value
        }
        var schema = root
        for part in fragment.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let name = String(part).percentDecoded().replacing("~1", with: "/").replacing("~0", with: "~")
            guard let next = schema[name] ?? Int(name).flatMap({ schema[$0] }) else { return nil }
            schema = next
        }
        return schema
    }
}
