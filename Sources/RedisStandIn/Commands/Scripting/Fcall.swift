extension Command {
    /// `FCALL function numkeys [key [key ...]] [arg [arg ...]]`
    ///
    /// Invoke a function. See <https://redis.io/commands/fcall/>.
    static let fcall = Command(
        "fcall", arity: -3, flags: [.noscript, .stale, .skipMonitor, .noMandatoryKeys, .movableKeys], group: .scripting,
        since: "7.0.0",
        summary: "Invoke a function",
        reply: { call throws(RedisError) in try callFunction(call, isReadOnly: false) })

    /// `FCALL_RO function numkeys [key [key ...]] [arg [arg ...]]`
    ///
    /// Invoke a read-only function. See <https://redis.io/commands/fcall_ro/>.
    static let fcallRo = Command(
        "fcall_ro", arity: -3, flags: [.readonly, .noscript, .stale, .skipMonitor, .noMandatoryKeys, .movableKeys],
        group: .scripting, since: "7.0.0",
        summary: "Invoke a read-only function",
        reply: { call throws(RedisError) in try callFunction(call, isReadOnly: true) })
}
