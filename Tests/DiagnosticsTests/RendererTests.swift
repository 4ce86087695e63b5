import Diagnostics
import Testing

private let source = """
    services:
      checkout: {}
    routes:
      - { path: /cart, to: chekout }
    """

private let unknownService = Diagnostic(
    "unknown-service", "route '/cart' points to a service that does not exist",
    at: SourceSpan(file: "shop.yaml", line: 4, column: 22, length: 7),
    notes: [.init("services are declared under 'services:'", at: SourceSpan(file: "shop.yaml", line: 1, column: 1))],
    help: "did you mean 'checkout'?")

@Test func `a diagnostic shows its line with carets, notes and help`() {
    let text = terminalText([unknownService]) { _ in source }
    #expect(
        text == """
            error[unknown-service]: route '/cart' points to a service that does not exist
             --> shop.yaml:4:22
              |
            4 |   - { path: /cart, to: chekout }
              |                      ^^^^^^^
              = note: services are declared under 'services:' (line 1)
              = help: did you mean 'checkout'?

            1 error

            """)
}

@Test func `diagnostics come in the order of their places, and one without a place comes last`() {
    let diagnostics = [
        Diagnostic("none", "nowhere"),
        Diagnostic("second", "b", at: SourceSpan(file: "a", line: 2, column: 1), severity: .warning),
        Diagnostic("first", "a", at: SourceSpan(file: "a", line: 1, column: 9)),
        Diagnostic("second", "a", at: SourceSpan(file: "a", line: 2, column: 1)),
    ]
    #expect(
        diagnostics.sorted().map { "\($0.id) \($0.message)" } == ["first a", "second a", "second b", "none nowhere"])
    #expect(countSentence(diagnostics) == "3 errors and 1 warning")
    #expect(countSentence([]) == nil)
}

@Test func `a place outside the file shows no excerpt and does not trap`() {
    let diagnostic = Diagnostic("x", "y", at: SourceSpan(file: "f", line: 900, column: 4_000, length: .max))
    #expect(terminalText([diagnostic]) { _ in "a" } == "error[x]: y\n   --> f:900:4000\n\n1 error\n")
    let wide = Diagnostic("x", "y", at: SourceSpan(file: "f", line: 1, column: 4_000, length: .max))
    #expect(terminalText([wide]) { _ in "a" }.contains("1 | a\n  |  ^\n"))
}

@Test func `carets stand below wide characters and behind tabs`() {
    let diagnostic = Diagnostic("x", "y", at: SourceSpan(file: "f", line: 1, column: 5, length: 2))
    #expect(terminalText([diagnostic]) { _ in "\tä東: 京都" }.contains("1 | \tä東: 京都\n  | \t    ^^"))
}

@Test func `a long line is cut around the place`() {
    let line = String(repeating: "a", count: 300) + "X" + String(repeating: "b", count: 300)
    let diagnostic = Diagnostic("x", "y", at: SourceSpan(file: "f", line: 1, column: 301))
    let lines = terminalText([diagnostic]) { _ in line }.split(separator: "\n")
    #expect(
        lines[3] == "1 | ... " + String(repeating: "a", count: 50) + "X" + String(repeating: "b", count: 89) + " ...")
    #expect(lines[4] == "  |     " + String(repeating: " ", count: 50) + "^")
}

@Test func `a file's control characters do not reach the terminal`() {
    let diagnostic = Diagnostic("x", "a\u{1B}[2J", at: SourceSpan(file: "f", line: 1, column: 1))
    let text = terminalText([diagnostic]) { _ in "\u{1B}]0;title\u{7}" }
    #expect(!text.contains("\u{1B}") && !text.contains("\u{7}"))
}

@Test func `colours are added only where they are asked for`() {
    let colored = terminalText([unknownService], isColored: true) { _ in source }
    #expect(colored.hasPrefix("\u{1B}[1;31merror[unknown-service]\u{1B}[0m"))
    #expect(colored.replacing(#/\x1B\[[0-9;]*m/#, with: "") == terminalText([unknownService]) { _ in source })
}

@Test func `an annotation carries place, title and the encoded message`() {
    #expect(
        githubAnnotations([unknownService]) == """
            ::error file=shop.yaml,line=4,col=22,endColumn=29,title=unknown-service::route '/cart' points to a service \
            that does not exist%0Anote: services are declared under 'services:' (shop.yaml:1)%0Ahelp: did you mean \
            'checkout'?

            """)
    let odd = Diagnostic(
        "x", "50% of\r\nall: a, b", at: SourceSpan(file: "a,b:c", line: 1, column: 1), severity: .warning)
    #expect(
        githubAnnotations([odd])
            == "::warning file=a%2Cb%3Ac,line=1,col=1,endColumn=2,title=x::50%25 of%0D%0Aall: a, b\n")
}

@Test func `programs read the diagnostics as JSON`() {
    #expect(
        jsonText([unknownService, Diagnostic("x", "a \"quote\"\\ \n\u{1}")]) == #"""
            [
              {"severity": "error", "id": "unknown-service", "message": "route '/cart' points to a service that does not exist", "file": "shop.yaml", "line": 4, "column": 22, "length": 7, "notes": [{"message": "services are declared under 'services:'", "file": "shop.yaml", "line": 1, "column": 1, "length": 1}], "help": "did you mean 'checkout'?"},
              {"severity": "error", "id": "x", "message": "a \"quote\"\\ \n\u0001"}
            ]

            """#)
    #expect(jsonText([]) == "[]\n")
}
