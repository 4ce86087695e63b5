extension Command {
    /// `DUMP key`
    ///
    /// Return a serialized version of the value stored at the specified key. See
    /// <https://redis.io/commands/dump/>.
    static let dump = Command(
        "dump", arity: 2, flags: [.readonly], keys: .one, group: .generic, since: "2.6.0",
        summary: "Return a serialized version of the value stored at the specified key.",
        reply: { call throws(RedisError) in
            guard let entry = call.entry(call.key(1)) else { return .null }
            return .bulk(DumpWriter.payload(of: entry.value, encodings: call.keyspace.encodings))
        })
}
