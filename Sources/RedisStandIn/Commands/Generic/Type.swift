extension Command {
    /// `TYPE key`
    ///
    /// Determine the type stored at key. See <https://redis.io/commands/type/>.
    static let typeCommand = Command(
        "type", arity: 2, flags: [.readonly, .fast], keys: .one, group: .generic, since: "1.0.0",
        summary: "Determine the type stored at key",
        reply: { call throws(RedisError) in
            .simple(call.entry(call.key(1), isPeek: true)?.value.typeName ?? "none")
        })
}
