import Generator
import YAMLTree

// The comparison for a person, who reads it in a minute.

extension EnvironmentComparison {
    /// Fields that differ by the same replacement stand together: a domain that is another is said once, and then where.
    /// So do those that differ at the same places, each by a replacement of its own, such as the digests of images: one is
    /// shown for all.
    ///
    /// - Parameter isFull: whether every replacement and every object is named, however many there are.
    func text(isFull: Bool) -> String {
        let fields = differences.flatMap { difference -> [Field] in
            guard case .changed(let object, _, let fields) = difference else { return [] }
            return fields.map { Field(object: object.name, path: $0.path, replacement: Replacement($0)) }
        }
        let changed = Set(fields.map(\.object)).count
        var text =
            "\(first) and \(second): \(count(fields.count, "field")) of \(count(changed, "object")) "
            + (fields.count == 1 ? "differs" : "differ")
            + "; \(count(same, "object")) \(same == 1 ? "is" : "are") the same\n"
        for group in isFull ? grouped(fields, by: \.replacement) : folded(fields) {
            let replacements = grouped(group, by: \.replacement)
            guard let shown = replacements.first?.first?.replacement else { continue }
            text += "\n" + shown.title(first, second) + "\n"
            if replacements.count > 1 {
                let others = replacements.count - 1
                text += "  and \(others) more at the same places, each by another; '--verbose' shows them\n"
            }
            text += summary(group, limit: isFull ? .max : 4)
        }
        text += only(in: first, isFull) { if case .onlyInFirst(let object) = $0 { object.name } else { nil } }
        text += only(in: second, isFull) { if case .onlyInSecond(let object) = $0 { object.name } else { nil } }
        return text
    }

    private struct Field {
        var object: ObjectName
        var path: FieldPath
        var replacement: Replacement

        /// The same for every object of the kind and every item of a list.
        var place: String { "\(object.kind) \(path.withoutIndices)" }
    }

    /// Groups of fields with the same replacement; of such groups, those that are about the same places are one.
    private func folded(_ fields: [Field]) -> [[Field]] {
        let groups = grouped(fields, by: \.replacement)
        return grouped(groups) { Set($0.map(\.place)) }.flatMap { alike -> [[Field]] in
            // Two can be read as they are.
            alike.count > 2 ? [alike.flatMap(\.self)] : alike
        }
    }

    /// The elements in groups with the same key, in the order in which the keys come first.
    private func grouped<Element, Key: Hashable>(_ elements: [Element], by key: (Element) -> Key) -> [[Element]] {
        var places: [Key: Int] = [:]
        var groups: [[Element]] = []
        for element in elements {
            let key = key(element)
            if let place = places[key] {
                groups[place].append(element)
            } else {
                places[key] = groups.count
                groups.append([element])
            }
        }
        return groups
    }

    /// One line for each field of each kind; the objects are named where they are few.
    private func summary(_ fields: [Field], limit: Int) -> String {
        grouped(fields, by: \.place).map { fields in
            "    \(fields[0].place)\n        \(list(fields.map(\.object), limit: limit))\n"
        }.joined()
    }

    /// Their names, each once, up to a limit.
    private func list(_ objects: [ObjectName], limit: Int) -> String {
        let names = grouped(objects.map(\.shortName)) { $0 }.map { $0[0] }
        let shown = names.prefix(limit).joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }

    private func only(
        in environment: String, _ isFull: Bool, _ name: (ObjectDifference) -> ObjectName?
    ) -> String {
        let names = differences.compactMap(name)
        if names.isEmpty { return "" }
        let lines = grouped(names, by: \.kind).flatMap { objects -> [String] in
            if isFull || objects.count <= 4 { return objects.map(\.description) }
            return ["\(objects.count) of \(objects[0].kind): \(list(objects, limit: 4))"]
        }
        return "\nonly in \(environment)\n" + lines.map { "    \($0)\n" }.joined()
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension FieldPath {
    /// `spec.data[].remoteRef.key`: the same for every item.
    fileprivate var withoutIndices: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .item: text += "[]"
            case .key: text += (text.isEmpty ? "" : ".") + FieldPath([step]).description
            }
        }.replacing(".[\"", with: "[\"")
    }
}

extension ObjectName {
    /// Without the kind.
    fileprivate var shortName: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}
