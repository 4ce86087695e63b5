import Foundation
import MongoStandIn
import Testing

@Suite struct CoverageTests {
    @Test func `docs/mongo.md is what the tables say`() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/mongo.md")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try coveragePage().write(to: path, atomically: true, encoding: .utf8)
            Issue.record("docs/mongo.md was written; run again without RECORD")
        }
        #expect(try String(contentsOf: path, encoding: .utf8) == coveragePage())
    }
}
