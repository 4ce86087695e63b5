import Diagnostics
import Foundation
import Kubernetes
import Testing
import YAMLTree

/// Texts that a YAML reader takes for something else, cuts, folds or refuses, unless they are written with care.
enum HostileStrings {
    static let words = [
        "y", "Y", "yes", "No", "n", "on", "OFF", "true", "False", "null", "Null", "~", "", ".inf", "-.INF", ".NaN",
        "<<", "=", "!", "&a", "*a", "@a", "`a", "%a", "|", ">", "-", "?", ":", "- a", "? a", "a: b", "a:", ": a",
        "a #b",
        "#a", "[", "]", "{", "}", "{}", "[]", ",", "'", "\"", "''", "\"\"", "'a'", "\"a\"", "it's", "---", "...",
        "--- a",
        "\\", "\\n", "a\\", "!!str a", "!a", "&", "*", "a,b", "a]b", "a}b",
    ]
    static let numbers = [
        "0", "-0", "+1", "007", "0777", "0o17", "0x1F", "0b11", "1_000", "1e3", "1E3", "1.", ".5", "-.5", "1.0", "1.10",
        "1e-3", "12:30", "12:30:45", "190:20:30.15", "2026-11-24", "2026-11-24T10:00:00Z", "1,000", "0.", "+.inf",
        "9223372036854775808", "123456789012345678901234567890", "0x", "0o8", "1__0", "685_230.15", "- 1", "1 ",
    ]
    static let blanks = [
        " ", "  ", " a", "a ", " a ", "\ta", "a\t", "\t", "\n", "\n\n", "a\n", "\na", "a\nb", "a\n\nb\n", "a\n b\n",
        " a\nb\n", "a\n\n", "a\r\nb", "a\r", "\r", "a \nb", "a\t\nb", "\n a", "a\n# b\n", "a\n---\nb\n", "a\n...\n",
        "\n  a\n b\n",
    ]
    static let characters = [
        "\u{0}", "a\u{0}b", "\u{1}", "\u{7}", "\u{8}", "\u{B}", "\u{C}", "\u{1B}[0m", "\u{1F}", "\u{7F}", "\u{80}",
        "\u{85}",
        "a\u{85}b", "\u{9F}", "\u{A0}", "a\u{A0}", "\u{AD}", "\u{2028}", "a\u{2028}b", "\u{2029}", "\u{FEFF}",
        "\u{FEFF}a",
        "a\u{FEFF}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{200B}", "\u{202E}abc", "\u{E000}", "é", "e\u{301}", "ß",
        "日本語",
        "\u{1F600}", "👩‍👩‍👧‍👦", "🇩🇪", "\u{10FFFF}", "a\u{1F600}: b",
    ]
    static let long = [
        String(repeating: "a", count: 2000), String(repeating: "word ", count: 500),
        String(repeating: "line\n", count: 300),
        String(repeating: "a", count: 200) + ": " + String(repeating: " b", count: 99),
        String(repeating: "\u{1F600}", count: 300), "{\"a\": [" + String(repeating: "1, ", count: 200) + "2]}",
    ]
    static let all = words + numbers + blanks + characters + long
}

struct HostileStringTests {
    @Test(arguments: HostileStrings.all)
    func `any text comes back as it was, as a value, an annotation and a name`(_ text: String) {
        // The most that Kubernetes allows; YAML itself stops at 1024.
        let key = text.utf8.count <= 253 ? text : "key"
        let objects: [Manifest] = [
            .configMap(ConfigMap(metadata: ObjectMeta(name: "a"), data: [.init("KEY", text), .init("LAST", "1")])),
            .configMap(
                ConfigMap(
                    metadata: ObjectMeta(
                        name: "b", labels: [.init("label", text)],
                        annotations: [.init("note", text), .init("after", "x")]), data: [.init(key, "value")])),
            .externalSecret(
                ExternalSecret(
                    metadata: ObjectMeta(name: "c"), storeName: "vault", targetName: text,
                    data: [.init(secretKey: "a", remoteKey: text, property: text)])),
            .kustomization(Kustomization(resources: [text, "b.yaml", text + "x"])),
        ]
        var diagnostics: [Diagnostic] = []
        let written = YAML.text(documents: objects.map(\.yaml))
        #expect(readManifests(files: [("hostile.yaml", written)], &diagnostics) == objects, "\(written)")
        #expect(diagnostics == [])
    }

    /// Scalars at random from the ranges that make trouble, the same ones in every run.
    @Test func `texts made at random come back as they were`() {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        let alphabet = Array("ab01 \t\n\r:#-?[]{},&*!|>'\"%@`\\~=<.\u{85}\u{2028}\u{FEFF}\u{1}é😀".unicodeScalars)
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<next(12) { text.unicodeScalars.append(alphabet[Int(next(UInt64(alphabet.count)))]) }
            let object = Manifest.configMap(
                ConfigMap(metadata: ObjectMeta(name: "a"), data: [.init("KEY", text), .init("LAST", text)]))
            var diagnostics: [Diagnostic] = []
            let written = object.yaml.text
            #expect(
                readManifests(files: [("hostile.yaml", written)], &diagnostics) == [object],
                "\(text.debugDescription)\n\(written)")
        }
    }
}
