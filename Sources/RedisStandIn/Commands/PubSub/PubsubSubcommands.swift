extension Command {
    /// The subcommands of `PUBSUB`. See <https://redis.io/commands/pubsub/>.
    static let pubsub = Command(
        "pubsub", arity: -2, flags: [], group: .pubsub, since: "2.8.0",
        summary: "A container for Pub/Sub commands",
        subcommands: [
            .pubsubChannels,
            Command(
                unsupported: "pubsub|help", arity: 2, group: .pubsub, since: "6.2.0",
                summary: "Show helpful text about the different subcommands", reason: "the help text is not kept"),
            .pubsubNumpat,
            .pubsubNumsub,
            Command(
                unsupported: "pubsub|shardchannels", arity: -2, group: .pubsub, since: "7.0.0",
                summary: "List active shard channels", reason: "there are no shards"),
            Command(
                unsupported: "pubsub|shardnumsub", arity: -2, group: .pubsub, since: "7.0.0",
                summary: "Get the count of subscribers for shard channels", reason: "there are no shards"),
        ], body: .container)
}
