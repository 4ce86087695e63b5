extension Command {
    /// `CLIENT REPLY <ON|OFF|SKIP>`
    ///
    /// Instruct the server whether to reply to commands. See <https://redis.io/commands/client-reply/>.
    static let clientReply = Command(
        "client|reply", arity: 3, flags: [.noscript, .loading, .stale], group: .connection, since: "3.2.0",
        summary: "Instruct the server whether to reply to commands",
        reply: { call throws(RedisError) in
            let modes: [String: Client.ReplyMode] = ["ON": .on, "OFF": .off, "SKIP": .skipNext]
            guard let mode = modes[call.option(2)] else { throw .syntax }
            if mode == .skipNext, call.client.replyMode == .off { return .ok }
            call.client.replyMode = mode
            return .ok
        })
}
