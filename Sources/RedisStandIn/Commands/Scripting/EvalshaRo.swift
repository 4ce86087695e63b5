extension Command {
    /// `EVALSHA_RO sha1 numkeys [key [key ...]] [arg [arg ...]]`
    ///
    /// Execute a read-only Lua script server side. See <https://redis.io/commands/evalsha_ro/>.
    static let evalshaRo = Command(
        "evalsha_ro", arity: -3, flags: [.readonly, .noscript, .stale, .skipMonitor, .noMandatoryKeys, .movableKeys],
        group: .scripting, since: "7.0.0",
        summary: "Execute a read-only Lua script server side",
        reply: { call throws(RedisError) in try runScript(call, isReadOnly: true, isSHA: true) })
}
