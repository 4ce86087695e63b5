import Diagnostics
import TestSupport
import Testing
import YAMLTree

/// The one document of a marked text, and the diagnostics as `1️⃣ id`.
private func read(_ marked: String) -> (LocatedNode?, [String]) {
    let source = MarkedText(marked)
    var diagnostics: [Diagnostic] = []
    let documents = readDocuments(source.text, file: "f.yaml", &diagnostics)
    let findings = diagnostics.map { diagnostic in
        let place = diagnostic.span.map { source.mark(line: $0.line, column: $0.column) ?? "\($0.line):\($0.column)" }
        return "\(place ?? "nowhere") \(diagnostic.id)"
    }
    return (documents.first, findings)
}

private func span(_ line: Int, _ column: Int, _ length: Int) -> SourceSpan {
    SourceSpan(file: "f.yaml", line: line, column: column, length: length)
}

@Test func `every key, scalar, list and map has its place and length`() throws {
    let (document, findings) = read(
        """
        naïve key: "two words"
        list: [a, { b: c }]
        block:
          - one
          - 'it''s'
        none:
        text: |
          first
          second

        """)
    #expect(findings.isEmpty)
    let root = try #require(document)
    guard case .map(let entries) = root.value else { throw Missing() }
    #expect(
        entries.map(\.keySpan) == [
            span(1, 1, 9), span(2, 1, 4), span(3, 1, 5), span(6, 1, 4), span(7, 1, 4),
        ])
    #expect(root["naïve key"]?.span == span(1, 12, 11))
    #expect(root["list"]?.span == span(2, 7, 13))
    guard case .list(let items)? = root["list"]?.value, case .list(let block)? = root["block"]?.value else {
        throw Missing()
    }
    #expect(items.map(\.span) == [span(2, 8, 1), span(2, 11, 8)])
    #expect(items[1]["b"]?.span == span(2, 16, 1))
    #expect(root["block"]?.span == span(4, 3, 5))
    #expect(block.map(\.span) == [span(4, 5, 3), span(5, 5, 7)])
    #expect(block[1].yaml == "it's")
    #expect(root["none"]?.span == span(6, 1, 4))
    #expect(root["text"]?.span == span(7, 7, 1))
    #expect(root["text"]?.yaml == "first\nsecond\n")
}

@Test func `several documents are read, and an empty one at the end is not`() {
    var diagnostics: [Diagnostic] = []
    let documents = readDocuments("---\na: 1\n---\nb: 2\n---\n", file: "f", &diagnostics)
    #expect(documents.map(\.yaml) == [.object(["a": 1]), .object(["b": 2])])
    #expect(readDocuments("# only a comment\n", file: "f", &diagnostics).isEmpty)
    #expect(readDocuments("", file: "f", &diagnostics).isEmpty)
    #expect(diagnostics.isEmpty)
}

@Test func `a duplicate key is reported at the second, with a note at the first`() throws {
    let source = MarkedText("a: 1\nb: 2\n1️⃣a: 3\n")
    var diagnostics: [Diagnostic] = []
    let documents = readDocuments(source.text, file: "f.yaml", &diagnostics)
    let diagnostic = try #require(diagnostics.first)
    #expect(diagnostics.count == 1)
    #expect(diagnostic.id == "duplicate-key" && diagnostic.span == span(3, 1, 1))
    #expect(diagnostic.notes.map(\.span) == [span(1, 1, 1)])
    #expect(documents.first?.yaml == .object(["a": 1, "b": 2]))
}

@Test(arguments: [
    ("a: [1, 2\nb: 1️⃣3\n", "invalid-yaml"), ("a: \"open\n1️⃣", "invalid-yaml"), ("a: b: c", "invalid-yaml"),
    ("\ta: b", "invalid-yaml"), ("a: {{ b }}", "invalid-key"), ("a: 1️⃣*b", "unknown-alias"),
    ("a: &b [1️⃣*b]", "unknown-alias"), ("a: 1️⃣!Ref b", "unknown-tag"), ("a: 1️⃣!!set { b }", "unknown-tag"),
    ("<<: 1️⃣a", "invalid-merge"), ("? 1️⃣[a, b]\n: c", "invalid-key"), ("a: \u{1}", "invalid-yaml"),
])
func `a text that is no YAML for us is a located diagnostic`(marked: String, id: String) {
    let (_, findings) = read(marked)
    #expect(findings.count == 1)
    let place = marked.contains("1️⃣") && id != "invalid-yaml" ? "1️⃣" : ""
    #expect(findings.first?.hasPrefix(place) == true && findings.first?.hasSuffix(" \(id)") == true, "\(findings)")
}

@Test func `anchors, aliases and merge keys are resolved, and an entry of the map itself wins`() {
    let (document, findings) = read(
        """
        base: &base { cpu: 1, memory: 2 }
        more: &more { memory: 3, disk: 4 }
        same: *base
        one: { <<: *base, cpu: 5 }
        both: { <<: [*base, *more] }
        """)
    #expect(findings.isEmpty)
    #expect(document?["same"]?.yaml == .object(["cpu": 1, "memory": 2]))
    #expect(document?["one"]?.yaml == .object(["cpu": 5, "memory": 2]))
    #expect(document?["both"]?.yaml == .object(["cpu": 1, "memory": 2, "disk": 4]))
}

@Test func `aliases that unfold to millions of nodes are refused`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
        let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
        text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let (_, findings) = read(text)
    #expect(findings.count == 1 && findings[0].hasSuffix("aliases-too-large"))
}

@Test func `more than 100 levels are refused, however they are written`() {
    #expect(read(String(repeating: "[", count: 100) + String(repeating: "]", count: 100)).1.isEmpty)
    #expect(read(String(repeating: "[", count: 101) + String(repeating: "]", count: 101)).1 == ["1:101 too-deep"])
    #expect(read(String(repeating: "- ", count: 5_000)).1.count == 1)
    #expect(read(String(repeating: "{a: ", count: 100_000)).1.count == 1)
    let chain = (1...60).map { "a\($0): &a\($0) [[*a\($0 - 1)]]" }
    let (_, findings) = read("a0: &a0 x\n" + chain.joined(separator: "\n"))
    #expect(findings.count == 1 && findings[0].hasSuffix("too-deep"))
}

@Test func `no text makes the reader trap`() {
    // Every prefix, and every deletion of one character, of a text with all of YAML's marks.
    let whole = Array(
        "%YAML 1.1\n---\n- &a {b: [*a, \"\\x41\", 'c'], ? d : |+\n  e\n}\n- !!str >-\n f\n- <<: *a # g\n...\n")
    for index in whole.indices {
        _ = read(String(whole[..<index]))
        _ = read(String(whole[..<index] + whole[(index + 1)...]))
        _ = read(String(whole[index...]))
    }
    for text in ["\u{FEFF}a: b", "\u{0}", "a\u{0}b: c", "\u{FFFE}", "a: \u{85}b", "\u{1F600}: \u{1F600}"] {
        _ = read(text)
    }
}

@Test func `every id of this target has a long text`() {
    let ids = yamlExplanations.map(\.id)
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    #expect(ids.contains("invalid-yaml") && ids.contains("duplicate-key"))
}

private struct Missing: Error {}
