extension Command {
    /// `MONITOR`
    ///
    /// Listen for all requests received by the server in real time. See <https://redis.io/commands/monitor/>.
    static let monitor = Command(
        "monitor", arity: 1, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "1.0.0",
        summary: "Listen for all requests received by the server in real time",
        reply: { call throws(RedisError) in
            if !call.engine.monitors.contains(where: { $0 === call.client }) {
                call.engine.monitors.append(call.client)
                call.client.isMonitoring = true
            }
            return .ok
        })
}
