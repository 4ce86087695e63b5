import Blueprint
import Diagnostics
import Generator
import JSONTree
import YAMLTree

/// What decides an object, or one field of it.
struct ManifestAnswer {
    var object: RenderedObject
    /// Nil for the whole object.
    var field: FieldPath?
    var environment: String
    var causes: [Provenance.Cause]
    /// Of the field, or of the object, in its file.
    var line: Int?

    /// Those that change the field, or anything where none is asked for.
    private var deciding: [Provenance.Cause] {
        guard let field else { return causes.filter { !$0.fields.isEmpty } }
        return causes.filter { $0.fields.contains(where: field.contains) }
    }

    /// Those without which there would be no such object.
    private var existence: [Provenance.Cause] { causes.filter { $0.decidesExistence && $0.place.isWritten } }

    // MARK: - For a person

    var text: String {
        var text = "\(object.name) in \(environment), \(object.file)" + (line.map { ":\($0)" } ?? "") + "\n"
        if let field, let value = object.yaml[field] { text += "\(field): \(value.inline)\n" }
        let written = deciding.filter(\.place.isWritten)
        let unwritten = deciding.filter { !$0.place.isWritten }
        if !written.isEmpty { text += "\ndecided by\n" + rows(written) }
        if !existence.isEmpty { text += "\nthere because of\n" + rows(existence, withFields: false) }
        if !unwritten.isEmpty { text += "\nby default; these keys would change it\n" + rows(unwritten) }
        if field != nil, deciding.isEmpty {
            text += "\nno key of the blueprint changes it: the generator chose it\n"
            text += "  help: 'extra' sets it: extra: { \(object.name): { ... } }\n"
        }
        return text
    }

    private func rows(_ causes: [Provenance.Cause], withFields: Bool = true) -> String {
        let cells = causes.map { (place: position($0.place), said: said($0.place), fields: summary($0.fields)) }
        let widths = (cells.map(\.place.count).max() ?? 0, min(cells.map(\.said.count).max() ?? 0, 60))
        return cells.map { cell in
            let line = "  " + padded(cell.place, widths.0) + "  "
            if field != nil || !withFields { return line + cell.said + "\n" }
            return line + padded(cell.said, widths.1) + "  " + cell.fields + "\n"
        }.joined()
    }

    private func position(_ place: Place) -> String {
        place.isWritten
            ? "\(place.span.file):\(place.span.line):\(place.span.column)" : "\(place.span.file):\(place.span.line)"
    }

    private func said(_ place: Place) -> String {
        switch place.kind {
        case .value(let text): "\(place.path): \(text)"
        case .name: place.path
        case .unwritten(let fallback): "\(place.path) (default: \(fallback))"
        }
    }

    private func summary(_ fields: [FieldPath]) -> String {
        let shown = fields.prefix(2).map(\.description).joined(separator: ", ")
        return fields.count > 2 ? "\(shown) and \(fields.count - 2) more" : shown
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    // MARK: - For a program

    var json: JSON {
        .compact([
            "object": .string(object.name.description), "environment": .string(environment),
            "file": .string(object.file), "line": line.map { JSON($0) },
            "field": field.map { .string($0.description) },
            "value": field.flatMap { object.yaml[$0] }.map { .string($0.inline) },
            "causes": .array(deciding.map(json(of:))),
            "there_because_of": .array(existence.map(json(of:))),
        ])
    }

    private func json(of cause: Provenance.Cause) -> JSON {
        let place = cause.place
        var text: String?
        var fallback: String?
        let kind: String
        switch place.kind {
        case .value(let written): (kind, text) = ("value", written)
        case .name: kind = "name"
        case .unwritten(let words): (kind, fallback) = ("default", words)
        }
        return .compact([
            "kind": .string(kind), "path": .string(place.path), "text": text.map(JSON.string),
            "default": fallback.map(JSON.string), "file": .string(place.span.file), "line": JSON(place.span.line),
            "column": JSON(place.span.column), "fields": .array(cause.fields.map { .string($0.description) }),
        ])
    }
}
