extension Command {
    /// `EXEC`
    ///
    /// Execute all commands issued after MULTI. See <https://redis.io/commands/exec/>.
    static let exec = Command(
        "exec", arity: 1, flags: [.noscript, .loading, .stale, .skipSlowlog], group: .transactions, since: "1.2.0",
        summary: "Execute all commands issued after MULTI",
        reply: { call throws(RedisError) in
            guard let transaction = call.client.transaction else { throw .execWithoutMulti }
            defer {
                call.client.transaction = nil
                call.engine.unwatch(call.client)
            }
            if transaction.isAborted { throw .abortedTransaction }
            // Keys that were watched and have expired since are removed here, which marks the client.
            for watched in call.client.watched {
                if call.client.watchedStale.contains(watched) { continue }
                _ = call.keyspace.entry(watched.key, in: watched.database, isPeek: true)
            }
            if call.client.isDirty { return .nullArray }
            var replies: [RESPValue] = []
            for (command, words) in transaction.queued {
                if let denial = call.engine.access.denial(of: command, words, for: call.client) {
                    call.engine.access.log(denial, client: call.client, context: .multi, now: call.now)
                    let reason = denial.scriptText
                    replies.append(
                        .error(
                            "NOPERM ACLs rules changed between the moment the transaction was accumulated and the EXEC call. This command is no longer allowed for the following reason: \(reason)"
                        ))
                    continue
                }
                do throws(RedisError) {
                    switch try call.engine.outcome(of: command, words, call.client) {
                    case .reply(let reply), .close(let reply): replies.append(reply)
                    case .replies(let several): replies.append(contentsOf: several)
                    case .wait(let request): replies.append(request.transactionReply ?? request.timeoutReply)
                    }
                } catch {
                    replies.append(.error(error.text))
                }
            }
            return .array(replies)
        })
}
