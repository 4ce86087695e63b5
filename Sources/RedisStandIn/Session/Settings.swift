/// What `CONFIG GET` shows and `CONFIG SET` may change.
///
/// The values are Redis 7.0's defaults. Those that may be set are kept and shown; nothing else follows from them.
struct Settings {
    struct Parameter {
        var name: String
        var value: String
        var isMutable = true
    }

    /// In the order of their names.
    private(set) var parameters: [Parameter] = [
        Parameter(name: "activerehashing", value: "yes"),
        Parameter(name: "appendfsync", value: "everysec"),
        Parameter(name: "appendonly", value: "yes"),
        Parameter(name: "bind", value: "127.0.0.1"),
        Parameter(
            name: "client-output-buffer-limit",
            value: "normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60"),
        Parameter(name: "cluster-enabled", value: "no", isMutable: false),
        Parameter(name: "databases", value: "16", isMutable: false),
        Parameter(name: "dir", value: "/"),
        Parameter(name: "hash-max-listpack-entries", value: "512", isMutable: false),
        Parameter(name: "hash-max-listpack-value", value: "64", isMutable: false),
        Parameter(name: "hz", value: "10"),
        Parameter(name: "lazyfree-lazy-expire", value: "no"),
        Parameter(name: "list-max-listpack-size", value: "-2", isMutable: false),
        Parameter(name: "loglevel", value: "notice"),
        Parameter(name: "maxclients", value: "10000"),
        Parameter(name: "maxmemory", value: "0", isMutable: false),
        Parameter(name: "maxmemory-policy", value: "noeviction", isMutable: false),
        Parameter(name: "notify-keyspace-events", value: "", isMutable: false),
        Parameter(name: "port", value: "6379"),
        Parameter(name: "proto-max-bulk-len", value: "536870912", isMutable: false),
        Parameter(name: "save", value: "3600 1 300 100 60 10000"),
        Parameter(name: "set-max-intset-entries", value: "512", isMutable: false),
        Parameter(name: "slowlog-log-slower-than", value: "10000"),
        Parameter(name: "slowlog-max-len", value: "128"),
        Parameter(name: "stream-node-max-bytes", value: "4096"),
        Parameter(name: "stream-node-max-entries", value: "100"),
        Parameter(name: "tcp-keepalive", value: "300"),
        Parameter(name: "timeout", value: "0", isMutable: false),
        Parameter(name: "zset-max-listpack-entries", value: "128", isMutable: false),
        Parameter(name: "zset-max-listpack-value", value: "64", isMutable: false),
    ]

    func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }

    mutating func set(_ name: String, to value: String) {
        if let index = parameters.firstIndex(where: { $0.name == name }) { parameters[index].value = value }
    }
}
