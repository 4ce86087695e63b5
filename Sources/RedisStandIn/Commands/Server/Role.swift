extension Command {
    /// `ROLE`
    ///
    /// Return the role of the instance in the context of replication. See <https://redis.io/commands/role/>.
    static let role = Command(
        "role", arity: 1, flags: [.noscript, .loading, .stale, .fast], group: .server, since: "2.8.12",
        summary: "Return the role of the instance in the context of replication",
        reply: { call throws(RedisError) in
            let replication = call.engine.replication
            return .array([
                .text("master"), .integer(replication?.offset ?? 0),
                .array((replication?.replicas ?? []).map(\.roleReply)),
            ])
        })
}
