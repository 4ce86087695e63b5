extension Command {
    /// `DEL key [key ...]`
    ///
    /// Delete a key. See <https://redis.io/commands/del/>.
    static let del = Command(
        "del", arity: -2, flags: [.write], keys: .all, group: .generic, since: "1.0.0",
        summary: "Delete a key",
        reply: { call throws(RedisError) in
            removeKeys(call, isLazy: call.engine.freesLazily)
        })
}
