import Fidelity

extension Command {
    /// The subcommands of `SCRIPT`. See <https://redis.io/commands/script/>.
    static let script = Command(
        "script", arity: -2, flags: [], group: .scripting, since: "2.6.0",
        summary: "A container for Lua scripts management commands",
        subcommands: [
            .scriptDebug, .scriptExists, .scriptFlush, .help("script", since: "5.0.0"), .scriptKill, .scriptLoad,
        ],
        body: .container)

    static let scriptDebug = Command(
        "script|debug", arity: 3, flags: [.noscript], group: .scripting, since: "3.2.0",
        summary: "Set the debug mode for executed scripts.",
        fidelity: .approximate("there is no debugger: the mode is checked and forgotten"),
        reply: { call throws(RedisError) in
            guard ["YES", "SYNC", "NO"].contains(call.option(2)) else {
                throw RedisError("ERR Use SCRIPT DEBUG YES/SYNC/NO")
            }
            return .ok
        })

    static let scriptExists = Command(
        "script|exists", arity: -3, flags: [.noscript], group: .scripting, since: "2.6.0",
        summary: "Check existence of scripts in the script cache.",
        reply: { call throws(RedisError) in
            .array(
                call.rest(from: 2).map { sha in
                    .integer(call.engine.scripts.contains(String(decoding: sha, as: UTF8.self).lowercased()) ? 1 : 0)
                })
        })

    static let scriptFlush = Command(
        "script|flush", arity: -2, flags: [.noscript], group: .scripting, since: "2.6.0",
        summary: "Remove all the scripts from the script cache.",
        reply: { call throws(RedisError) in
            if call.count > 3 || (call.count == 3 && !["ASYNC", "SYNC"].contains(call.option(2))) {
                throw RedisError("ERR SCRIPT FLUSH only support SYNC|ASYNC option")
            }
            call.engine.scripts.flush()
            return .ok
        })

    static let scriptKill = Command(
        "script|kill", arity: 2, flags: [.noscript, .allowBusy], group: .scripting, since: "2.6.0",
        summary: "Kill the script currently in execution.",
        reply: { call throws(RedisError) in
            try call.engine.scripts.kill(isFunction: false)
            return .ok
        })

    static let scriptLoad = Command(
        "script|load", arity: 3, flags: [.noscript, .stale], group: .scripting, since: "2.6.0",
        summary: "Load the specified Lua script into the script cache.",
        reply: { call throws(RedisError) in .text(try call.engine.scripts.load(call[2])) })
}
