import Fidelity

extension Command {
    /// `SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [ABORT]`
    ///
    /// Synchronously save the dataset to disk and then shut down the server. See
    /// <https://redis.io/commands/shutdown/>.
    static let shutdown = Command(
        "shutdown", arity: -1, flags: [.admin, .noscript, .loading, .stale, .noMulti, .allowBusy], group: .server,
        since: "1.0.0",
        summary: "Synchronously save the dataset to disk and then shut down the server",
        fidelity: .approximate("every client is closed; the process ends only where the stand-in runs alone"),
        outcome: { call throws(RedisError) in
            var options: Set<String> = []
            for index in 1..<max(1, call.count) {
                guard ["NOSAVE", "SAVE", "NOW", "FORCE", "ABORT"].contains(call.option(index)) else { throw .syntax }
                options.insert(call.option(index))
            }
            if options.isSuperset(of: ["SAVE", "NOSAVE"]) || (options.contains("ABORT") && options.count > 1) {
                throw .syntax
            }
            if options.contains("ABORT") { throw RedisError("ERR No shutdown in progress.") }
            call.engine.shutDown()
            for client in call.engine.clients where client !== call.client { call.engine.close(client) }
            call.engine.close(call.client)
            return .replies([])
        })
}
