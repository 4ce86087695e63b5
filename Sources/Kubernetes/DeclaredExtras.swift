import Diagnostics
import YAMLTree

/// Names the fields that the blueprint's author added to an object: paths, one on each line. What we do not read of
/// them is meant for the cluster, and is no mistake.
package let extraAnnotation = "orrery.dev/extra"

extension [Diagnostic] {
    /// Takes out the warnings about fields that the object itself says are added on purpose; returns the fields.
    mutating func takeExtras(of object: LocatedNode) -> [Diagnostic.Note] {
        guard case .scalar(.string(let text), _)? = object["metadata"]?["annotations"]?[extraAnnotation]?.value else {
            return []
        }
        var spans: [SourceSpan: FieldPath] = [:]
        for path in text.split(separator: "\n").compactMap({ FieldPath(String($0)) }) {
            guard let field = object.field(at: path) else { continue }
            for span in [field.span] + field.value.keySpans where spans[span] == nil { spans[span] = path }
        }
        func path(of diagnostic: Diagnostic) -> FieldPath? {
            diagnostic.id == "unread-field" ? diagnostic.span.flatMap { spans[$0] } : nil
        }
        let notes = compactMap { diagnostic in
            path(of: diagnostic).map { Diagnostic.Note("'\($0)'", at: diagnostic.span) }
        }
        removeAll { path(of: $0) != nil }
        return notes
    }
}

extension Diagnostic {
    /// One warning for all fields of all objects that are added on purpose and have no effect on the desk.
    static func unreadExtras(_ notes: [Note]) -> Diagnostic? {
        guard let first = notes.first else { return nil }
        let names = notes.map(\.message).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return Diagnostic(
            "unread-extra", "added by 'extra', these fields have no effect here: \(names.joined(separator: ", "))",
            at: first.span, severity: .warning)
    }
}
