import Foundation
import RedisStandIn
import Testing

@Suite struct CoveragePageTests {
    @Test func `the page in docs is made from the table of commands and the recorded results`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = root.appendingPathComponent("docs/redis.md")
        let results = root.appendingPathComponent("Tests/Conformance/redis/results.json")
        let expected = RedisStandIn.coveragePage() + (try ConformanceSection(results).text)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: page.deletingLastPathComponent(), withIntermediateDirectories: true)
            try expected.write(to: page, atomically: true, encoding: .utf8)
            Issue.record("recorded docs/redis.md")
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let difference = wanted.difference(from: written.split(separator: "\n", omittingEmptySubsequences: false))
        #expect(difference.isEmpty, "\(difference.map { "\($0)" }.joined(separator: "\n"))")
    }
}
