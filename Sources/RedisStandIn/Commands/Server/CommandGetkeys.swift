extension Command {
    /// `COMMAND GETKEYS`
    ///
    /// Extract keys given a full Redis command. See <https://redis.io/commands/command-getkeys/>.
    static let commandGetkeys = Command(
        "command|getkeys", arity: -4, flags: [.loading, .stale], group: .server, since: "2.8.13",
        summary: "Extract keys given a full Redis command",
        reply: { call throws(RedisError) in
            let words = Array(call.rest(from: 2))
            guard let name = words.first, let parent = call.engine.table.command(name) else {
                throw RedisError("ERR Invalid command specified")
            }
            let command = words.count > 1 ? call.engine.table.subcommand(words[1], of: parent) ?? parent : parent
            if !command.accepts(words.count) {
                throw RedisError("ERR Invalid number of arguments specified for command")
            }
            let keys = command.keys(in: words)
            if keys.isEmpty { throw RedisError("ERR The command has no key arguments") }
            return .array(keys.map { .bulk($0) })
        })
}
