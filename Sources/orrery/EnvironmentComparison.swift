import Blueprint
import Generator
import JSONTree
import YAMLTree

/// What two environments of a system do not have in common, by object and field.
struct EnvironmentComparison {
    let first, second: String
    let differences: [ObjectDifference]
    /// How many objects both have and have the same.
    let same: Int

    init(of system: System, _ first: Environment, _ second: Environment) {
        self.first = first.name
        self.second = second.name
        let old = renderedObjects(for: system, environment: first)
        differences = Generator.differences(from: old, to: renderedObjects(for: system, environment: second))
        same = old.count - differences.count { if case .onlyInSecond = $0 { false } else { true } }
    }

    // MARK: - For a program

    /// Every field on its own.
    var json: JSON {
        let objects = differences.map { difference -> JSON in
            switch difference {
            case .onlyInFirst(let object):
                return ["object": .string(object.name.description), "only_in": .string(first)]
            case .onlyInSecond(let object):
                return ["object": .string(object.name.description), "only_in": .string(second)]
            case .changed(let object, _, let fields):
                return [
                    "object": .string(object.name.description),
                    "fields": .array(
                        fields.map { field in
                            .compact([
                                "path": .string(field.path.description), first: field.old.map(JSON.init(_:)),
                                second: field.new.map(JSON.init(_:)),
                            ])
                        }),
                ]
            }
        }
        return [
            "environments": [.string(first), .string(second)], "same_objects": JSON(same),
            "differences": .array(objects),
        ]
    }
}

extension JSON {
    fileprivate init(_ value: YAML) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(Int64(value))
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .list(let items): self = .array(items.map { JSON($0) })
        case .map(let entries): self = .object(JSON.Object(entries.map { ($0.key, JSON($0.value)) }))
        }
    }
}
