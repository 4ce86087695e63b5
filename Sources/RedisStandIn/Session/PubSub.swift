/// Who listens to which channel. See <https://redis.io/docs/manual/pubsub/>.
struct PubSub {
    private var channels = OrderedMap<OrderedIDs>()
    private var patterns = OrderedMap<OrderedIDs>()
    private var shards = OrderedMap<OrderedIDs>()

    /// Client ids in the order in which they came.
    typealias OrderedIDs = [Client.ID]

    mutating func subscribe(_ client: Client.ID, to channel: Key) { Self.add(client, channel, &channels) }
    mutating func unsubscribe(_ client: Client.ID, from channel: Key) { Self.remove(client, channel, &channels) }
    mutating func subscribe(_ client: Client.ID, toPattern pattern: Key) { Self.add(client, pattern, &patterns) }
    mutating func unsubscribe(_ client: Client.ID, fromPattern pattern: Key) {
        Self.remove(client, pattern, &patterns)
    }

    mutating func subscribe(_ client: Client.ID, toShard channel: Key) { Self.add(client, channel, &shards) }
    mutating func unsubscribe(_ client: Client.ID, fromShard channel: Key) { Self.remove(client, channel, &shards) }

    private static func add(_ client: Client.ID, _ name: Key, _ map: inout OrderedMap<OrderedIDs>) {
        map[name] = (map[name] ?? []) + [client]
    }

    private static func remove(_ client: Client.ID, _ name: Key, _ map: inout OrderedMap<OrderedIDs>) {
        let rest = (map[name] ?? []).filter { $0 != client }
        map[name] = rest.isEmpty ? nil : rest
    }

    var patternCount: Int { patterns.count }
    func subscribers(of channel: Key) -> OrderedIDs { channels[channel] ?? [] }

    func subscribers(ofShard channel: Key) -> OrderedIDs { shards[channel] ?? [] }
    var shardCount: Int { shards.count }

    /// Shard channels with at least one subscriber that match `pattern`, or all.
    func shards(matching pattern: [UInt8]?) -> [Key] {
        shards.elements.map(\.key).filter { channel in
            pattern.map { Glob.matches(channel.bytes, pattern: $0) } ?? true
        }
    }

    /// Channels with at least one subscriber that match `pattern`, or all.
    func channels(matching pattern: [UInt8]?) -> [Key] {
        channels.elements.map(\.key).filter { channel in
            pattern.map { Glob.matches(channel.bytes, pattern: $0) } ?? true
        }
    }

    /// Patterns that match `channel`, with who listens to them.
    func patterns(matching channel: Key) -> [(pattern: Key, clients: OrderedIDs)] {
        patterns.elements.filter { Glob.matches(channel.bytes, pattern: $0.key.bytes) }
            .map { (pattern: $0.key, clients: $0.value) }
    }
}
