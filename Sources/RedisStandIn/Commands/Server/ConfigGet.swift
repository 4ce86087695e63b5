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
                let text = String(decoding: pattern, as: UTF8.self)
                if let parameter = call.engine.settings.parameter(text.lowercased()) {
                    // A whole name comes back as it was written.
                    if seen.insert(parameter.name).inserted { pairs += [.text(text), .text(parameter.value)] }
                    continue
                }
                for parameter in call.engine.settings.parameters
                where Glob.matches(Array(parameter.name.utf8), pattern: pattern, ignoresCase: true) {
                    if seen.insert(parameter.name).inserted {
                        pairs += [.text(parameter.name), .text(parameter.value)]
                    }
                }
            }
            return .map(pairs)
        })
}
