/// The scripts and libraries of one server, and what runs of them at the moment.
///
/// A script is one command: what it does is committed with its turn, and nothing else runs meanwhile. When it takes
/// longer than `busy-reply-threshold`, the commands that came meanwhile are looked at, and answered with `BUSY` unless
/// they end the script.
final class Scripts {
    unowned let engine: Engine
    private var evalInterpreter: LuaInterpreter?
    private var functionInterpreter: LuaInterpreter?
    /// By the SHA-1 of its text.
    private var cache: [String: CachedScript] = [:]
    var libraries: [String: FunctionLibrary] = [:]
    /// The library that loads.
    var loading: FunctionLibrary?
    var loadingStartedAt: Int64 = 0
    private(set) var running: RunningScript?

    struct CachedScript {
        var text: [UInt8]
        var reference: LuaInterpreter.Reference
        var flags: ScriptFlags
    }

    init(engine: Engine) {
        self.engine = engine
        // What was loaded before the last start; code that no longer loads is left alone.
        for (_, code) in engine.keyspace.libraries.elements { _ = try? loadLibrary(code, replaces: true) }
    }

    // MARK: - Interpreters

    var eval: LuaInterpreter {
        if let evalInterpreter { return evalInterpreter }
        let made = LuaInterpreter(scripts: self, isForFunctions: false)
        evalInterpreter = made
        return made
    }

    var functions: LuaInterpreter {
        if let functionInterpreter { return functionInterpreter }
        let made = LuaInterpreter(scripts: self, isForFunctions: true)
        functionInterpreter = made
        return made
    }

    var evalMemory: Int { evalInterpreter?.memory ?? 0 }
    var functionMemory: Int { functionInterpreter?.memory ?? 0 }
    var cachedCount: Int { cache.count }
    var cachedBytes: Int { cache.values.reduce(0) { $0 + $1.text.count + 104 } }
    var functionCount: Int { libraries.values.reduce(0) { $0 + $1.functions.count } }

    // MARK: - The cache

    func contains(_ sha: String) -> Bool { cache[sha] != nil }

    func script(_ sha: String) -> CachedScript? { cache[sha] }

    /// Compiles the script unless it is known, and returns its SHA-1.
    func load(_ text: [UInt8]) throws(RedisError) -> String {
        let sha = sha1Hex(text)
        if cache[sha] != nil { return sha }
        let (flags, code) = try ScriptFlags.read(shebangOf: text)
        switch eval.compile(code, chunk: "@user_script") {
        case .failure(let message):
            throw RedisError("ERR Error compiling script (new function): \(message.text)")
        case .success(let reference):
            cache[sha] = CachedScript(text: text, reference: reference, flags: flags)
            return sha
        }
    }

    func flush() {
        cache = [:]
        evalInterpreter = nil
    }

    /// Ends the state of the functions; its libraries are gone, also from `keyspace` where one is given.
    func flushFunctions(_ keyspace: Keyspace?) {
        for name in libraries.keys.sorted() { keyspace?.apply(.library(Key(name), nil), in: 0) }
        libraries = [:]
        functionInterpreter = nil
    }

    // MARK: - Running

    /// What the script or the function that `words` run declares; nothing when that cannot be known.
    func declaredFlags(of command: Command, _ words: [[UInt8]]) -> ScriptFlags {
        guard words.count > 1 else { return [] }
        let name = String(decoding: words[1], as: UTF8.self)
        switch command.name {
        case "fcall", "fcall_ro": return function(name)?.flags ?? []
        case "evalsha", "evalsha_ro": return script(name.lowercased())?.flags ?? []
        default: return (try? ScriptFlags.read(shebangOf: words[1]).flags) ?? []
        }
    }

    /// Runs what `reference` is in `interpreter`, as `name`.
    func run(
        _ reference: LuaInterpreter.Reference, in interpreter: LuaInterpreter, name: String, flags: ScriptFlags,
        isReadOnlyCommand: Bool, keys: [[UInt8]], arguments: [[UInt8]], for call: Invocation
    ) throws(RedisError) -> RESPValue {
        if flags.isDeclared {
            if isReadOnlyCommand, !flags.contains(.noWrites) {
                throw RedisError("ERR Can not execute a script with write flag using *_ro command.")
            }
            if engine.lacksReplicas, !flags.contains(.noWrites) { throw .notEnoughReplicas }
            if engine.isOutOfMemory, !flags.contains(.allowOOM), !flags.contains(.noWrites) {
                throw RedisError(
                    "OOM allow-oom flag is not set on the script, can not run it when used memory > 'maxmemory'")
            }
        }
        if running != nil { throw RedisError("ERR This Redis command is not allowed from script") }
        let client = Client.forScript(of: call.client, now: call.now)
        running = RunningScript(
            name: name, words: call.words, client: client, caller: call.client,
            isReadOnly: isReadOnlyCommand || flags.contains(.noWrites), isFunction: interpreter.isForFunctions,
            allowsOutOfMemory: flags.contains(.allowOOM) || (!flags.isDeclared && !engine.isOutOfMemory),
            startedAt: monotonicMicroseconds())
        defer { running = nil }
        let outcome = interpreter.run(reference, keys: keys, arguments: arguments)
        switch outcome {
        case .value(let value):
            // Answers as the script saw them: its tables have the form of its own version.
            if case .error(let text) = value { throw RedisError(text) }
            return value
        case .error(let error):
            var text = error.text
            if !error.line.isEmpty, !error.source.isEmpty {
                text += " script: \(name), on \(error.source):\(error.line)."
            }
            var failure = RedisError(text)
            failure.isCounted = error.isCounted
            throw failure
        case .failure(let message):
            throw RedisError("ERR Error running script \(name), \(message.prefix(100))")
        }
    }

    var version: RESPVersion { running?.client.version ?? .resp2 }

    func setVersion(_ version: RESPVersion) { running?.client.version = version }

    /// A command of the script that runs. A failure says why it never ran.
    func call(_ words: [[UInt8]]) -> Result<RESPValue, LuaMessage> {
        guard let running else { return .failure(LuaMessage(text: "no script is running")) }
        guard let command = engine.table.find(words), command.accepts(words.count) else {
            let text =
                engine.table.find(words) == nil
                ? "Unknown Redis command called from script" : "Wrong number of args calling Redis command from script"
            engine.noteRejection(of: engine.table.find(words), error: "ERR")
            return .failure(LuaMessage(text: text))
        }
        if let refusal = refusal(of: command, words, running) {
            engine.noteRejection(of: command, error: refusal.hasPrefix("-OOM") ? "OOM" : "ERR")
            return .failure(LuaMessage(text: refusal))
        }
        if command.flags.contains(.write) { running.hasWritten = true }
        return .success(engine.runInside(command, words, running.client))
    }

    private func refusal(of command: Command, _ words: [[UInt8]], _ running: RunningScript) -> String? {
        if command.flags.contains(.noscript), !engine.allowsAllInScripts {
            return "This Redis command is not allowed from script"
        }
        if let denial = engine.access.denial(of: command, words, for: running.client) {
            engine.access.log(denial, client: running.caller, context: .lua, now: engine.keyspace.now)
            return "The user executing the script " + denial.scriptText
        }
        if running.isReadOnly, !command.flags.isDisjoint(with: [.write]) || command.mayReplicate {
            return "Write commands are not allowed from read-only scripts."
        }
        if command.flags.contains(.write), engine.lacksReplicas, !running.hasWritten {
            return "-" + RedisError.notEnoughReplicas.text
        }
        if command.flags.contains(.denyoom), engine.isOutOfMemory, !running.allowsOutOfMemory, !running.hasWritten {
            return "-OOM command not allowed when used memory > 'maxmemory'."
        }
        return nil
    }

    /// What `redis.acl_check_cmd` answers; the raw values are those of `CLuaGlue.h`.
    enum Permission: Int32 {
        case granted = 0
        case denied
        case unknownCommand
    }

    func check(_ words: [[UInt8]]) -> Permission {
        guard let running, let command = engine.table.find(words) else { return .unknownCommand }
        return engine.access.denial(of: command, words, for: running.client) == nil ? .granted : .denied
    }

    func log(_ level: Int, _ text: [UInt8]) {
        engine.logLine(level: level, String(decoding: text, as: UTF8.self))
    }

    // MARK: - Taking long

    /// Why what runs must end; nil lets it go on.
    func interruption() -> String? {
        if loading != nil {
            let elapsed = (monotonicMicroseconds() - loadingStartedAt) / 1000
            return elapsed > 500 ? "FUNCTION LOAD timeout" : nil
        }
        guard let running else { return nil }
        let threshold = engine.settings.integer("busy-reply-threshold")
        let elapsed = (monotonicMicroseconds() - running.startedAt) / 1000
        if threshold > 0, elapsed >= threshold {
            running.isBusy = true
            engine.serveWhileBusy()
        }
        return running.isKilled ? "Script killed by user with SCRIPT KILL..." : nil
    }

    /// `SCRIPT KILL` and `FUNCTION KILL`.
    func kill(isFunction: Bool) throws(RedisError) {
        guard let running else { throw RedisError("NOTBUSY No scripts in execution right now.") }
        if running.hasWritten {
            throw RedisError(
                "UNKILLABLE Sorry the script already executed write commands against the dataset. You can either wait the script termination or kill the server in a hard way using the SHUTDOWN NOSAVE command."
            )
        }
        if running.isFunction != isFunction { throw running.busyError }
        running.isKilled = true
    }
}

/// The script that runs.
final class RunningScript {
    let name: String
    let words: [[UInt8]]
    /// Runs its commands.
    let client: Client
    /// Who sent the script.
    let caller: Client
    let isReadOnly: Bool
    let isFunction: Bool
    let allowsOutOfMemory: Bool
    /// In microseconds of the machine's steady clock.
    let startedAt: Int64
    var hasWritten = false
    var isBusy = false
    var isKilled = false

    init(
        name: String, words: [[UInt8]], client: Client, caller: Client, isReadOnly: Bool, isFunction: Bool,
        allowsOutOfMemory: Bool, startedAt: Int64
    ) {
        self.name = name
        self.words = words
        self.client = client
        self.caller = caller
        self.isReadOnly = isReadOnly
        self.isFunction = isFunction
        self.allowsOutOfMemory = allowsOutOfMemory
        self.startedAt = startedAt
    }

    /// What others are told meanwhile.
    var busyError: RedisError {
        let verb = isFunction ? "FUNCTION" : "SCRIPT"
        return RedisError(
            "BUSY Redis is busy running a script. You can only call \(verb) KILL or SHUTDOWN NOSAVE.")
    }
}
