extension Command {
    /// The subcommands of `FUNCTION`. See <https://redis.io/commands/function/>.
    static let function = Command(
        "function", arity: -2, flags: [], group: .scripting, since: "7.0.0",
        summary: "A container for function commands",
        subcommands: [
            .functionDelete, .functionDump, .functionFlush, .help("function", since: "7.0.0"), .functionKill,
            .functionList, .functionLoad, .functionRestore, .functionStats,
        ], body: .container)

    static let functionDelete = Command(
        "function|delete", arity: 3, flags: [.write, .noscript], group: .scripting, since: "7.0.0",
        summary: "Delete a function by name",
        reply: { call throws(RedisError) in
            let name = String(decoding: call[2], as: UTF8.self)
            try call.engine.scripts.deleteLibrary(name)
            call.keyspace.apply(.library(Key(call[2]), nil), in: 0)
            return .ok
        })

    static let functionFlush = Command(
        "function|flush", arity: -2, flags: [.write, .noscript], group: .scripting, since: "7.0.0",
        summary: "Deleting all functions",
        reply: { call throws(RedisError) in
            if call.count > 3 {
                throw RedisError("ERR unknown subcommand or wrong number of arguments for 'flush'. Try FUNCTION HELP.")
            }
            if call.count == 3, !["ASYNC", "SYNC"].contains(call.option(2)) {
                throw RedisError("ERR FUNCTION FLUSH only supports SYNC|ASYNC option")
            }
            call.engine.scripts.flushFunctions(call.keyspace)
            return .ok
        })

    static let functionKill = Command(
        "function|kill", arity: 2, flags: [.noscript, .allowBusy], group: .scripting, since: "7.0.0",
        summary: "Kill the function currently in execution.",
        reply: { call throws(RedisError) in
            try call.engine.scripts.kill(isFunction: true)
            return .ok
        })

    static let functionLoad = Command(
        "function|load", arity: -3, flags: [.write, .denyoom, .noscript], group: .scripting, since: "7.0.0",
        summary: "Create a function with the given arguments (name, code, description)",
        reply: { call throws(RedisError) in
            var replaces = false
            for index in 2..<(call.count - 1) {
                guard call.option(index) == "REPLACE" else {
                    throw RedisError("ERR Unknown option given: \(String(decoding: call[index], as: UTF8.self))")
                }
                replaces = true
            }
            let code = call[call.count - 1]
            let library = try call.engine.scripts.loadLibrary(code, replaces: replaces)
            call.keyspace.apply(.library(Key(library.name), code), in: 0)
            return .text(library.name)
        })

    static let functionList = Command(
        "function|list", arity: -2, flags: [.noscript], group: .scripting, since: "7.0.0",
        summary: "List information about all the functions",
        reply: { call throws(RedisError) in
            var withCode = false
            var pattern: [UInt8]?
            var index = 2
            while index < call.count {
                if !withCode, call.option(index) == "WITHCODE" {
                    withCode = true
                } else if pattern == nil, call.option(index) == "LIBRARYNAME" {
                    guard index + 1 < call.count else {
                        throw RedisError("ERR library name argument was not given")
                    }
                    index += 1
                    pattern = call[index]
                } else {
                    throw RedisError("ERR Unknown argument \(String(decoding: call[index], as: UTF8.self))")
                }
                index += 1
            }
            let libraries = call.engine.scripts.libraries.values.sorted { $0.name < $1.name }.filter { library in
                pattern.map { Glob.matches(Array(library.name.utf8), pattern: $0, ignoresCase: true) } ?? true
            }
            return .array(libraries.map { $0.reply(withCode: withCode) })
        })

    static let functionStats = Command(
        "function|stats", arity: 2, flags: [.noscript, .allowBusy], group: .scripting, since: "7.0.0",
        summary: "Return information about the function currently running (name, description, duration)",
        reply: { call throws(RedisError) in
            let scripts = call.engine.scripts
            var running = RESPValue.null
            if let script = scripts.running {
                running = .map([
                    .text("name"), .text(script.name), .text("command"), .array(script.words.map { .bulk($0) }),
                    .text("duration_ms"), .integer((monotonicMicroseconds() - script.startedAt) / 1000),
                ])
            }
            return .map([
                .text("running_script"), running, .text("engines"),
                .map([
                    .text("LUA"),
                    .map([
                        .text("libraries_count"), .count(scripts.libraries.count), .text("functions_count"),
                        .count(scripts.functionCount),
                    ]),
                ]),
            ])
        })
}

extension FunctionLibrary {
    /// An element of `FUNCTION LIST`.
    fileprivate func reply(withCode: Bool) -> RESPValue {
        var pairs: [RESPValue] = [
            .text("library_name"), .text(name), .text("engine"), .text("LUA"), .text("functions"),
            .array(
                functions.map { function in
                    .map([
                        .text("name"), .text(function.name), .text("description"),
                        function.description.map { .bulk($0) } ?? .null, .text("flags"),
                        .set(function.flags.names.map { .simple($0) }),
                    ])
                }),
        ]
        if withCode { pairs += [.text("library_code"), .bulk(code)] }
        return .map(pairs)
    }
}
