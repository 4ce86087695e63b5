import Determinism
import Emulator
import Testing

@Suite struct JournalTests {
    private func entry(_ summary: String) -> Journal.Entry {
        Journal.Entry(
            number: 0, time: Timestamp(seconds: 0), caller: "a", callee: "b", kind: "http", summary: summary,
            outcome: "200", microseconds: 1)
    }

    @Test func `entries are numbered from one in their order`() {
        let journal = Journal(capacity: 3)
        for number in 1...2 { journal.record(entry("\(number)")) }
        #expect(journal.entries().map(\.number) == [1, 2])
        #expect(journal.entries(after: 1).map(\.summary) == ["2"])
        #expect(journal.entries(after: 2).isEmpty)
    }

    @Test func `the oldest are dropped at the bound`() {
        let journal = Journal(capacity: 3)
        for number in 1...8 { journal.record(entry("\(number)")) }
        #expect(journal.entries().map(\.number) == [6, 7, 8])
        #expect(journal.entries().map(\.summary) == ["6", "7", "8"])
    }

    @Test func `a journal holds one entry at least`() {
        let journal = Journal(capacity: -1)
        for number in 1...2 { journal.record(entry("\(number)")) }
        #expect(journal.entries().map(\.number) == [2])
    }
}
