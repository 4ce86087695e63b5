package import Determinism
package import Diagnostics
import Synchronization

/// The record of every hop of an instance: the newest `capacity` of them.
package final class Journal: Sendable {
    /// One hop: somebody called somebody.
    package struct Entry: Sendable {
        /// Counts from 1; a gap means that entries were dropped from the journal's far end.
        package var number: Int
        package var time: Timestamp
        package var caller: String
        package var callee: String
        /// `http`, `redis`, `postgres`, `mongo`, `mcp`.
        package var kind: String
        /// `GET /content/drafts`.
        package var summary: String
        /// `200`, `denied`, `refused`.
        package var outcome: String
        /// Why it ended so, where somebody decided it: a rule or a policy, in one sentence.
        package var reason: String?
        /// The line of the manifest that decided it.
        package var span: SourceSpan?
        package var microseconds: Int64
        /// W3C trace id, where the request carries one.
        package var trace: String?
    }

    private let logs: PerProcessor<Mutex<EntryLog>>
    private let count = Atomic(0)
    private let capacity: Int

    package init(capacity: Int = 10_000) {
        self.capacity = max(1, capacity)
        logs = PerProcessor { Mutex(EntryLog()) }
    }

    /// Adds an entry, whose number becomes the next one.
    package func record(
        time: Timestamp, caller: String, callee: String, kind: String, summary: String, outcome: String,
        reason: String? = nil, span: SourceSpan? = nil, microseconds: Int64, trace: String? = nil
    ) {
        logs[logs.current].withLock { log in
            // Under the lock: who holds all of them sees every entry that has a number.
            let number = count.wrappingAdd(1, ordering: .relaxed).newValue
            log.append(number, droppingThrough: number - capacity) { entry in
                entry.put(time.microseconds)
                entry.put(caller)
                entry.put(callee)
                entry.put(kind)
                entry.put(summary)
                entry.put(outcome)
                entry.put(reason)
                entry.put(span?.file)
                entry.put(Int64(span?.line ?? 0))
                entry.put(Int64(span?.column ?? 0))
                entry.put(Int64(span?.length ?? 0))
                entry.put(microseconds)
                entry.put(trace)
            }
        }
    }

    /// The entries after number `number`, oldest first.
    package func entries(after number: Int = 0) -> [Entry] {
        entries(after: number, of: logs.indices).sorted { $0.number < $1.number }
    }

    /// Takes the locks one after the other, and lets go of them when it has them all.
    private func entries(after number: Int, of indices: Range<Int>) -> [Entry] {
        guard let index = indices.first else { return [] }
        return logs[index].withLock { log in
            let others = entries(after: number, of: indices.dropFirst())
            return others + log.entries(after: max(number, count.load(ordering: .relaxed) - capacity))
        }
    }
}

extension EntryReader {
    /// The next entry, in the order in which `Journal.record` writes it.
    mutating func entry() -> Journal.Entry {
        Journal.Entry(
            number: Int(number()), time: Timestamp(microseconds: number()), caller: text() ?? "", callee: text() ?? "",
            kind: text() ?? "", summary: text() ?? "", outcome: text() ?? "", reason: text(), span: span(),
            microseconds: number(), trace: text())
    }

    private mutating func span() -> SourceSpan? {
        let file = text()
        let (line, column, length) = (number(), number(), number())
        return file.map { SourceSpan(file: $0, line: Int(line), column: Int(column), length: Int(length)) }
    }
}
