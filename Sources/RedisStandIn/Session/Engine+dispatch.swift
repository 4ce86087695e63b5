import Fidelity

/// From words to a reply: the checks of `processCommand` of Redis 7.0 (server.c), in its order.
extension Engine {
    func run(_ words: [[UInt8]], for client: Client) {
        if busy == nil, mayTakeLong(words, client) {
            runInFiber(words, for: client)
        } else {
            runNow(words, for: client)
        }
    }

    func runNow(_ words: [[UInt8]], for client: Client) {
        defer { if let replication { replication.flush(for: client) } }
        commandsProcessed &+= 1
        client.lastActive = keyspace.now
        do throws(RedisError) {
            let command = try resolve(words)
            client.lastRun = command
            try check(command, words, client)
            if isPaused, mustPause(command, words, client) { return postpone(words, client) }
            if client.transaction != nil, !command.runsInsideMulti {
                client.transaction?.queue(command, words, mayReplicate: mayReplicate(command, words))
                return answer(client, .reply(.simple("QUEUED")))
            }
            answer(client, try outcome(of: command, words, client))
            if let tracking = client.tracking, client.transaction == nil, !command.name.hasPrefix("client|") {
                tracking.caching = nil
            }
            if hasInvalidations { sendInvalidations() }
        } catch {
            if !error.isCounted { noteError(error.text) }
            if error.abortsTransaction {
                if let command = table.find(words) { statistics.noteRejection(of: command) }
                if client.transaction != nil { client.transaction?.isAborted = true }
                if words.first.flatMap({ table.command($0)?.name }) == "exec" {
                    client.transaction = nil
                    unwatch(client)
                    return answer(client, .reply(.error(RedisError.abortedTransaction(because: error).text)))
                }
            }
            answer(client, .reply(.error(error.text)))
            if hasInvalidations { sendInvalidations() }
        }
    }

    /// Runs `command`, which has been checked, and counts it; what it waits for is noted.
    func outcome(of command: Command, _ words: [[UInt8]], _ client: Client) throws(RedisError) -> Outcome {
        note(command)
        // A script is shown before the commands it runs, everything else once it is done.
        if !monitors.isEmpty, command.runsScripts { showToMonitors(words, client) }
        let outer = currentCommand
        let outerClient = currentClient
        currentCommand = command
        currentClient = client
        let start = lastMoment == 0 ? monotonicMicroseconds() : lastMoment
        defer {
            currentCommand = outer
            currentClient = outerClient
        }
        let database = client.database
        replication?.effects = []
        defer { replication?.note(command, words, in: database) }
        do throws(RedisError) {
            let outcome = try bareOutcome(of: command, words, client)
            // What waits is counted when it is answered.
            if client.wait == nil { noteTime(since: start, command, words, client) }
            if !monitors.isEmpty { feedMonitors(command, words, client) }
            if !trackingClients.isEmpty, (client.scriptCaller ?? client).tracking != nil,
                command.flags.contains(.readonly), !command.runsScripts
            {
                if let running = scripts.running, client.isScript {
                    // What a script reads is what it declared.
                    if let script = table.find(running.words) { trackKeys(script, running.words, running.caller) }
                } else {
                    trackKeys(command, words, client)
                }
            }
            if case .reply(.error(let text)) = outcome { noteFailure(of: command, text) }
            return outcome
        } catch {
            noteTime(since: start, command, words, client)
            if !monitors.isEmpty { feedMonitors(command, words, client) }
            statistics.noteFailure(of: command)
            if !error.isCounted { noteError(error.text) }
            var counted = error
            counted.isCounted = true
            throw counted
        }
    }

    private func bareOutcome(of command: Command, _ words: [[UInt8]], _ client: Client) throws(RedisError) -> Outcome {
        let invocation = Invocation(engine: self, client: client, command: command, words: words)
        switch command.body {
        case .reply(let run): return .reply(try run(invocation))
        case .outcome(let run):
            let outcome = try run(invocation)
            if case .wait(let request) = outcome, client.transaction == nil, !client.isScript {
                startWaiting(client, Client.Waiting(command: command, words: words, request: request))
            }
            return outcome
        case .container: throw .wrongArity(command.name)
        case .unsupported: throw .unknownCommand(words)
        }
    }

    /// Runs a command of a transaction or a script, where nothing waits; errors are replies.
    func runInside(_ command: Command, _ words: [[UInt8]], _ client: Client) -> RESPValue {
        do throws(RedisError) {
            switch try outcome(of: command, words, client) {
            case .reply(let reply), .close(let reply): return reply
            case .replies(let several): return several.first ?? .null
            case .wait(let request): return request.transactionReply ?? request.timeoutReply
            }
        } catch {
            return .error(error.text)
        }
    }

    /// The command, or the subcommand, that `words` name.
    private func resolve(_ words: [[UInt8]]) throws(RedisError) -> Command {
        guard let name = words.first, let command = table.command(name) else { throw .unknownCommand(words).aborting }
        if case .unsupported = command.body {
            note(command)
            throw .unknownCommand(words).aborting
        }
        if !command.subcommands.isEmpty, words.count > 1 {
            guard let subcommand = table.subcommand(words[1], of: command) else {
                throw .unknownSubcommand(words).aborting
            }
            if case .unsupported = subcommand.body {
                note(subcommand)
                throw .unknownSubcommand(words).aborting
            }
            guard subcommand.accepts(words.count) else { throw .wrongArity(subcommand.name).aborting }
            return subcommand
        }
        guard command.accepts(words.count) else { throw .wrongArity(command.name).aborting }
        return command
    }

    private func check(_ command: Command, _ words: [[UInt8]], _ client: Client) throws(RedisError) {
        if command.group == .server, command.name == "debug", settings.text("enable-debug-command") == "no" {
            throw RedisError(
                "ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server."
            ).aborting
        }
        if client.user == nil, !command.flags.contains(.noAuth) { throw .authenticationRequired.aborting }
        if client.transaction != nil, command.flags.contains(.noMulti) { throw .notInTransaction.aborting }
        if let denial = access.denial(of: command, words, for: client) {
            access.log(
                denial, client: client, context: client.transaction == nil ? .toplevel : .multi, now: keyspace.now)
            throw denial.error.aborting
        }
        if limits.memory > 0, !isServingWhileBusy { try checkMemory(command, client) }
        if limits.replicasToWrite > 0, lacksReplicas, writes(command, client) { throw .notEnoughReplicas.aborting }
        if client.version == .resp2, client.isSubscribed, !command.runsWhileSubscribed {
            throw .onlyPubSub(command.name).aborting
        }
        if isServingWhileBusy, !command.flags.contains(.allowBusy), let running = scripts.running {
            throw running.busyError.aborting
        }
    }

    /// Whether the command is one that writes, or executes one.
    private func writes(_ command: Command, _ client: Client) -> Bool {
        if command.name == "exec" { return client.transaction?.flags.contains(.write) == true }
        return command.flags.contains(.write)
    }

    private func checkMemory(_ command: Command, _ client: Client) throws(RedisError) {
        let isDenied: Bool
        if let transaction = client.transaction {
            isDenied =
                command.name == "exec"
                ? transaction.flags.contains(.denyoom) : !["discard", "quit", "reset"].contains(command.name)
        } else {
            isDenied = command.flags.contains(.denyoom)
        }
        isOutOfMemory = !makeRoom()
        if isDenied, isOutOfMemory {
            throw RedisError("OOM command not allowed when used memory > 'maxmemory'.").aborting
        }
    }

    /// Whether `words` are answered at once, change nothing, and take no longer the more there is to read.
    func isLookup(_ words: [[UInt8]], for client: Client) -> Bool {
        guard let name = words.first, let flags = table.command(name)?.flags, flags.contains([.readonly, .fast]),
            !flags.contains(.blocking)
        else { return false }
        return client.wait == nil && client.transaction == nil && client.postponed == nil && client.input.isEmpty
            && client.replyMode == .on
    }

    /// Sends what the command came to, unless the client asked for no replies.
    func answer(_ client: Client, _ outcome: Outcome) {
        switch client.replyMode {
        case .on: break
        case .off: return answerSilently(client, outcome)
        case .skipNext:
            client.replyMode = .skipping
            return
        case .skipping:
            client.replyMode = .on
            return answerSilently(client, outcome)
        }
        switch outcome {
        case .reply(let value): client.send(value)
        case .replies(let values):
            for (index, value) in values.enumerated() { client.send(value, index == 0 ? .reply : .more) }
        case .wait: break
        case .close(let value):
            client.send(value)
            close(client)
        }
    }
}

extension Engine {
    /// A client that asked for no replies is still told what is pushed.
    private func answerSilently(_ client: Client, _ outcome: Outcome) {
        switch outcome {
        case .replies(let values): for value in values { client.send(value, .more) }
        case .close: close(client)
        case .reply, .wait: break
        }
    }
}

extension RedisError {
    /// The same error, met before the command ran: a transaction that meets it cannot be executed.
    var aborting: RedisError {
        var copy = self
        copy.abortsTransaction = true
        return copy
    }
}
