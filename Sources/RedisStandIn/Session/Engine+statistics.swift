#if canImport(Glibc)
    import Glibc
#endif

/// The machine's steady clock; only differences of it mean anything.
func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}

/// What is counted and timed.
extension Engine {
    /// The most different error codes that are counted; past it all are `OTHERS`.
    private static let errorCodeLimit = 128

    func noteError(_ text: String) {
        errorReplies += 1
        let first = text.split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
        let code = first.isEmpty || first != first.uppercased() ? "ERR" : first
        if errorCounts[code] == nil, errorCounts.count >= Self.errorCodeLimit { return }
        errorCounts[code, default: 0] += 1
    }

    func noteFailure(of command: Command, _ text: String) {
        statistics.noteFailure(of: command)
        noteError(text)
    }

    /// A command of a script that never ran.
    func noteRejection(of command: Command?, error: String) {
        if let command { statistics.noteRejection(of: command) }
        noteError(error)
    }

    func noteTime(since start: Int64, _ command: Command, _ words: [[UInt8]], _ client: Client) {
        lastMoment = monotonicMicroseconds()
        let elapsed = lastMoment - start
        statistics.noteCall(of: command, microseconds: elapsed)
        if slowLogThreshold >= 0, elapsed >= slowLogThreshold, !command.flags.contains(.skipSlowlog) {
            slowLog.add(words, microseconds: elapsed, client, now: keyspace.now, limit: slowLogLimit)
        }
        if latencyThreshold > 0, elapsed / 1000 >= latencyThreshold {
            latency.note(
                command.flags.contains(.fast) ? "fast-command" : "command", milliseconds: elapsed / 1000,
                now: keyspace.now)
        }
    }

    /// Removes the keys whose time has come.
    func expireDueKeys() {
        if latencyThreshold <= 0 {
            keyspace.expireDue()
            return
        }
        let start = monotonicMicroseconds()
        keyspace.expireDue()
        let elapsed = (monotonicMicroseconds() - start) / 1000
        if elapsed >= latencyThreshold { latency.note("expire-cycle", milliseconds: elapsed, now: keyspace.now) }
    }

    /// Keeps what the hot path looks at beside the settings.
    func settingsChanged() {
        slowLogThreshold = settings.integer("slowlog-log-slower-than")
        slowLogLimit = Int(clamping: settings.integer("slowlog-max-len"))
        slowLog.trim(to: slowLogLimit)
        latencyThreshold = settings.integer("latency-monitor-threshold")
        freesLazily = settings.isOn("lazyfree-lazy-user-del")
        access.logLimit = Int(clamping: settings.integer("acllog-max-len"))
        events = KeyspaceEvents(settings.text("notify-keyspace-events")) ?? []
        keyspace.encodings = EncodingLimits(settings)
        keyspace.observesEffects = !events.isEmpty || replication != nil
        takeLimits()
    }

    func logLine(level: Int, _ text: String) {}
}

extension Engine {
    /// What `CONFIG` says about clients and memory.
    func takeLimits() {
        func number(_ name: String) -> Int { Int(clamping: settings.integer(name)) }
        if let sync = RedisStandIn.AppendFsync(rawValue: settings.text("appendfsync")), sync != keyspace.log?.sync {
            keyspace.log?.sync = sync
        }
        limits.clients = number("maxclients")
        limits.bulkLength = settings.integer("proto-max-bulk-len")
        limits.queryBuffer = number("client-query-buffer-limit")
        limits.idleSeconds = settings.integer("timeout")
        limits.replicasToWrite = number("min-replicas-max-lag") > 0 ? number("min-replicas-to-write") : 0
        limits.memory = number("maxmemory")
        if limits.memory == 0 { isOutOfMemory = false }
        limits.eviction = EvictionPolicy(rawValue: settings.text("maxmemory-policy")) ?? .noeviction
        limits.evictionSamples = number("maxmemory-samples")
        limits.frequency.logFactor = settings.integer("lfu-log-factor")
        limits.frequency.decayMinutes = settings.integer("lfu-decay-time")
        let words = settings.text("client-output-buffer-limit").split(separator: " ").map(String.init)
        for start in stride(from: 0, to: words.count - 3, by: 4) {
            let limit = Limits.OutputLimit(
                hard: Int(words[start + 1]) ?? 0, soft: Int(words[start + 2]) ?? 0,
                softSeconds: Int64(words[start + 3]) ?? 0)
            if words[start] == "normal" { limits.normalOutput = limit }
            if words[start] == "pubsub" { limits.pubSubOutput = limit }
        }
    }
}
