import Determinism

extension Command {
    /// `TIME`
    ///
    /// Return the current server time. See <https://redis.io/commands/time/>.
    static let time = Command(
        "time", arity: 1, flags: [.loading, .stale, .fast], group: .server, since: "2.6.0",
        summary: "Return the current server time",
        reply: { call throws(RedisError) in
            let now = call.engine.clock.now
            return .array([.text("\(now.seconds)"), .text("\(now.microseconds - now.seconds * 1_000_000)")])
        })
}
