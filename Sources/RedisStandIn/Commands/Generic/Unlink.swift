extension Command {
    /// `UNLINK key [key ...]`
    ///
    /// Delete a key asynchronously in another thread. Otherwise it is just as DEL, but non blocking. See
    /// <https://redis.io/commands/unlink/>.
    static let unlink = Command(
        "unlink", arity: -2, flags: [.write, .fast], keys: .all, group: .generic, since: "4.0.0",
        summary: "Delete a key asynchronously in another thread. Otherwise it is just as DEL, but non blocking",
        reply: { call throws(RedisError) in
            removeKeys(call, isLazy: true)
        })
}
