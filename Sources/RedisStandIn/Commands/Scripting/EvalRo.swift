extension Command {
    /// `EVAL_RO script numkeys [key [key ...]] [arg [arg ...]]`
    ///
    /// Execute a read-only Lua script server side. See <https://redis.io/commands/eval_ro/>.
    static let evalRo = Command(
        "eval_ro", arity: -3, flags: [.readonly, .noscript, .stale, .skipMonitor, .noMandatoryKeys, .movableKeys],
        group: .scripting, since: "7.0.0",
        summary: "Execute a read-only Lua script server side",
        reply: { call throws(RedisError) in try runScript(call, isReadOnly: true, isSHA: false) })
}
