extension Command {
    /// `EVAL script numkeys [key [key ...]] [arg [arg ...]]`
    ///
    /// Execute a Lua script server side. See <https://redis.io/commands/eval/>.
    static let eval = Command(
        "eval", arity: -3, flags: [.noscript, .stale, .skipMonitor, .noMandatoryKeys, .movableKeys], group: .scripting,
        since: "2.6.0",
        summary: "Execute a Lua script server side",
        reply: { call throws(RedisError) in try runScript(call, isReadOnly: false, isSHA: false) })
}
