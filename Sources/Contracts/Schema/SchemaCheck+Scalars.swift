import JSONTree

extension SchemaCheck {
    static let generalKeywords: [(name: String, check: Keyword)] = [
        (
            "type",
            { check, value, argument, _, path in
                let allowed = argument.string.map { [$0] } ?? (argument.array ?? []).compactMap(\.string)
                if !allowed.contains(where: { value.isOfSchemaType($0) }) {
                    check.report("must be \(allowed.joined(separator: " or "))", at: path)
                }
            }
        ),
        (
            "enum",
            { check, value, argument, _, path in
                let choices = argument.array ?? []
                if !choices.contains(where: { $0.isSameValue(as: value) }) {
                    check.report("must be one of \(choices.map(\.text).joined(separator: ", "))", at: path)
                }
            }
        ),
        (
            "const",
            { check, value, argument, _, path in
                if !argument.isSameValue(as: value) { check.report("must be \(argument.text)", at: path) }
            }
        ),
    ]

    static let stringKeywords: [(name: String, check: Keyword)] = [
        (
            "minLength",
            { check, value, argument, _, path in
                if let text = value.string, let least = argument.int, text.unicodeScalars.count < least {
                    check.report("must have at least \(least) characters", at: path)
                }
            }
        ),
        (
            "maxLength",
            { check, value, argument, _, path in
                if let text = value.string, let most = argument.int, text.unicodeScalars.count > most {
                    check.report("must have at most \(most) characters", at: path)
                }
            }
        ),
        (
            "pattern",
            { check, value, argument, _, path in
                guard let text = value.string, let pattern = argument.string else { return }
                guard let expression = try? Regex(pattern) else {
                    return check.report("is checked by a pattern that cannot be read: \(pattern)", at: path)
                }
                if text.firstMatch(of: expression) == nil { check.report("must match \(pattern)", at: path) }
            }
        ),
    ]

    static let numberKeywords: [(name: String, check: Keyword)] = [
        bound("minimum", "at least") { $0 >= $1 }, bound("maximum", "at most") { $0 <= $1 },
        bound("exclusiveMinimum", "greater than") { $0 > $1 }, bound("exclusiveMaximum", "less than") { $0 < $1 },
        (
            "multipleOf",
            { check, value, argument, _, path in
                guard let number = value.double, let step = argument.double, step > 0 else { return }
                let quotient = number / step
                if quotient.rounded() != quotient { check.report("must be a multiple of \(argument.text)", at: path) }
            }
        ),
    ]

    private static func bound(
        _ name: String, _ words: String, _ holds: @escaping @Sendable (Double, Double) -> Bool
    ) -> (name: String, check: Keyword) {
        (
            name,
            { check, value, argument, _, path in
                guard let number = value.double, let limit = argument.double else { return }
                if !holds(number, limit) { check.report("must be \(words) \(argument.text)", at: path) }
            }
        )
    }
}

extension JSON {
    /// Whether it is of the JSON Schema type `name`; 1.0 is an integer.
    fileprivate func isOfSchemaType(_ name: String) -> Bool {
        switch self {
        case .null: name == "null"
        case .bool: name == "boolean"
        case .int: name == "integer" || name == "number"
        case .double(let value): name == "number" || (name == "integer" && value.rounded() == value)
        case .string: name == "string"
        case .array: name == "array"
        case .object: name == "object"
        }
    }

    /// Equality as JSON Schema means it: numbers by value, objects without order.
    func isSameValue(as other: JSON) -> Bool {
        switch (self, other) {
        case (.int(let left), .int(let right)): left == right
        case (.int, .double), (.double, .int), (.double, .double): double == other.double
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSameValue(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.members.allSatisfy { member in right[member.name]?.isSameValue(as: member.value) ?? false }
        default: self == other
        }
    }
}
