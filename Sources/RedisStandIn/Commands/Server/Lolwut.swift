import Fidelity

extension Command {
    /// `LOLWUT [VERSION version]`
    ///
    /// Display some computer art and the Redis version. See <https://redis.io/commands/lolwut/>.
    static let lolwut = Command(
        "lolwut", arity: -1, flags: [.readonly, .fast], group: .server, since: "5.0.0",
        summary: "Display some computer art and the Redis version",
        fidelity: .approximate("the version, without the art"),
        reply: { call throws(RedisError) in
            .verbatim(format: "txt", Array("Redis ver. \(redisVersion)\n".utf8))
        })
}
