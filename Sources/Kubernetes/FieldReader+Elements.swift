package import Diagnostics
import YAMLTree

extension FieldReader {
    /// Where the value that is read stands.
    package var span: SourceSpan { node.span }

    /// What `read` makes of each element of the list at `key`; their diagnostics are taken over.
    package mutating func elements<Element>(_ key: String, _ read: (inout FieldReader) -> Element) -> [Element] {
        list(key).map { element in
            var element = element
            let value = read(&element)
            finish(element)
            return value
        }
    }

    /// What `read` makes of the map at `key`, diagnostics taken over; nil when the key is absent.
    package mutating func optional<Value>(_ key: String, _ read: (inout FieldReader) -> Value) -> Value? {
        guard var child = optionalMap(key) else { return nil }
        let value = read(&child)
        finish(child)
        return value
    }

    /// What `read` makes of the map at `key`; of an empty one, with a diagnostic, when it is missing.
    package mutating func required<Value>(_ key: String, _ read: (inout FieldReader) -> Value) -> Value {
        var child = map(key)
        let value = read(&child)
        finish(child)
        return value
    }

    /// A string that names one of `Choice`'s cases; nil, with a diagnostic unless it is absent, for any other.
    package mutating func choice<Choice>(_ key: String, of type: Choice.Type = Choice.self) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = optionalString(key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        report(self.node[key] ?? node, "'\(text)' is no value of '\(key)'", help: "it is one of \(known)")
        return nil
    }
}
