extension Command {
    /// `HELLO [protover [AUTH username password] [SETNAME clientname]]`
    ///
    /// Handshake with Redis. See <https://redis.io/commands/hello/>.
    static let hello = Command(
        "hello", arity: -1, flags: [.noscript, .loading, .stale, .fast, .noAuth, .allowBusy], group: .connection,
        since: "6.0.0",
        summary: "Handshake with Redis",
        reply: { call throws(RedisError) in
            var version = call.client.version
            if call.count > 1 {
                guard let number = Int64(redisBytes: call[1]) else { throw .protocolNotInteger }
                guard let asked = RESPVersion(rawValue: Int(clamping: number)) else { throw .unsupportedProtocol }
                version = asked
            }
            var user = call.client.user
            var name = call.client.name
            var index = 2
            while index < call.count {
                let rest = call.count - index - 1
                if call.option(index) == "AUTH", rest >= 2 {
                    user = try authenticatedUser(call, name: call[index + 1], password: call[index + 2])
                    index += 3
                } else if call.option(index) == "SETNAME", rest >= 1 {
                    name = try clientName(call[index + 1], what: "Client names")
                    index += 2
                } else {
                    throw RedisError(
                        "ERR Syntax error in HELLO option '\(String(decoding: call[index], as: UTF8.self))'")
                }
            }
            guard let user else { throw .helloWithoutAuthentication }
            call.client.user = user
            call.client.name = name
            call.client.version = version
            return .map([
                .text("server"), .text("redis"), .text("version"), .text(redisVersion), .text("proto"),
                .integer(Int64(version.rawValue)), .text("id"), .integer(call.client.id), .text("mode"),
                .text("standalone"), .text("role"), .text("master"), .text("modules"), .array([]),
            ])
        })
}
