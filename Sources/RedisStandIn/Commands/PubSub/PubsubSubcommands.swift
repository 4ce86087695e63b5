extension Command {
    /// The subcommands of `PUBSUB`. See <https://redis.io/commands/pubsub/>.
    static let pubsub = Command(
        "pubsub", arity: -2, flags: [], group: .pubsub, since: "2.8.0",
        summary: "A container for Pub/Sub commands",
        subcommands: [
            .pubsubChannels, .help("pubsub", since: "6.2.0", group: .pubsub), .pubsubNumpat, .pubsubNumsub,
            .pubsubShardchannels, .pubsubShardnumsub,
        ], body: .container)
}
