/// The diagnostics as workflow commands of GitHub Actions, one a line, which show at the line of a pull request.
///
/// The form is that of the page "Workflow commands for GitHub Actions": `::error file=F,line=L,col=C,endColumn=E,title=T::M`,
/// with `%`, line ends and, in properties, `:` and `,` percent-encoded. Notes and help follow the message on lines of their own.
package func githubAnnotations(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted().map { diagnostic in
        var properties: [String] = []
        if let span = diagnostic.span {
            properties = [
                "file=\(encoded(span.file, isProperty: true))", "line=\(span.line)", "col=\(span.column)",
                "endColumn=\(span.column &+ span.length)",
            ]
        }
        properties.append("title=\(encoded(diagnostic.id, isProperty: true))")
        let notes = diagnostic.notes.map { note in
            "note: \(note.message)" + (note.span.map { " (\($0.file):\($0.line))" } ?? "")
        }
        let help = diagnostic.help.map { ["help: \($0)"] } ?? []
        let message = ([diagnostic.message] + notes + help).joined(separator: "\n")
        let command = "::\(diagnostic.severity.rawValue) \(properties.joined(separator: ","))"
        return "\(command)::\(encoded(message, isProperty: false))\n"
    }.joined()
}

private func encoded(_ text: String, isProperty: Bool) -> String {
    text.unicodeScalars.map { scalar in
        switch scalar {
        case "%": "%25"
        case "\r": "%0D"
        case "\n": "%0A"
        case ":" where isProperty: "%3A"
        case "," where isProperty: "%2C"
        default: String(scalar)
        }
    }.joined()
}
