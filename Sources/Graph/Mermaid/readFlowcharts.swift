package import Diagnostics

/// Every flowchart of a Markdown text, in order, each titled by the heading above it. A text without any fence is taken
/// for one flowchart itself. Diagrams of other kinds, and lines that are not understood, are warnings; the rest is read.
package func readFlowcharts(_ markdown: String, file: String, _ diagnostics: inout [Diagnostic]) -> [Diagram] {
    let lines = markdown.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    if !lines.contains(where: { fence(of: $0) != nil }) {
        return readFlowchart(lines[...], file: file, title: "", &diagnostics).map { [$0] } ?? []
    }
    var diagrams: [Diagram] = []
    var title = ""
    var index = 0
    while index < lines.count {
        let line = lines[index]
        guard let fence = fence(of: line) else {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("#") {
                title = String(text.drop { $0 == "#" || $0 == " " })
            }
            index += 1
            continue
        }
        var end = index + 1
        while end < lines.count, !closes(lines[end], fence.mark) { end += 1 }
        if fence.language == "mermaid" {
            let body = lines[min(index + 1, lines.count)..<end]
            if let diagram = readFlowchart(body, file: file, title: title, &diagnostics) { diagrams.append(diagram) }
        }
        index = end + 1
    }
    return diagrams
}

/// The title of a Markdown text: its first heading of the first level, else its first heading.
package func title(ofMarkdown text: String) -> String? {
    var first: String?
    var isCode = false
    for line in text.split(whereSeparator: \.isNewline) {
        if fence(of: String(line)) != nil { isCode.toggle() }
        guard !isCode, line.hasPrefix("#") else { continue }
        let heading = String(line.drop { $0 == "#" || $0 == " " })
        if line.hasPrefix("# ") { return heading }
        first = first ?? heading
    }
    return first
}

/// Opens or closes a block of code: the run of backticks or tildes, and the word after it.
private func fence(of line: String) -> (mark: String, language: String)? {
    let text = line.drop { $0 == " " }
    for character: Character in ["`", "~"] {
        let mark = text.prefix { $0 == character }
        guard mark.count >= 3 else { continue }
        let language = text.dropFirst(mark.count).split { $0 == " " || $0 == "{" }.first ?? ""
        return (String(mark), language.lowercased())
    }
    return nil
}

private func closes(_ line: String, _ mark: String) -> Bool {
    guard let other = fence(of: line) else { return false }
    return other.language.isEmpty && other.mark.hasPrefix(mark)
}

/// One flowchart from the lines of a block; nil for a diagram of another kind.
private func readFlowchart(
    _ lines: ArraySlice<String>, file: String, title: String, _ diagnostics: inout [Diagnostic]
) -> Diagram? {
    var reader = FlowchartReader(file: file, title: title)
    for (index, line) in zip(lines.indices, lines) {
        if !reader.read(line, number: index + 1) { break }
    }
    reader.finish()
    diagnostics += reader.diagnostics
    return reader.diagram
}
