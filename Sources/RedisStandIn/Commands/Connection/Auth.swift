extension Command {
    /// `AUTH [username] password`
    ///
    /// Authenticate to the server. See <https://redis.io/commands/auth/>.
    static let auth = Command(
        "auth", arity: -2, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy], group: .connection,
        since: "1.0.0",
        summary: "Authenticate to the server",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .syntax }
            if call.count == 2, call.engine.access["default"]?.needsNoPassword == true { throw .noPassword }
            let name = call.count == 3 ? call[1] : Array("default".utf8)
            call.client.user = try authenticatedUser(call, name: name, password: call[call.count - 1])
            return .ok
        })
}
