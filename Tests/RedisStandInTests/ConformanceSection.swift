import Foundation

/// The part of `docs/redis.md` that says how the suites of others went: what `./check conformance redis --record` wrote.
struct ConformanceSection {
    private struct Suite: Decodable {
        var title: String
        var bar: Double
        var real: Int
        var ours: Int
        var files: [FileResult]
        var exceptions: [Exception]
    }

    private struct FileResult: Decodable {
        var name: String
        var real: Int
        var ours: Int

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            name = try values.decode(String.self)
            real = try values.decode(Int.self)
            ours = try values.decode(Int.self)
        }
    }

    private struct Exception: Decodable {
        var file: String
        var test: String
        var reason: String

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            file = try values.decode(String.self)
            test = try values.decode(String.self)
            reason = try values.decode(String.self)
        }
    }

    private static let order = ["tcl", "python2", "python3", "cts"]
    private let suites: [Suite]

    init(_ results: URL) throws {
        let all = try JSONDecoder().decode([String: Suite].self, from: Data(contentsOf: results))
        suites = Self.order.compactMap { all[$0] }
    }

    var text: String {
        var text = """

            ## Conformance

            Tests that others wrote, as `./check conformance redis` runs them: first against redis-server, then against the
            stand-in. What counts are the tests that redis-server passes.

            | suite | redis-server passes | of these pass here | share | bar |
            |---|---|---|---|---|

            """
        for suite in suites {
            let share = percent(suite.ours, suite.real)
            text += "| \(suite.title) | \(suite.real) | \(suite.ours) | \(share) | \(percent(suite.bar)) |\n"
        }
        for suite in suites where suite.files.count > 1 {
            text +=
                "\n### By file: \(suite.title)\n\n| file | redis-server passes | of these pass here |\n|---|---|---|\n"
            for file in suite.files { text += "| \(file.name) | \(file.real) | \(file.ours) |\n" }
        }
        text += """

            ### Exceptions

            Every test that redis-server passes and the stand-in does not, and why.

            | suite | file | test | reason |
            |---|---|---|---|

            """
        for suite in suites {
            for exception in suite.exceptions {
                text +=
                    "| \(suite.title) | \(exception.file) | \(escaped(exception.test)) | \(escaped(exception.reason)) |\n"
            }
        }
        return text
    }

    private func percent(_ part: Int, _ whole: Int) -> String {
        // Never rounded up to what was not reached.
        let hundredths = whole == 0 ? 0 : part * 10_000 / whole
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100) %"
    }

    private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "|", with: "\\|").replacingOccurrences(of: "*", with: "\\*")
            .replacingOccurrences(of: "\n", with: " ")
    }
}
