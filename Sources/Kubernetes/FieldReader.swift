package import Diagnostics
package import YAMLTree

/// Reads the fields of one map, records what is wrong, and in the end reports the fields that nobody asked for.
///
/// For example:
///
///     var spec = object.map("spec")
///     let replicas = spec.optionalInt("replicas")
///     let containers = spec.list("containers").map { Container(reading: &$0) }
///     object.finish(&spec)
package struct FieldReader: Sendable {
    package let node: LocatedNode
    /// The field's place in its object: `spec.rules[0]`.
    package let path: String
    package private(set) var diagnostics: [Diagnostic] = []
    private var asked: Set<String> = []

    package init(_ node: LocatedNode, path: String) {
        self.node = node
        self.path = path
        if case .map = node.value { return }
        if node.yaml != .null { report(node, "'\(path)' is \(node.kindName), not a map") }
    }

    /// The value of `key`, whatever it is; nil when it is absent or null.
    package mutating func node(_ key: String) -> LocatedNode? {
        asked.insert(key)
        guard let value = node[key], value.yaml != .null else { return nil }
        return value
    }

    package mutating func optionalString(_ key: String) -> String? {
        guard let value = node(key) else { return nil }
        if case .scalar(.string(let text), _) = value.value { return text }
        report(value, "'\(name(key))' is \(value.kindName), not a string", help: "put it in quotes")
        return nil
    }

    /// A required string; empty, with a diagnostic, when it is missing.
    package mutating func string(_ key: String) -> String {
        if let text = optionalString(key) { return text }
        if node[key] == nil { reportMissing(key) }
        return ""
    }

    package mutating func optionalInt(_ key: String) -> Int? {
        guard let value = node(key) else { return nil }
        if case .scalar(.int(let number), _) = value.value { return number }
        report(value, "'\(name(key))' is \(value.kindName), not a whole number")
        return nil
    }

    /// A required whole number; 0, with a diagnostic, when it is missing.
    package mutating func int(_ key: String) -> Int {
        if let number = optionalInt(key) { return number }
        if node[key] == nil { reportMissing(key) }
        return 0
    }

    package mutating func optionalBool(_ key: String) -> Bool? {
        guard let value = node(key) else { return nil }
        if case .scalar(.bool(let flag), _) = value.value { return flag }
        report(value, "'\(name(key))' is \(value.kindName), not a boolean")
        return nil
    }

    package mutating func strings(_ key: String) -> [String] {
        guard let value = node(key) else { return [] }
        guard case .list(let elements) = value.value else {
            report(value, "'\(name(key))' is \(value.kindName), not a list")
            return []
        }
        return elements.compactMap { element in
            if case .scalar(.string(let text), _) = element.value { return text }
            report(element, "an element of '\(name(key))' is \(element.kindName), not a string")
            return nil
        }
    }

    /// Whole numbers; nil for none.
    package mutating func optionalInts(_ key: String) -> [Int]? {
        guard let value = node(key) else { return nil }
        guard case .list(let elements) = value.value else {
            report(value, "'\(name(key))' is \(value.kindName), not a list")
            return nil
        }
        return elements.compactMap { element in
            if case .scalar(.int(let number), _) = element.value { return number }
            report(element, "an element of '\(name(key))' is \(element.kindName), not a whole number")
            return nil
        }
    }

    /// Names and values, such as labels.
    package mutating func pairs(_ key: String) -> [ObjectMeta.Pair] {
        guard let value = node(key) else { return [] }
        guard case .map(let entries) = value.value else {
            report(value, "'\(name(key))' is \(value.kindName), not a map")
            return []
        }
        return entries.compactMap { entry in
            if case .scalar(.string(let text), _) = entry.value.value {
                return ObjectMeta.Pair(entry.key, text, at: entry.keySpan)
            }
            report(entry.value, "'\(name(key)).\(entry.key)' is \(entry.value.kindName), not a string")
            return nil
        }
    }

    /// A reader of the map at `key`; nil when it is absent.
    package mutating func optionalMap(_ key: String) -> FieldReader? {
        node(key).map { FieldReader($0, path: name(key)) }
    }

    /// A reader of the map at `key`; of an empty one, with a diagnostic, when it is missing.
    package mutating func map(_ key: String) -> FieldReader {
        if let reader = optionalMap(key) { return reader }
        reportMissing(key)
        return FieldReader(LocatedNode(.map([]), at: node.span), path: name(key))
    }

    /// A reader of each element of the list at `key`.
    package mutating func list(_ key: String) -> [FieldReader] {
        guard let value = node(key) else { return [] }
        guard case .list(let elements) = value.value else {
            report(value, "'\(name(key))' is \(value.kindName), not a list")
            return []
        }
        return elements.enumerated().map { FieldReader($1, path: "\(name(key))[\($0)]") }
    }

    /// Ends the reading of `child`, which came from this reader: takes over its diagnostics and adds a warning for each
    /// of its fields that nobody asked for.
    package mutating func finish(_ child: FieldReader) {
        diagnostics += child.diagnostics + child.unknownFields
    }

    /// A warning for each field that nobody asked for.
    package var unknownFields: [Diagnostic] {
        guard case .map(let entries) = node.value else { return [] }
        return entries.filter { !asked.contains($0.key) }.map { entry in
            Diagnostic(
                "unread-field", "the field '\(path.isEmpty ? "" : path + ".")\(entry.key)' has no effect here",
                at: entry.keySpan, severity: .warning)
        }
    }

    package mutating func report(_ node: LocatedNode, _ message: String, help: String? = nil) {
        diagnostics.append(Diagnostic("bad-field", message, at: node.span, help: help))
    }

    private mutating func reportMissing(_ key: String) {
        diagnostics.append(Diagnostic("missing-field", "'\(name(key))' is missing", at: node.span))
    }

    private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
