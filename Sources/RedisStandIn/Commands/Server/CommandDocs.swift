extension Command {
    /// `COMMAND DOCS [command-name [command-name ...]]`
    ///
    /// Get array of specific Redis command documentation. See <https://redis.io/commands/command-docs/>.
    static let commandDocs = Command(
        "command|docs", arity: -2, flags: [.loading, .stale], group: .server, since: "7.0.0",
        summary: "Get array of specific Redis command documentation",
        reply: { call throws(RedisError) in
            if call.count == 2 {
                return .map(
                    call.engine.table.commands.filter(\.isSupported).flatMap { [.text($0.name), $0.documentation] })
            }
            return .map(
                call.rest(from: 2).flatMap { name -> [RESPValue] in
                    guard let command = call.engine.table.command(fullName: name), command.isSupported else {
                        return []
                    }
                    return [.text(command.name), command.documentation]
                })
        })
}
