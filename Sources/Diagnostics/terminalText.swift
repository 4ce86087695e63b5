/// The diagnostics as a person reads them, in the order of their places, with a count at the end.
///
/// ```
/// error[unknown-service]: route '/cart' points to a service that does not exist
///   --> shop.blueprint.yaml:42:16
///    |
/// 42 |       service: chekout
///    |                ^^^^^^^
///    = note: services are declared under 'services:' (line 7)
///    = help: did you mean 'checkout'?
/// ```
///
/// - Parameters:
///   - sourceText: the text of a file by the path in a span; where it is nil, the excerpt is left out
///   - isColored: whether to use ANSI colours
package func terminalText(
    _ diagnostics: [Diagnostic], isColored: Bool = false, sourceText: (_ file: String) -> String?
) -> String {
    var sources: [String: [Substring]] = [:]
    var texts: [String] = []
    for diagnostic in diagnostics.sorted() {
        if let file = diagnostic.span?.file, sources[file] == nil {
            sources[file] = sourceText(file).map { lines(of: $0) } ?? []
        }
        let source = diagnostic.span.flatMap { sources[$0.file] } ?? []
        texts.append(terminalText(diagnostic, lines: source, paint: Paint(isColored: isColored)))
    }
    if let count = countSentence(diagnostics) { texts.append(count + "\n") }
    return texts.joined(separator: "\n")
}

/// `2 errors and 1 warning`; nil for nothing.
package func countSentence(_ diagnostics: [Diagnostic]) -> String? {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count - errors
    let parts = [(errors, "error"), (warnings, "warning")].compactMap { count, noun in
        count == 0 ? nil : "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
}

private func terminalText(_ diagnostic: Diagnostic, lines: [Substring], paint: Paint) -> String {
    let severity = "\(diagnostic.severity.rawValue)[\(diagnostic.id)]"
    var text = paint.severity(severity, diagnostic.severity) + paint.bold(": " + printable(diagnostic.message)) + "\n"
    var gutter = ""
    if let span = diagnostic.span {
        let number = String(span.line)
        gutter = String(repeating: " ", count: number.count)
        text += "\(gutter)\(paint.frame("-->")) \(printable(span.file)):\(span.line):\(span.column)\n"
        if span.line >= 1, span.line <= lines.count {
            let excerpt = Excerpt(lines[span.line - 1], span)
            text += paint.frame("\(gutter) |") + "\n"
            text += paint.frame("\(number) |") + " \(excerpt.line)\n"
            text += paint.frame("\(gutter) |") + " \(excerpt.indent)"
            text += paint.severity(excerpt.carets, diagnostic.severity) + "\n"
        }
    }
    for note in diagnostic.notes {
        text += paint.frame("\(gutter) =") + " note: \(printable(note.message))"
        if let place = note.span {
            text +=
                place.file == diagnostic.span?.file
                ? " (line \(place.line))" : " (\(printable(place.file)):\(place.line))"
        }
        text += "\n"
    }
    if let help = diagnostic.help { text += paint.frame("\(gutter) =") + " help: \(printable(help))\n" }
    return text
}

/// Without their ends; a carriage return before a line feed belongs to the end.
private func lines(of text: String) -> [Substring] {
    // `\r\n` is one character, so that both ends of a line are found here.
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
}

/// One line of a file and the carets below it, cut to a width that fits a terminal.
private struct Excerpt {
    var line = ""
    var indent = ""
    var carets = ""

    /// Columns of a long line that are shown.
    static let widest = 140
    /// Columns that are shown before the place in a long line.
    static let lead = 50

    init(_ source: Substring, _ span: SourceSpan) {
        let scalars = Array(source.unicodeScalars)
        let start = max(0, min(span.column - 1, scalars.count))
        let end = max(start, min(start + min(span.length, scalars.count), scalars.count))
        let first = scalars.count > Self.widest && start > Self.lead ? start - Self.lead : 0
        let last = min(scalars.count, first + Self.widest)
        if first > 0 { (line, indent) = ("... ", "    ") }
        for index in first..<last {
            line += printable(scalars[index])
            if index < start { indent += padding(scalars[index], " ") }
            if index >= start, index < end { carets += padding(scalars[index], "^") }
        }
        if last < scalars.count { line += " ..." }
        if carets.isEmpty { carets = "^" }
    }

    /// As many columns as the scalar takes on a terminal; a tab stays a tab, so that both lines jump alike.
    private func padding(_ scalar: Unicode.Scalar, _ mark: String) -> String {
        if scalar == "\t", mark == " " { return "\t" }
        return String(repeating: mark, count: columns(scalar))
    }

    private func columns(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

/// A file's text must not command the terminal it is shown on.
private func printable(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\t" { return "\t" }
    return scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
}

private func printable(_ text: String) -> String { text.unicodeScalars.map(printable).joined() }

/// ANSI colours, or none.
private struct Paint {
    var isColored: Bool

    func severity(_ text: String, _ severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: paint(text, "1;31")
        case .warning: paint(text, "1;33")
        }
    }
    func frame(_ text: String) -> String { paint(text, "1;34") }
    func bold(_ text: String) -> String { paint(text, "1") }

    private func paint(_ text: String, _ code: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
