import Diagnostics
import Testing
import YAMLTree

struct PrinterTests {
    @Test func `maps, lists and empty ones are written as kubectl writes them`() {
        let value: YAML = .object([
            "kind": "Service", "empty": .map([]), "none": .list([]), "nothing": .null,
            "spec": .object([
                "ports": [.object(["name": "http", "port": 80]), .object(["port": 443])],
                "matrix": [["a", "b"], [], [.map([])]],
            ]),
        ])
        #expect(
            value.text == """
                kind: Service
                empty: {}
                none: []
                nothing: null
                spec:
                  ports:
                  - name: http
                    port: 80
                  - port: 443
                  matrix:
                  - - a
                    - b
                  - []
                  - - {}

                """)
    }

    @Test(arguments: [
        ("content", "content"), ("a b", "a b"), ("/var/run", "/var/run"), ("x_1", "x_1"),
        ("arn:aws:acm:us-east-1:1:certificate/a", "arn:aws:acm:us-east-1:1:certificate/a"),
        ("10.0.0.0/16", "10.0.0.0/16"), ("100m", "100m"), ("256Mi", "256Mi"), ("it's", "it's"),
        ("", "\"\""), ("y", "\"y\""), ("NO", "\"NO\""), ("On", "\"On\""), ("null", "\"null\""), ("~", "\"~\""),
        ("1", "\"1\""), ("0777", "\"0777\""), ("0o17", "\"0o17\""), ("0x1F", "\"0x1F\""), ("1e3", "\"1e3\""),
        ("1_000", "\"1_000\""), ("12:30", "\"12:30\""), ("2026-11-22", "\"2026-11-22\""), (".5", "\".5\""),
        ("-1", "\"-1\""), (".inf", "\".inf\""), (" a", "\" a\""), ("a ", "\"a \""), ("a: b", "\"a: b\""),
        ("a:", "\"a:\""), ("a #b", "\"a #b\""), ("#a", "\"#a\""), ("*", "\"*\""), ("@a", "\"@a\""),
        ("[{\"HTTP\":80}]", "'[{\"HTTP\":80}]'"), ("\"it's\" so", "'\"it''s\" so'"), ("a\tb", "\"a\\tb\""),
        ("a\r\n", "\"a\\r\\n\""), ("caf\u{e9}", "\"caf\u{e9}\""), ("\u{feff}", "\"\\uFEFF\""), ("\0", "\"\\x00\""),
        ("\u{2028}", "\"\\u2028\""), ("=", "\"=\""), ("<<", "\"<<\""), ("---", "\"---\""),
    ])
    func `a string is plain only where every reader takes it for a string`(_ string: String, _ text: String) {
        #expect(YAML.string(string).text == text + "\n")
    }

    @Test func `text of several lines is a literal block when it comes back as it is`() {
        let value: YAML = .object(["clip": "a\nb\n", "strip": "a\n\nb", "keep": "a\n\n", "not": "a \nb", "last": "x"])
        #expect(
            value.text == """
                clip: |
                  a
                  b
                strip: |-
                  a

                  b
                keep: |+
                  a

                not: "a \\nb"
                last: x

                """)
    }

    @Test func `numbers keep their point, with which YAML 1_1 knows them for numbers`() {
        #expect(YAML.list([1e20, 1.5, 2.0, -3]).text == "- 1.0e+20\n- 1.5\n- 2.0\n- -3\n")
        #expect(YAML.list([.double(.infinity), .double(-.infinity)]).text == "- .inf\n- -.inf\n")
    }

    @Test func `each of many documents opens with three hyphens`() {
        #expect(YAML.text(documents: [.object(["a": 1]), "b"]) == "---\na: 1\n---\nb\n")
    }

    // MARK: - Read back

    @Test(arguments: hostileStrings)
    func `any string comes back as itself, as a value, a key, an element and a document`(_ string: String) {
        expectRoundTrip(.object(["key": .string(string), "next": 1]))
        expectRoundTrip(.map([.init(string, "value")]))
        expectRoundTrip(.list([.string(string), [.string(string)], .map([.init("a", .string(string))])]))
        expectRoundTrip(.string(string))
    }

    @Test func `random strings of awkward letters come back as themselves`() {
        let alphabet = Array("aA1 -:#\n\t\"'\\,[]{}&*!|>%@`~=<?.eyno_0x+\u{85}\u{2028}\u{e9}\u{1F600}\r")
        var state: UInt64 = 42
        for _ in 0..<3000 {
            var string = ""
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<Int(state >> 33) % 9 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                string.append(alphabet[Int(state >> 33) % alphabet.count])
            }
            expectRoundTrip(.object(["key": .string(string), "list": [.string(string), 1]]))
        }
    }

    @Test func `numbers, booleans and nulls come back as what they are`() {
        expectRoundTrip([1, -1, 0, 1.5, 1e20, 1e-7, true, false, .null, .int(.max), .int(.min), [], .map([])])
    }

    private func expectRoundTrip(_ value: YAML, sourceLocation: SourceLocation = #_sourceLocation) {
        var diagnostics: [Diagnostic] = []
        let text = YAML.text(documents: [value, "the end"])
        let read = readDocuments(text, file: "test.yaml", &diagnostics).map(\.yaml)
        #expect(read == [value, "the end"], "\(text)", sourceLocation: sourceLocation)
        #expect(diagnostics == [], "\(text)", sourceLocation: sourceLocation)
    }

    private static let hostileStrings: [String] = [
        "", " ", "  ", "\n", "\n\n", "a\n", "a\n\n", "a\n\n\n", "\na", " a\nb", "a\n b", "a\n\tb", "\ta", "a\t", "a \n",
        "a\nb \n", "a\r\nb", "a\rb", "a\n---\nb", "a\n...\n", "# a\nb", "- a\n- b\n", "---", "...", "--- a", "-", "- a",
        "?", "? a", ":", ": a", "a:", "a: b", "a :b", "a#b", "a #b", "#", "&a", "*a", "!a", "!!str a", "|", "|-\n a",
        ">",
        "%YAML 1.1", "@", "`", "'", "\"", "''", "\"a\"", "'a'", "a'b\"c", "\\", "\\n", "a\\", "[", "]", "{", "}", "[]",
        "{}", "a, b", "{{ x }}", "~", "null", "Null", "NULL", "y", "Y", "n", "N", "yes", "No", "on", "OFF", "true",
        "True",
        "FALSE", "=", "<<", ".", "..", ".5", "5.", "+5", "-5", "0", "00", "0777", "0o777", "0b11", "0xFF", "0x", "1e3",
        "1E+3", ".inf", "-.INF", ".nan", "NaN", "1_000", "_1", "1:30", "190:20:30.15", "2026-11-22",
        "2026-11-22T10:00:00Z", "2026-11-22 10:00:00 +1", "1.4.0", "12e03", "1,000", "\u{0}", "\u{7}", "\u{1b}[0m",
        "\u{7f}", "\u{85}", "a\u{85}b\nc", "\u{a0}", "\u{2028}", "a\u{2029}\nb", "\u{feff}", "\u{feff}a\nb", "\u{fffe}",
        "é", "日本\n語\n", "👩‍👩‍👧", "e\u{301}", String(repeating: "long ", count: 60) + "end",
    ]
}
