extension Command {
    /// `CONFIG GET parameter [parameter ...]`
    ///
    /// Get the values of configuration parameters. See <https://redis.io/commands/config-get/>.
    static let configGet = Command(
        "config|get", arity: -3, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.0.0",
        summary: "Get the values of configuration parameters",
        reply: { call throws(RedisError) in
            var seen: Set<String> = []
            var pairs: [RESPValue] = []
            for pattern in call.rest(from: 2) {
                for (name, value) in call.engine.settings.matching(pattern)
                where seen.insert(name.lowercased()).inserted {
                    pairs += [.text(name), .text(value)]
                }
            }
            return .map(pairs)
        })
}
