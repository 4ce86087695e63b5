import Fidelity

extension Command {
    /// `INFO [section [section ...]]`
    ///
    /// Get information and statistics about the server. See <https://redis.io/commands/info/>.
    static let info = Command(
        "info", arity: -1, flags: [.loading, .stale], group: .server, since: "1.0.0",
        summary: "Get information and statistics about the server",
        fidelity: .approximate("what this process does not measure is 0"),
        reply: { call throws(RedisError) in
            let asked = Set(call.rest(from: 1).map { String(decoding: $0, as: UTF8.self).lowercased() })
            let extra: Set<String> = ["commandstats", "latencystats"]
            let sections = serverInfo(call).filter { section in
                let name = section.name.lowercased()
                if asked.contains(name) || asked.contains("everything") { return true }
                if asked.contains("all") { return name != "modules" }
                return (asked.isEmpty || asked.contains("default")) && !extra.contains(name)
            }
            let text = sections.map { section in
                "# \(section.name)\r\n" + section.lines.map { "\($0.0):\($0.1)\r\n" }.joined()
            }.joined(separator: "\r\n")
            return .verbatim(format: "txt", Array(text.utf8))
        })
}
