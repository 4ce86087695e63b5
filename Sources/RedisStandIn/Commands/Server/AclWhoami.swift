extension Command {
    /// `ACL WHOAMI`
    ///
    /// Return the name of the user associated to the current connection. See <https://redis.io/commands/acl-whoami/>.
    static let aclWhoami = Command(
        "acl|whoami", arity: 2, flags: [.noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "Return the name of the user associated to the current connection",
        reply: { call throws(RedisError) in call.client.user.map { .text($0.name) } ?? .null })
}
