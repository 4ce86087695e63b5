import Fidelity

extension Command {
    /// `COMMAND INFO [command-name [command-name ...]]`
    ///
    /// Get array of specific Redis command details, or all when no argument is given. See
    /// <https://redis.io/commands/command-info/>.
    static let commandInfo = Command(
        "command|info", arity: -2, flags: [.loading, .stale], group: .server, since: "2.8.13",
        summary: "Get array of specific Redis command details, or all when no argument is given",
        fidelity: .approximate("key specifications of commands with movable keys are left out"),
        reply: { call throws(RedisError) in
            if call.count == 2 { return .array(allCommandInfo(call)) }
            return .array(
                call.rest(from: 2).map { name in
                    call.engine.table.command(fullName: name).flatMap { $0.isSupported ? $0.information : nil } ?? .null
                })
        })
}
