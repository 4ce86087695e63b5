/// The diagnostics as one JSON document, for programs: an array of objects with `severity`, `id`, `message`, and where
/// they have them `file`, `line`, `column`, `length`, `notes` and `help`. In the order of their places.
package func jsonText(_ diagnostics: [Diagnostic]) -> String {
    let objects = diagnostics.sorted().map { diagnostic in
        var members = [
            ("severity", quoted(diagnostic.severity.rawValue)), ("id", quoted(diagnostic.id)),
            ("message", quoted(diagnostic.message)),
        ]
        members += place(diagnostic.span)
        if !diagnostic.notes.isEmpty {
            let notes = diagnostic.notes.map { object([("message", quoted($0.message))] + place($0.span)) }
            members.append(("notes", "[\(notes.joined(separator: ", "))]"))
        }
        if let help = diagnostic.help { members.append(("help", quoted(help))) }
        return "  " + object(members)
    }
    return objects.isEmpty ? "[]\n" : "[\n\(objects.joined(separator: ",\n"))\n]\n"
}

private func place(_ span: SourceSpan?) -> [(String, String)] {
    guard let span else { return [] }
    return [
        ("file", quoted(span.file)), ("line", String(span.line)), ("column", String(span.column)),
        ("length", String(span.length)),
    ]
}

private func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\(quoted($0)): \($1)" }.joined(separator: ", ") + "}"
}

/// This target stands below `JSONTree`; a string is all it needs of JSON.
private func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\0"..."\u{1F}", "\u{7F}":
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
