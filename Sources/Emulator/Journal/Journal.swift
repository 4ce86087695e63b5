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

        package init(
            number: Int = 0, time: Timestamp, caller: String, callee: String, kind: String, summary: String,
            outcome: String, reason: String? = nil, span: SourceSpan? = nil, microseconds: Int64, trace: String? = nil
        ) {
            self.number = number
            self.time = time
            self.caller = caller
            self.callee = callee
            self.kind = kind
            self.summary = summary
            self.outcome = outcome
            self.reason = reason
            self.span = span
            self.microseconds = microseconds
            self.trace = trace
        }
    }

    private struct State {
        var entries: [Entry] = []
        var start = 0
        var count = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    package init(capacity: Int = 10_000) {
        self.capacity = max(1, capacity)
    }

    /// Adds `entry`; its number is given here.
    package func record(_ entry: Entry) {
        state.withLock { state in
            var entry = entry
            state.count += 1
            entry.number = state.count
            if state.entries.count < capacity {
                state.entries.append(entry)
            } else {
                state.entries[state.start] = entry
                state.start = (state.start + 1) % capacity
            }
        }
    }

    /// The entries after number `number`, oldest first.
    package func entries(after number: Int = 0) -> [Entry] {
        state.withLock { state in
            (Array(state.entries[state.start...]) + state.entries[..<state.start]).filter { $0.number > number }
        }
    }
}
