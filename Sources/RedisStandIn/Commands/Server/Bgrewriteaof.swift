import Fidelity

extension Command {
    /// `BGREWRITEAOF`
    ///
    /// Asynchronously rewrite the append-only file. See <https://redis.io/commands/bgrewriteaof/>.
    static let bgrewriteaof = Command(
        "bgrewriteaof", arity: 1, flags: [.admin, .noscript, .noAsyncLoading], group: .server, since: "1.0.0",
        summary: "Asynchronously rewrite the append-only file",
        fidelity: .approximate("the log is folded into the tables all the time: there is nothing to do"),
        reply: { call throws(RedisError) in .simple("Background append only file rewriting started") })
}
