import JSONTree

extension SchemaCheck {
    static let objectKeywords: [(name: String, check: Keyword)] = [
        (
            "required",
            { check, value, argument, _, path in
                guard let object = value.object else { return }
                for name in (argument.array ?? []).compactMap(\.string) where object[name] == nil {
                    check.report("is missing", at: join(path, name))
                }
            }
        ),
        (
            "properties",
            { check, value, argument, _, path in
                guard let object = value.object, let properties = argument.object else { return }
                for (name, schema) in properties.members {
                    if let member = object[name] { check.check(member, against: schema, at: join(path, name)) }
                }
            }
        ),
        (
            "patternProperties",
            { check, value, argument, _, path in
                guard let object = value.object, let patterns = argument.object else { return }
                for (pattern, schema) in patterns.members {
                    for (name, member) in object.members where name.matches(pattern: pattern) {
                        check.check(member, against: schema, at: join(path, name))
                    }
                }
            }
        ),
        (
            "additionalProperties",
            { check, value, argument, siblings, path in
                guard let object = value.object else { return }
                let declared = siblings["properties"]?.object
                let patterns = siblings["patternProperties"]?.object?.names ?? []
                for (name, member) in object.members
                where declared?[name] == nil && !patterns.contains(where: { name.matches(pattern: $0) }) {
                    if argument.bool == false {
                        check.report("is not a known property", at: join(path, name))
                    } else {
                        check.check(member, against: argument, at: join(path, name))
                    }
                }
            }
        ),
        (
            "propertyNames",
            { check, value, argument, _, path in
                for name in value.object?.names ?? [] {
                    for violation in check.trial(.string(name), against: argument, at: "") {
                        check.report("has a name that \(violation.message)", at: join(path, name))
                    }
                }
            }
        ),
        (
            "dependentRequired",
            { check, value, argument, _, path in
                guard let object = value.object, let dependencies = argument.object else { return }
                for (name, needed) in dependencies.members where object[name] != nil {
                    for other in (needed.array ?? []).compactMap(\.string) where object[other] == nil {
                        check.report("is missing, which '\(name)' needs", at: join(path, other))
                    }
                }
            }
        ),
        count("minProperties", "at least", "properties", of: \.object?.count) { $0 >= $1 },
        count("maxProperties", "at most", "properties", of: \.object?.count) { $0 <= $1 },
    ]

    static let arrayKeywords: [(name: String, check: Keyword)] = [
        count("minItems", "at least", "elements", of: \.array?.count) { $0 >= $1 },
        count("maxItems", "at most", "elements", of: \.array?.count) { $0 <= $1 },
        (
            "prefixItems",
            { check, value, argument, _, path in
                for (index, (element, schema)) in zip(value.array ?? [], argument.array ?? []).enumerated() {
                    check.check(element, against: schema, at: "\(path)/\(index)")
                }
            }
        ),
        (
            "items",
            { check, value, argument, siblings, path in
                let skipped = siblings["prefixItems"]?.array?.count ?? 0
                for (index, element) in (value.array ?? []).enumerated().dropFirst(skipped) {
                    check.check(element, against: argument, at: "\(path)/\(index)")
                }
            }
        ),
        (
            "contains",
            { check, value, argument, _, path in
                guard let elements = value.array else { return }
                let found = elements.contains { check.trial($0, against: argument, at: path).isEmpty }
                if !found { check.report("has no element as required", at: path) }
            }
        ),
        (
            "uniqueItems",
            { check, value, argument, _, path in
                guard argument.bool == true, let elements = value.array else { return }
                for (index, element) in elements.enumerated()
                where elements[..<index].contains(where: { $0.isSameValue(as: element) }) {
                    check.report("stands twice", at: "\(path)/\(index)")
                }
            }
        ),
    ]

    private static func count(
        _ name: String, _ words: String, _ things: String, of size: @escaping @Sendable (JSON) -> Int?,
        _ holds: @escaping @Sendable (Int, Int) -> Bool
    ) -> (name: String, check: Keyword) {
        (
            name,
            { check, value, argument, _, path in
                guard let number = size(value), let limit = argument.int else { return }
                if !holds(number, limit) { check.report("must have \(words) \(limit) \(things)", at: path) }
            }
        )
    }
}

extension String {
    fileprivate func matches(pattern: String) -> Bool {
        guard let expression = try? Regex(pattern) else { return false }
        return firstMatch(of: expression) != nil
    }
}
