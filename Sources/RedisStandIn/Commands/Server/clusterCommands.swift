/// The commands of a cluster, which answer as a single node does.
let clusterCommands: [Command] = [
    Command(
        "cluster", arity: -2, flags: [], group: .cluster, since: "3.0.0", summary: "A container for cluster commands",
        subcommands: [
            "addslots", "addslotsrange", "bumpepoch", "count-failure-reports", "countkeysinslot", "delslots",
            "delslotsrange", "failover", "flushslots", "forget", "getkeysinslot", "help", "info", "keyslot", "links",
            "meet", "myid", "nodes", "replicas", "replicate", "reset", "saveconfig", "set-config-epoch", "setslot",
            "shards", "slaves", "slots",
        ].map { name in
            Command(
                "cluster|\(name)", arity: -2, flags: [], group: .cluster, since: "3.0.0",
                summary: "Answers that there is no cluster",
                reply: { call throws(RedisError) in throw .noCluster })
        }, body: .container),
    Command(
        "asking", arity: 1, flags: [.fast], group: .cluster, since: "3.0.0",
        summary: "Sent by cluster clients after an -ASK redirect",
        reply: { call throws(RedisError) in throw .noCluster }),
    Command(
        "readonly", arity: 1, flags: [.fast, .loading, .stale], group: .cluster, since: "3.0.0",
        summary: "Enables read queries for a connection to a cluster replica node",
        reply: { call throws(RedisError) in throw .noCluster }),
    Command(
        "readwrite", arity: 1, flags: [.fast, .loading, .stale], group: .cluster, since: "3.0.0",
        summary: "Disables read queries for a connection to a cluster replica node",
        reply: { call throws(RedisError) in throw .noCluster }),
]

extension RedisError {
    static let noCluster = RedisError("ERR This instance has cluster support disabled")
}
