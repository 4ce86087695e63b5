import Determinism
import Diagnostics
import Emulator
import Testing

@Suite struct JournalTests {
    private func record(_ summary: String, in journal: Journal) {
        journal.record(
            time: Timestamp(seconds: 0), caller: "a", callee: "b", kind: "http", summary: summary, outcome: "200",
            microseconds: 1)
    }

    @Test func `entries are numbered from one in their order`() {
        let journal = Journal(capacity: 3)
        for number in 1...2 { record("\(number)", in: journal) }
        #expect(journal.entries().map(\.number) == [1, 2])
        #expect(journal.entries(after: 1).map(\.summary) == ["2"])
        #expect(journal.entries(after: 2).isEmpty)
    }

    @Test func `the oldest are dropped at the bound`() {
        let journal = Journal(capacity: 3)
        for number in 1...8 { record("\(number)", in: journal) }
        #expect(journal.entries().map(\.number) == [6, 7, 8])
        #expect(journal.entries().map(\.summary) == ["6", "7", "8"])
    }

    @Test func `a journal holds one entry at least`() {
        let journal = Journal(capacity: -1)
        for number in 1...2 { record("\(number)", in: journal) }
        #expect(journal.entries().map(\.number) == [2])
    }

    @Test func `an entry is given back as it was recorded`() {
        let journal = Journal()
        let span = SourceSpan(file: "généré/50-httproutes.yaml", line: 7, column: 3, length: 12)
        journal.record(
            time: Timestamp(microseconds: -5), caller: "", callee: "ünïcode", kind: "http", summary: "GET /\u{0}",
            outcome: "404", reason: "no route fits", span: span, microseconds: .max, trace: "00-1-2-01")
        record("plain", in: journal)
        let entries = journal.entries()
        #expect(entries[0].time == Timestamp(microseconds: -5))
        #expect(entries[0].caller.isEmpty && entries[0].callee == "ünïcode" && entries[0].summary == "GET /\u{0}")
        #expect(entries[0].reason == "no route fits" && entries[0].span == span)
        #expect(entries[0].microseconds == .max && entries[0].trace == "00-1-2-01")
        #expect(entries[1].reason == nil && entries[1].span == nil && entries[1].trace == nil)
    }

    /// One that is longer than what is usually set aside is not cut.
    @Test func `entries of any length are kept`() {
        let journal = Journal(capacity: 100)
        let texts = (0..<1000).map { String(repeating: "x", count: $0 % 7 == 0 ? 50_000 + $0 : $0) }
        for text in texts { record(text, in: journal) }
        #expect(journal.entries().map(\.summary) == Array(texts.suffix(100)))
    }

    @Test func `many may record and read at a time`() async {
        let journal = Journal(capacity: 500)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask { for number in 1...2000 { record("\(writer) \(number)", in: journal) } }
            }
            group.addTask {
                var last = 0
                while last < 8000 {
                    let numbers = journal.entries(after: last).map(\.number)
                    // What was dropped was dropped at the far end.
                    if let first = numbers.first { #expect(numbers == Array(first..<first + numbers.count)) }
                    last = numbers.last ?? last
                    await Task.yield()
                }
            }
        }
        #expect(journal.entries().map(\.number) == Array(7501...8000))
    }
}
