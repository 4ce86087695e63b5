/// The version this stand-in is compatible with.
let redisVersion = "7.0.15"

/// One section of `INFO`.
struct InfoSection {
    var name: String
    var lines: [(String, String)]
}

/// The sections of `INFO` in the order of Redis.
func serverInfo(_ call: Invocation) -> [InfoSection] {
    let engine = call.engine
    let uptime = max(0, call.now - engine.startedAt) / 1000
    let waiting = engine.clients.count { $0.wait != nil }
    return [
        InfoSection(
            name: "Server",
            lines: [
                ("redis_version", redisVersion), ("redis_git_sha1", "00000000"), ("redis_git_dirty", "0"),
                ("redis_build_id", "0"), ("redis_mode", "standalone"), ("os", "Linux"), ("arch_bits", "64"),
                ("process_id", "1"), ("process_supervised", "no"), ("run_id", engine.runID), ("tcp_port", "6379"),
                ("server_time_usec", "\(call.now &* 1000)"), ("uptime_in_seconds", "\(uptime)"),
                ("uptime_in_days", "\(uptime / 86_400)"), ("hz", "10"), ("configured_hz", "10"),
            ]),
        InfoSection(
            name: "Clients",
            lines: [
                ("connected_clients", "\(engine.clientCount)"), ("cluster_connections", "0"),
                ("maxclients", "10000"), ("blocked_clients", "\(waiting)"), ("tracking_clients", "0"),
                ("clients_in_timeout_table", "\(waiting)"),
            ]),
        InfoSection(
            name: "Memory",
            lines: [
                ("used_memory", "0"), ("used_memory_human", "0B"), ("used_memory_rss", "0"), ("used_memory_peak", "0"),
                ("maxmemory", "0"), ("maxmemory_human", "0B"), ("maxmemory_policy", "noeviction"),
                ("mem_fragmentation_ratio", "1.00"),
            ]),
        InfoSection(
            name: "Persistence",
            lines: [
                ("loading", "0"), ("async_loading", "0"), ("rdb_changes_since_last_save", "\(call.keyspace.changes)"),
                ("rdb_bgsave_in_progress", "0"), ("rdb_last_save_time", "\(engine.lastSave / 1000)"),
                ("rdb_last_bgsave_status", "ok"), ("aof_enabled", "1"), ("aof_rewrite_in_progress", "0"),
                ("aof_last_write_status", "ok"),
            ]),
        InfoSection(
            name: "Stats",
            lines: [
                ("total_connections_received", "\(engine.connectionsReceived)"),
                ("total_commands_processed", "\(engine.commandsProcessed)"), ("instantaneous_ops_per_sec", "0"),
                ("rejected_connections", "0"), ("expired_keys", "\(call.keyspace.expired)"), ("evicted_keys", "0"),
                ("keyspace_hits", "0"), ("keyspace_misses", "0"),
                ("pubsub_channels", "\(engine.pubSub.channels(matching: nil).count)"),
                ("pubsub_patterns", "\(engine.pubSub.patternCount)"),
            ]),
        InfoSection(
            name: "Replication",
            lines: [
                ("role", "master"), ("connected_slaves", "0"), ("master_failover_state", "no-failover"),
                ("master_replid", engine.runID), ("master_repl_offset", "0"), ("repl_backlog_active", "0"),
            ]),
        InfoSection(name: "CPU", lines: [("used_cpu_sys", "0.000000"), ("used_cpu_user", "0.000000")]),
        InfoSection(name: "Modules", lines: []), InfoSection(name: "Errorstats", lines: []),
        InfoSection(name: "Cluster", lines: [("cluster_enabled", "0")]),
        InfoSection(
            name: "Keyspace",
            lines: (0..<Keyspace.databaseCount).compactMap { number in
                let database = call.keyspace[number]
                if database.count == 0 { return nil }
                return ("db\(number)", "keys=\(database.count),expires=\(database.expiring),avg_ttl=0")
            }),
    ]
}
