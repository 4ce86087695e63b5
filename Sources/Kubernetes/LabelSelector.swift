package import YAMLTree

/// Chooses objects by their labels; API reference: "LabelSelector meta/v1". One without any requirement chooses all.
package struct LabelSelector: Equatable, Sendable {
    package var matchLabels: [ObjectMeta.Pair]
    package var matchExpressions: [Requirement]

    package init(matchLabels: [ObjectMeta.Pair] = [], matchExpressions: [Requirement] = []) {
        self.matchLabels = matchLabels
        self.matchExpressions = matchExpressions
    }

    package init(reading object: inout FieldReader) {
        matchLabels = object.pairs("matchLabels")
        matchExpressions = object.elements("matchExpressions") { Requirement(reading: &$0) }
    }

    package var yaml: YAML {
        .object([
            "matchLabels": matchLabels.yaml,
            "matchExpressions": matchExpressions.isEmpty ? nil : .list(matchExpressions.map(\.yaml)),
        ])
    }

    /// One expression about one label.
    package struct Requirement: Equatable, Sendable {
        package enum Operator: String, Sendable, CaseIterable {
            case `in` = "In"
            case notIn = "NotIn"
            case exists = "Exists"
            case doesNotExist = "DoesNotExist"
        }

        package var key: String
        package var `operator`: Operator
        package var values: [String]

        package init(key: String, operator: Operator, values: [String] = []) {
            self.key = key
            self.operator = `operator`
            self.values = values
        }

        package init(reading object: inout FieldReader) {
            key = object.string("key")
            self.operator = object.choice("operator") ?? .in
            values = object.strings("values")
        }

        package var yaml: YAML {
            .object(["key": .string(key), "operator": .string(self.operator.rawValue), "values": .strings(values)])
        }
    }
}

extension LabelSelector {
    /// Whether an object with `labels` is chosen: every requirement holds. As in Kubernetes, `NotIn` also holds for an
    /// object that lacks the label.
    package func matches(_ labels: [ObjectMeta.Pair]) -> Bool {
        matchLabels.allSatisfy { labels[$0.name] == $0.value }
            && matchExpressions.allSatisfy { $0.mismatch(with: labels) == nil }
    }

    /// The first requirement that `labels` do not meet, in words: `label 'app' is 'ads', not 'content'`; nil when all hold.
    package func firstMismatch(with labels: [ObjectMeta.Pair]) -> String? {
        for wanted in matchLabels {
            guard let actual = labels[wanted.name] else {
                return "there is no label '\(wanted.name)', '\(wanted.value)' is wanted"
            }
            if actual != wanted.value { return "label '\(wanted.name)' is '\(actual)', not '\(wanted.value)'" }
        }
        for requirement in matchExpressions {
            if let mismatch = requirement.mismatch(with: labels) { return mismatch }
        }
        return nil
    }
}

extension LabelSelector.Requirement {
    fileprivate func mismatch(with labels: [ObjectMeta.Pair]) -> String? {
        let actual = labels[key]
        let list = values.map { "'\($0)'" }.joined(separator: ", ")
        switch self.operator {
        case .in:
            guard let actual else { return "there is no label '\(key)', one of \(list) is wanted" }
            return values.contains(actual) ? nil : "label '\(key)' is '\(actual)', none of \(list)"
        case .notIn:
            guard let actual, values.contains(actual) else { return nil }
            return "label '\(key)' is '\(actual)', which is excluded"
        case .exists: return actual == nil ? "there is no label '\(key)'" : nil
        case .doesNotExist: return actual.map { "label '\(key)' is there ('\($0)')" }
        }
    }
}
