import Fidelity

extension Command {
    /// The subcommands of `LATENCY`. See <https://redis.io/commands/latency/>.
    static let latency = Command(
        "latency", arity: -2, flags: [], group: .server, since: "2.8.13",
        summary: "A container for latency diagnostics commands",
        subcommands: [
            .latencyDoctor, .latencyGraph, .help("latency", since: "2.8.13"), .latencyHistogram, .latencyHistory,
            .latencyLatest, .latencyReset,
        ], body: .container)

    static let latencyDoctor = Command(
        "latency|doctor", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.8.13",
        summary: "Return a human readable latency analysis report.",
        fidelity: .approximate("the report lists the spikes and gives no advice"),
        reply: { call throws(RedisError) in
            if call.engine.latencyThreshold == 0 {
                return .verbatim(format: "txt", Array(latencyDisabled.utf8))
            }
            let names = call.engine.latency.names
            if names.isEmpty {
                return .verbatim(
                    format: "txt",
                    Array(
                        "Dave, no latency spike was observed during the lifetime of this Redis instance, not in the slightest bit. You have nothing to worry about.\n"
                            .utf8))
            }
            var text =
                "Dave, I have observed latency spikes in this Redis instance. You don't mind talking about it, do you Dave?\n\n"
            for (index, name) in names.enumerated() {
                guard let event = call.engine.latency.events[name] else { continue }
                let total = event.samples.reduce(0) { $0 + $1.milliseconds }
                text +=
                    "\(index + 1). \(name): \(event.samples.count) latency spikes (average \(total / Int64(max(1, event.samples.count)))ms). Worst all time event \(event.highest)ms.\n"
            }
            return .verbatim(format: "txt", Array(text.utf8))
        })

    static let latencyGraph = Command(
        "latency|graph", arity: 3, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.8.13",
        summary: "Return a latency graph for the event.",
        fidelity: .approximate("the samples are listed, not drawn"),
        reply: { call throws(RedisError) in
            let name = String(decoding: call[2], as: UTF8.self)
            guard let event = call.engine.latency.events[name] else {
                throw RedisError("ERR No samples available for event '\(name)'")
            }
            let low = event.samples.map(\.milliseconds).min() ?? 0
            var text = "\(name) - high \(event.highest) ms, low \(low) ms (all time high \(event.highest) ms)\n"
            text += String(repeating: "-", count: 80) + "\n"
            for sample in event.samples { text += "\(max(0, call.now / 1000 - sample.time))s \(sample.milliseconds)\n" }
            return .verbatim(format: "txt", Array(text.utf8))
        })

    static let latencyHistogram = Command(
        "latency|histogram", arity: -2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "7.0.0",
        summary: "Return the cumulative distribution of latencies of a subset of commands or all.",
        reply: { call throws(RedisError) in
            let table = call.engine.table
            var commands: [Command] = []
            if call.count == 2 {
                commands = table.all
            } else {
                for name in call.rest(from: 2) {
                    guard let command = table.command(fullName: name) else { continue }
                    commands.append(command)
                    commands += command.subcommands
                }
            }
            var pairs: [RESPValue] = []
            for command in commands {
                let entry = call.engine.statistics[command]
                if entry.calls == 0 { continue }
                var sum = 0
                var buckets: [RESPValue] = []
                for (power, count) in entry.buckets.enumerated() where count > 0 {
                    sum += count
                    buckets += [.integer(1 << Int64(power)), .count(sum)]
                }
                pairs += [
                    .text(command.name), .map([.text("calls"), .count(sum), .text("histogram_usec"), .map(buckets)]),
                ]
            }
            return .map(pairs)
        })

    static let latencyHistory = Command(
        "latency|history", arity: 3, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.8.13",
        summary: "Return timestamp-latency samples for the event.",
        reply: { call throws(RedisError) in
            let event = call.engine.latency.events[String(decoding: call[2], as: UTF8.self)]
            return .array((event?.samples ?? []).map { .array([.integer($0.time), .integer($0.milliseconds)]) })
        })

    static let latencyLatest = Command(
        "latency|latest", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.8.13",
        summary: "Return the latest latency samples for all events.",
        reply: { call throws(RedisError) in
            .array(
                call.engine.latency.names.compactMap { name in
                    guard let event = call.engine.latency.events[name], let last = event.samples.last else {
                        return nil
                    }
                    return .array([
                        .text(name), .integer(last.time), .integer(last.milliseconds), .integer(event.highest),
                    ])
                })
        })

    static let latencyReset = Command(
        "latency|reset", arity: -2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.8.13",
        summary: "Reset latency data for one or more events.",
        reply: { call throws(RedisError) in
            .count(call.engine.latency.reset(call.rest(from: 2).map { String(decoding: $0, as: UTF8.self) }))
        })
}

private let latencyDisabled =
    "I'm sorry, Dave, I can't do that. Latency monitoring is disabled in this Redis instance. You may use \"CONFIG SET latency-monitor-threshold <milliseconds>.\" in order to enable it. If we weren't in a deep space mission I'd suggest to take a look at https://redis.io/topics/latency-monitor.\n"
