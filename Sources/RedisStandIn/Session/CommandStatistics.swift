/// How often each command ran, how long it took, and how often it failed: `INFO commandstats`, `LATENCY HISTOGRAM`.
struct CommandStatistics {
    struct Entry {
        var calls = 0
        var microseconds: Int64 = 0
        /// Refused before it ran.
        var rejected = 0
        /// Ran, and answered with an error.
        var failed = 0
        /// How many calls took at most 2^n microseconds.
        var buckets: [Int] = []
    }

    private var entries: [Entry] = []

    subscript(command: Command) -> Entry {
        command.ordinal < entries.count ? entries[command.ordinal] : Entry()
    }

    private mutating func reserve(_ command: Command) {
        if command.ordinal >= entries.count {
            entries.append(contentsOf: repeatElement(Entry(), count: command.ordinal + 1 - entries.count))
        }
    }

    mutating func noteCall(of command: Command, microseconds: Int64) {
        reserve(command)
        entries[command.ordinal].calls &+= 1
        entries[command.ordinal].microseconds &+= microseconds
        if entries[command.ordinal].buckets.isEmpty {
            entries[command.ordinal].buckets = Array(repeating: 0, count: 32)
        }
        let bucket = microseconds < 2 ? 0 : 64 - (microseconds - 1).leadingZeroBitCount
        entries[command.ordinal].buckets[min(bucket, 31)] &+= 1
    }

    mutating func noteRejection(of command: Command) {
        reserve(command)
        entries[command.ordinal].rejected += 1
    }

    mutating func noteFailure(of command: Command) {
        reserve(command)
        entries[command.ordinal].failed += 1
    }

    mutating func reset() { entries = [] }
}

extension CommandStatistics.Entry {
    /// The line of `INFO commandstats`.
    var line: String {
        let average = Double(microseconds) / Double(max(1, calls))
        let hundredths = Int64((average * 100).rounded())
        let text = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        return
            "calls=\(calls),usec=\(microseconds),usec_per_call=\(text),rejected_calls=\(rejected),failed_calls=\(failed)"
    }
}
