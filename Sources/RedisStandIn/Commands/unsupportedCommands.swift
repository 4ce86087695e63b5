/// Commands of Redis 7.0 that this stand-in knows and does not do, with the reasons.
let unsupportedCommands: [Command] = [
    Command(
        unsupported: "psync", arity: -3, group: .server, since: "2.8.0",
        summary: "Internal command used for replication", reason: "there is no replication"),
    Command(
        unsupported: "replconf", arity: -1, group: .server, since: "3.0.0",
        summary: "An internal command for configuring the replication stream", reason: "there is no replication"),
    Command(
        unsupported: "sync", arity: 1, group: .server, since: "1.0.0",
        summary: "Internal command used for replication", reason: "there is no replication"),
]
