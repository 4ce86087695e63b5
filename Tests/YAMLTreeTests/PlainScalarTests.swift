import Diagnostics
import Testing
import YAMLTree

/// What `sigs.k8s.io/yaml` makes of plain scalars, from the tables of go-yaml v2 (`resolve.go`, `decode_test.go`).
@Test(
    arguments: [
        ("true", .bool(true)), ("Yes", true), ("on", true), ("y", true), ("N", false), ("off", false), ("FALSE", false),
        ("tRUE", "tRUE"), ("yES", "yES"), ("", .null), ("~", .null), ("Null", .null), ("nULL", "nULL"),
        ("0", 0), ("-12", -12), ("+12", 12), ("0777", 511), ("0o777", 511), ("0x1F", 31), ("-0x10", -16), ("0b101", 5),
        ("1_000", 1000), ("08", 8.0), ("1e3", 1000.0), ("1E-2", 0.01), (".5", 0.5), ("5.", 5.0), ("-1.5", -1.5),
        ("9223372036854775807", .int(.max)), ("9223372036854775808", 9223372036854775808.0),
        (".inf", .double(.infinity)), ("-.Inf", .double(-.infinity)),
        ("12:30", "12:30"), ("2026-11-22", "2026-11-22"), ("0.1.0", "0.1.0"), ("1p3", "1p3"), ("0x", "0x"), ("-", "-"),
        (".", "."), ("+-1", "+-1"), ("0x-1", "0x-1"), ("1e", "1e"), ("e3", "e3"), ("10.0.0.0/8", "10.0.0.0/8"),
        ("=", "="),
    ] as [(String, YAML)])
func `a plain scalar means what it means to Kubernetes`(text: String, value: YAML) {
    #expect(plainScalar(text) == value)
}

@Test func `quotes and blocks make a string of everything`() {
    var diagnostics: [Diagnostic] = []
    let text = "[\"yes\", '0777', !!str 1, !!int \"1\", yes]"
    #expect(readDocuments(text, file: "f", &diagnostics).map(\.yaml) == [["yes", "0777", "1", 1, true]])
    #expect(readDocuments("a: |-\n  yes\n", file: "f", &diagnostics).map(\.yaml) == [.object(["a": "yes"])])
    #expect(diagnostics.isEmpty)
}

@Test func `not a number is a double`() {
    if case .double(let value) = plainScalar(".nan") { #expect(value.isNaN) } else { Issue.record("no double") }
}

@Test func `a key is the text that stands there`() {
    var diagnostics: [Diagnostic] = []
    #expect(
        readDocuments("on: 1\n010: 2\n\"null\": 3\n", file: "f", &diagnostics).map(\.yaml)
            == [.object(["on": 1, "010": 2, "null": 3])])
}
