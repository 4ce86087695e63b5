extension YAML {
    /// The value at a path; nil where there is none. A key leads into a list to the item with that `name`.
    package subscript(path: FieldPath) -> YAML? {
        path.steps.reduce(self as YAML?) { value, step in
            guard let value else { return nil }
            switch (step, value) {
            case (.item(let index), .list(let items)):
                // Not by '?:', in which 'nil' would be the YAML null.
                guard items.indices.contains(index) else { return nil }
                return items[index]
            case (.key(let key), .map): return value[key]
            case (.key(let key), .list(let items)): return items.first { $0["name"] == .string(key) }
            case (.item, _), (.key, _): return nil
            }
        }
    }

    /// Every scalar and every empty list and map, with its path, in order.
    package var fields: [(path: FieldPath, value: YAML)] {
        var fields: [(path: FieldPath, value: YAML)] = []
        collect(FieldPath(), &fields)
        return fields
    }

    private func collect(_ path: FieldPath, _ fields: inout [(path: FieldPath, value: YAML)]) {
        switch self {
        case .map(let entries) where !entries.isEmpty:
            for entry in entries { entry.value.collect(path + .key(entry.key), &fields) }
        case .list(let items) where !items.isEmpty:
            for (index, item) in items.enumerated() { item.collect(path + .item(index), &fields) }
        case .null, .bool, .int, .double, .string, .list, .map:
            fields.append((path, self))
        }
    }

    /// The value on one line, for a person: a string as it is, a list or a map in flow style.
    package var inline: String {
        switch self {
        case .null: "null"
        case .bool(let value): String(value)
        case .int(let value): String(value)
        case .double(let value): String(value)
        case .string(let value): value.contains("\n") ? value.debugDescription : value
        case .list(let items): "[" + items.map(\.inline).joined(separator: ", ") + "]"
        case .map(let entries):
            entries.isEmpty
                ? "{}" : "{ " + entries.map { "\($0.key): \($0.value.inline)" }.joined(separator: ", ") + " }"
        }
    }
}

extension FieldPath {
    /// The path with items for names: `containers[content]` becomes `containers[0]`. Nil where the object has no such
    /// field.
    package func resolved(in object: YAML) -> FieldPath? {
        var value = object
        var resolved = FieldPath()
        for step in steps {
            var actual = step
            if case .key(let key) = step, case .list(let items) = value {
                guard let index = items.firstIndex(where: { $0["name"] == .string(key) }) else { return nil }
                actual = .item(index)
            }
            guard let next = value[FieldPath([actual])] else { return nil }
            value = next
            resolved = resolved + actual
        }
        return resolved
    }
}
