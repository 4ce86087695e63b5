import Fidelity

/// From words to a reply: the checks of `processCommand` of Redis 7.0 (server.c), in its order.
extension Engine {
    func run(_ words: [[UInt8]], for client: Client) {
        commandsProcessed &+= 1
        client.lastActive = keyspace.now
        do throws(RedisError) {
            let command = try resolve(words)
            client.lastRun = command
            try checkPermission(to: command, client)
            if client.transaction != nil, !command.runsInsideMulti {
                client.transaction?.queued.append((command, words))
                client.transaction?.bytes += words.reduce(0) { $0 + $1.count }
                return answer(client, .reply(.simple("QUEUED")))
            }
            answer(client, try outcome(of: command, words, client))
        } catch {
            if error.abortsTransaction, words.first.flatMap({ table.command($0)?.name }) == "exec" {
                client.transaction = nil
                unwatch(client)
                return answer(client, .reply(.error(RedisError.abortedTransaction(because: error).text)))
            }
            if client.transaction != nil, error.abortsTransaction { client.transaction?.isAborted = true }
            answer(client, .reply(.error(error.text)))
        }
    }

    /// Runs `command`, which has been checked; what it waits for is not yet noted.
    func outcome(of command: Command, _ words: [[UInt8]], _ client: Client) throws(RedisError) -> Outcome {
        let invocation = Invocation(engine: self, client: client, command: command, words: words)
        note(command)
        switch command.body {
        case .reply(let run): return .reply(try run(invocation))
        case .outcome(let run):
            let outcome = try run(invocation)
            if case .wait(let request) = outcome, client.transaction == nil {
                startWaiting(client, Client.Waiting(command: command, words: words, request: request))
            }
            return outcome
        case .container, .unsupported: throw .unknownCommand(words)
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

    private func checkPermission(to command: Command, _ client: Client) throws(RedisError) {
        if !command.flags.contains(.noAuth) {
            switch client.access {
            case .readWrite: break
            case .readOnly:
                if let user = client.user, !user.may(run: command) {
                    throw .noPermission(user.name, command.name).aborting
                }
            case nil: throw .authenticationRequired.aborting
            }
        }
        if client.transaction != nil, command.flags.contains(.noMulti) {
            throw .notInTransaction.aborting
        }
        if client.version == .resp2, client.isSubscribed, !command.runsWhileSubscribed {
            throw .onlyPubSub(command.name).aborting
        }
    }

    /// Sends what the command came to, unless the client asked for no replies.
    func answer(_ client: Client, _ outcome: Outcome) {
        switch client.replyMode {
        case .on: break
        case .off: return
        case .skipNext:
            client.replyMode = .skipping
            return
        case .skipping:
            client.replyMode = .on
            return
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

extension RedisError {
    /// The same error, met before the command ran: a transaction that meets it cannot be executed.
    var aborting: RedisError {
        var copy = self
        copy.abortsTransaction = true
        return copy
    }
}
