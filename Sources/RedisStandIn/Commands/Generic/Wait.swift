extension Command {
    /// `WAIT numreplicas timeout`
    ///
    /// Wait for the synchronous replication of all the write commands sent in the context of the current connection.
    /// See <https://redis.io/commands/wait/>.
    static let wait = Command(
        "wait", arity: 3, flags: [.noscript], group: .generic, since: "3.0.0",
        summary:
            "Wait for the synchronous replication of all the write commands sent in the context of the current connection",
        outcome: { call throws(RedisError) in
            let wanted = try call.integer(1)
            let timeout = try call.integer(2, or: .timeoutNotAnInteger)
            if timeout < 0 { throw .negativeTimeout }
            let (deadline, overflowed) = call.now.addingReportingOverflow(timeout)
            if overflowed { throw .timeoutOutOfRange }
            let (client, replication) = (call.client, call.engine.replication)
            let count = replication?.count(at: client.writtenOffset) ?? 0
            if count >= wanted || client.transaction != nil { return .reply(.count(count)) }
            client.awaitedOffset = client.writtenOffset
            replication?.askForAcknowledgements()
            return .wait(
                WaitRequest(keys: [], deadline: timeout == 0 ? nil : deadline, timeoutReply: .count(count)) {
                    _, _ throws(RedisError) in nil
                })
        })
}
