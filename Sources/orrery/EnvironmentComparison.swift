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

    // MARK: - For a person

    /// Fields that differ by the same replacement stand together: a domain that is another is said once, and then where.
    var text: String {
        let fields = differences.flatMap { difference -> [(ObjectName, FieldDifference)] in
            if case .changed(let object, _, let fields) = difference { fields.map { (object.name, $0) } } else { [] }
        }
        let changed = Set(fields.map(\.0)).count
        var text =
            "\(first) and \(second): \(count(fields.count, "field")) of \(count(changed, "object")) "
            + (fields.count == 1 ? "differs" : "differ")
            + "; \(count(same, "object")) \(same == 1 ? "is" : "are") the same\n"
        var order: [Replacement] = []
        var places: [Replacement: [(ObjectName, FieldPath)]] = [:]
        for (object, field) in fields {
            let replacement = Replacement(field)
            if places[replacement] == nil { order.append(replacement) }
            places[replacement, default: []].append((object, field.path))
        }
        for replacement in order {
            text += "\n" + replacement.title(first, second) + "\n" + summary(places[replacement] ?? [])
        }
        text += only(in: first) { if case .onlyInFirst(let object) = $0 { object.name } else { nil } }
        text += only(in: second) { if case .onlyInSecond(let object) = $0 { object.name } else { nil } }
        return text
    }

    /// One line for each field of each kind; the objects are named where they are few.
    private func summary(_ places: [(object: ObjectName, path: FieldPath)]) -> String {
        var order: [String] = []
        var objects: [String: [ObjectName]] = [:]
        for place in places {
            let key = "\(place.object.kind) \(place.path.withoutIndices)"
            if objects[key] == nil { order.append(key) }
            objects[key, default: []].append(place.object)
        }
        return order.map { key in
            var names: [String] = []
            for object in objects[key] ?? [] where !names.contains(object.shortName) { names.append(object.shortName) }
            let list = names.prefix(4).joined(separator: ", ")
            return "    \(key)\n        " + (names.count > 4 ? "\(list) and \(names.count - 4) more" : list) + "\n"
        }.joined()
    }

    private func only(in environment: String, _ name: (ObjectDifference) -> ObjectName?) -> String {
        let names = differences.compactMap(name)
        if names.isEmpty { return "" }
        return "\nonly in \(environment)\n" + names.map { "    \($0)\n" }.joined()
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

/// The part of a field's value that is another: whole words, so that `staging` for `production` is the same in every
/// name that has it.
private struct Replacement: Hashable {
    enum Kind: Hashable {
        case text(old: String, new: String)
        case onlyInFirst(String)
        case onlyInSecond(String)
        /// A number that the generator derives from the ConfigMap: each is another, and none says anything.
        case fingerprint
    }

    var kind: Kind

    init(_ field: FieldDifference) {
        if field.path.steps.last == .key("orrery.dev/configuration") {
            kind = .fingerprint
            return
        }
        switch (field.old, field.new) {
        case (.string(let old)?, .string(let new)?):
            let (a, b) = Self.replaced(old, new)
            kind = .text(old: a, new: b)
        case (let old?, let new?): kind = .text(old: old.inline, new: new.inline)
        case (let old?, nil): kind = .onlyInFirst(old.inline)
        case (nil, let new?): kind = .onlyInSecond(new.inline)
        case (nil, nil): kind = .text(old: "", new: "")
        }
    }

    func title(_ first: String, _ second: String) -> String {
        switch kind {
        case .text(let old, let new): "- \(shown(old))\n+ \(shown(new))"
        case .onlyInFirst(let value): "- \(shown(value))   (only in \(first))"
        case .onlyInSecond(let value): "+ \(shown(value))   (only in \(second))"
        case .fingerprint: "a fingerprint of the ConfigMap, which differs"
        }
    }

    private func shown(_ text: String) -> String {
        let limit = 110
        let line = text.replacing("\n", with: "\\n")
        return line.count > limit ? "\(line.prefix(limit))…" : line.isEmpty ? "''" : line
    }

    /// What is left when the common beginning and end are taken away up to the next boundary of a word.
    private static func replaced(_ old: String, _ new: String) -> (String, String) {
        let (a, b) = (Array(old), Array(new))
        var start = zip(a, b).prefix { $0 == $1 }.count
        while start > 0, !isBoundary(a[start - 1]) { start -= 1 }
        let rest = min(a.count, b.count) - start
        var end = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
        end = min(end, rest)
        while end > 0, !isBoundary(a[a.count - end]) { end -= 1 }
        return (String(a[start..<(a.count - end)]), String(b[start..<(b.count - end)]))
    }

    private static func isBoundary(_ character: Character) -> Bool { "/,:@= \"'\n;?&#[](){}".contains(character) }
}

extension FieldPath {
    /// `spec.data[].remoteRef.key`: the same for every item.
    fileprivate var withoutIndices: String {
        description.replacing(/\[[0-9]+\]/, with: "[]")
    }
}

extension ObjectName {
    /// Without the kind.
    fileprivate var shortName: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
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
