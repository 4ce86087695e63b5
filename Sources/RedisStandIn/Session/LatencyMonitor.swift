/// Spikes by event: `LATENCY`. See <https://redis.io/docs/management/optimization/latency-monitor/>.
struct LatencyMonitor {
    struct Sample: Equatable {
        /// In seconds since 1970.
        var time: Int64
        var milliseconds: Int64
    }

    struct Event {
        var samples: [Sample] = []
        var highest: Int64 = 0
    }

    private static let sampleLimit = 160
    private(set) var events: [String: Event] = [:]

    var names: [String] { events.keys.sorted() }

    mutating func note(_ name: String, milliseconds: Int64, now: Int64) {
        var event = events[name] ?? Event()
        let time = now / 1000
        event.highest = max(event.highest, milliseconds)
        if let last = event.samples.last, last.time == time {
            event.samples[event.samples.count - 1].milliseconds = max(last.milliseconds, milliseconds)
        } else {
            event.samples.append(Sample(time: time, milliseconds: milliseconds))
            if event.samples.count > Self.sampleLimit { event.samples.removeFirst() }
        }
        events[name] = event
    }

    /// Forgets the named events, or all; returns how many there were.
    mutating func reset(_ names: [String]) -> Int {
        if names.isEmpty {
            defer { events = [:] }
            return events.count
        }
        return names.count { events.removeValue(forKey: $0) != nil }
    }
}
