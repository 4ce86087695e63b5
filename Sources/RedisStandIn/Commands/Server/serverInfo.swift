/// The version this stand-in is compatible with.
let redisVersion = "7.0.15"

/// One section of `INFO`.
struct InfoSection {
    var name: String
    var lines: [(String, String)]
}

/// The sections of `INFO` in the order of Redis.
func serverInfo(_ call: Invocation) -> [InfoSection] {
    [
        InfoSection(name: "Server", lines: serverLines(call)), InfoSection(name: "Clients", lines: clientLines(call)),
        InfoSection(name: "Memory", lines: memoryLines(call)),
        InfoSection(name: "Persistence", lines: persistenceLines(call)),
        InfoSection(name: "Stats", lines: statsLines(call)),
        InfoSection(name: "Replication", lines: replicationLines(call)),
        InfoSection(
            name: "CPU",
            lines: [
                "used_cpu_sys", "used_cpu_user", "used_cpu_sys_children", "used_cpu_user_children",
                "used_cpu_sys_main_thread", "used_cpu_user_main_thread",
            ].map { ($0, "0.000000") }),
        InfoSection(name: "Modules", lines: []),
        InfoSection(
            name: "Commandstats",
            lines: called(call).map { ("cmdstat_\($0.name)", call.engine.statistics[$0].line) }),
        InfoSection(
            name: "Errorstats",
            lines: call.engine.errorCounts.sorted { $0.key < $1.key }.map {
                ("errorstat_\($0.key)", "count=\($0.value)")
            }),
        InfoSection(name: "Latencystats", lines: latencyLines(call)),
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

private func replicationLines(_ call: Invocation) -> [(String, String)] {
    let replication = call.engine.replication
    let replicas = replication?.replicas ?? []
    return [("role", "master"), ("connected_slaves", "\(replicas.count)")]
        + replicas.enumerated().map { ("slave\($0)", $1.infoText(now: call.now)) }
        + [
            ("master_failover_state", "no-failover"), ("master_replid", call.engine.runID),
            ("master_replid2", String(repeating: "0", count: 40)),
            ("master_repl_offset", "\(replication?.offset ?? 0)"), ("second_repl_offset", "-1"),
            ("repl_backlog_active", "0"), ("repl_backlog_size", call.engine.settings.text("repl-backlog-size")),
            ("repl_backlog_first_byte_offset", "0"), ("repl_backlog_histlen", "0"),
        ]
}

private func called(_ call: Invocation) -> [Command] {
    call.engine.table.all.filter { command in
        let entry = call.engine.statistics[command]
        return entry.calls > 0 || entry.rejected > 0 || entry.failed > 0
    }
}

private func serverLines(_ call: Invocation) -> [(String, String)] {
    let engine = call.engine
    let uptime = max(0, call.now - engine.startedAt) / 1000
    return [
        ("redis_version", redisVersion), ("redis_git_sha1", "00000000"), ("redis_git_dirty", "0"),
        ("redis_build_id", "0"), ("redis_mode", "standalone"), ("os", "Linux"), ("arch_bits", "64"),
        ("monotonic_clock", "POSIX clock_gettime"), ("multiplexing_api", "epoll"), ("atomicvar_api", "c11-builtin"),
        ("gcc_version", "0.0.0"), ("process_id", "\(processID())"), ("process_supervised", "no"),
        ("run_id", engine.runID), ("tcp_port", engine.settings.text("port")),
        ("server_time_usec", "\(call.now &* 1000)"), ("uptime_in_seconds", "\(uptime)"),
        ("uptime_in_days", "\(uptime / 86_400)"), ("hz", engine.settings.text("hz")),
        ("configured_hz", engine.settings.text("hz")), ("lru_clock", "\(call.now / 1000 & 0xFFFFFF)"),
        ("executable", ""), ("config_file", ""), ("io_threads_active", "0"),
    ]
}

private func clientLines(_ call: Invocation) -> [(String, String)] {
    let engine = call.engine
    let blocked = engine.clients.count { $0.wait != nil } + engine.postponedClients.count
    return [
        ("connected_clients", "\(engine.clientCount)"), ("cluster_connections", "0"),
        ("maxclients", engine.settings.text("maxclients")), ("client_recent_max_input_buffer", "20480"),
        ("client_recent_max_output_buffer", "0"), ("blocked_clients", "\(blocked)"),
        ("tracking_clients", "\(engine.trackingClients.count)"),
        ("clients_in_timeout_table", "\(engine.clients.count { $0.wait?.request.deadline != nil })"),
    ]
}

private func memoryLines(_ call: Invocation) -> [(String, String)] {
    let engine = call.engine
    let used = engine.usedMemory
    let (eval, functions) = (engine.scripts.evalMemory, engine.scripts.functionMemory)
    return [
        ("used_memory", "\(used)"), ("used_memory_human", humanSize(used)), ("used_memory_rss", "\(residentMemory())"),
        ("used_memory_rss_human", humanSize(residentMemory())), ("used_memory_peak", "\(used)"),
        ("used_memory_peak_human", humanSize(used)), ("used_memory_peak_perc", "100.00%"),
        ("used_memory_overhead", "0"), ("used_memory_startup", "0"), ("used_memory_dataset", "\(used)"),
        ("used_memory_dataset_perc", "100.00%"), ("allocator_allocated", "\(used)"), ("allocator_active", "\(used)"),
        ("allocator_resident", "\(used)"), ("total_system_memory", "0"), ("total_system_memory_human", "0B"),
        ("used_memory_lua", "\(eval)"), ("used_memory_vm_eval", "\(eval)"), ("used_memory_lua_human", humanSize(eval)),
        ("used_memory_scripts_eval", "\(engine.scripts.cachedBytes)"),
        ("number_of_cached_scripts", "\(engine.scripts.cachedCount)"),
        ("number_of_functions", "\(engine.scripts.functionCount)"),
        ("number_of_libraries", "\(engine.scripts.libraries.count)"),
        ("used_memory_vm_functions", "\(functions)"), ("used_memory_vm_total", "\(eval + functions)"),
        ("used_memory_vm_total_human", humanSize(eval + functions)), ("used_memory_functions", "0"),
        ("used_memory_scripts", "\(engine.scripts.cachedBytes)"),
        ("used_memory_scripts_human", humanSize(engine.scripts.cachedBytes)),
        ("maxmemory", engine.settings.text("maxmemory")), ("maxmemory_human", humanSize(engine.limits.memory)),
        ("maxmemory_policy", engine.settings.text("maxmemory-policy")), ("allocator_frag_ratio", "1.00"),
        ("allocator_frag_bytes", "0"), ("allocator_rss_ratio", "1.00"), ("allocator_rss_bytes", "0"),
        ("rss_overhead_ratio", "1.00"), ("rss_overhead_bytes", "0"), ("mem_fragmentation_ratio", "1.00"),
        ("mem_fragmentation_bytes", "0"), ("mem_not_counted_for_evict", "0"), ("mem_replication_backlog", "0"),
        ("mem_total_replication_buffers", "0"), ("mem_clients_slaves", "0"), ("mem_clients_normal", "0"),
        ("mem_cluster_links", "0"), ("mem_aof_buffer", "0"), ("mem_allocator", "libc"), ("active_defrag_running", "0"),
        ("lazyfree_pending_objects", "0"), ("lazyfreed_objects", "\(engine.lazyFreed)"),
    ]
}

private func persistenceLines(_ call: Invocation) -> [(String, String)] {
    [
        ("loading", "0"), ("async_loading", "0"), ("current_cow_peak", "0"), ("current_cow_size", "0"),
        ("current_cow_size_age", "0"), ("current_fork_perc", "0.00"), ("current_save_keys_processed", "0"),
        ("current_save_keys_total", "0"), ("rdb_changes_since_last_save", "\(call.keyspace.changes)"),
        ("rdb_bgsave_in_progress", "0"), ("rdb_last_save_time", "\(call.engine.lastSave / 1000)"),
        ("rdb_last_bgsave_status", "ok"), ("rdb_last_bgsave_time_sec", "0"), ("rdb_current_bgsave_time_sec", "-1"),
        ("rdb_saves", "0"), ("rdb_last_cow_size", "0"), ("rdb_last_load_keys_expired", "0"),
        ("rdb_last_load_keys_loaded", "0"),
        ("aof_enabled", call.engine.settings.isOn("appendonly") ? "1" : "0"), ("aof_rewrite_in_progress", "0"),
        ("aof_rewrite_scheduled", "0"), ("aof_last_rewrite_time_sec", "-1"), ("aof_current_rewrite_time_sec", "-1"),
        ("aof_last_bgrewrite_status", "ok"), ("aof_rewrites", "0"), ("aof_rewrites_consecutive_failures", "0"),
        ("aof_last_write_status", "ok"), ("aof_last_cow_size", "0"), ("module_fork_in_progress", "0"),
        ("module_fork_last_cow_size", "0"),
    ]
}

private func statsLines(_ call: Invocation) -> [(String, String)] {
    let engine = call.engine
    let prefixes = Set(
        engine.trackingClients.filter { $0.tracking?.isBroadcast == true }.flatMap { client in
            client.tracking.map { $0.prefixes.isEmpty ? [Key("")] : $0.prefixes } ?? []
        })
    var lines = [
        ("total_connections_received", "\(engine.connectionsReceived)"),
        ("total_commands_processed", "\(engine.commandsProcessed)"), ("instantaneous_ops_per_sec", "0"),
        ("total_net_input_bytes", "0"), ("total_net_output_bytes", "0"), ("total_net_repl_input_bytes", "0"),
        ("total_net_repl_output_bytes", "0"), ("instantaneous_input_kbps", "0.00"),
        ("instantaneous_output_kbps", "0.00"), ("instantaneous_input_repl_kbps", "0.00"),
        ("instantaneous_output_repl_kbps", "0.00"), ("rejected_connections", "\(engine.connectionsRejected)"),
        ("sync_full", "0"), ("sync_partial_ok", "0"), ("sync_partial_err", "0"),
        ("expired_keys", "\(call.keyspace.expired)"), ("expired_stale_perc", "0.00"),
        ("expired_time_cap_reached_count", "0"), ("expire_cycle_cpu_milliseconds", "0"),
        ("evicted_keys", "\(call.keyspace.evicted)"), ("evicted_clients", "0"), ("total_eviction_exceeded_time", "0"),
        ("current_eviction_exceeded_time", "0"), ("keyspace_hits", "\(call.keyspace.hits)"),
        ("keyspace_misses", "\(call.keyspace.misses)"),
        ("pubsub_channels", "\(engine.pubSub.channels(matching: nil).count)"),
        ("pubsub_patterns", "\(engine.pubSub.patternCount)"), ("pubsubshard_channels", "\(engine.pubSub.shardCount)"),
        ("latest_fork_usec", "0"), ("total_forks", "0"), ("migrate_cached_sockets", "0"),
        ("slave_expires_tracked_keys", "0"),
    ]
    lines += [
        "active_defrag_hits", "active_defrag_misses", "active_defrag_key_hits", "active_defrag_key_misses",
        "total_active_defrag_time", "current_active_defrag_time",
    ].map { ($0, "0") }
    lines += [
        ("tracking_total_keys", "\(engine.tracking.keyCount)"),
        ("tracking_total_items", "\(engine.tracking.itemCount)"),
        ("tracking_total_prefixes", "\(prefixes.count)"), ("unexpected_error_replies", "0"),
        ("total_error_replies", "\(engine.errorReplies)"), ("dump_payload_sanitizations", "0"),
        ("total_reads_processed", "0"), ("total_writes_processed", "0"), ("io_threaded_reads_processed", "0"),
        ("io_threaded_writes_processed", "0"), ("reply_buffer_shrinks", "0"), ("reply_buffer_expands", "0"),
    ]
    return lines
}

private func latencyLines(_ call: Invocation) -> [(String, String)] {
    if !call.engine.settings.isOn("latency-tracking") { return [] }
    let percentiles = call.engine.settings.text("latency-tracking-info-percentiles").split(separator: " ")
    return called(call).compactMap { command in
        let entry = call.engine.statistics[command]
        if entry.calls == 0 { return nil }
        let parts = percentiles.map { percentile -> String in
            let wanted = Int((Double(entry.calls) * (Double(percentile) ?? 0) / 100).rounded(.up))
            var sum = 0
            let power = entry.buckets.firstIndex { count in
                sum += count
                return sum >= max(1, wanted)
            }
            return "p\(percentile)=\(1 << (power ?? 0)).000"
        }
        return ("latency_percentiles_usec_\(command.name)", parts.joined(separator: ","))
    }
}

/// As `bytesToHuman` writes sizes.
private func humanSize(_ bytes: Int) -> String {
    if bytes < 1024 { return "\(bytes)B" }
    let units = [(1 << 10, "K"), (1 << 20, "M"), (1 << 30, "G"), (1 << 40, "T")]
    let (size, unit) = units.last { bytes >= $0.0 } ?? (1 << 10, "K")
    return formattedNumber("%.2f", Double(bytes) / Double(size)) + unit
}
