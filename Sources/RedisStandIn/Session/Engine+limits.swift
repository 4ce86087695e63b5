/// What clients are held to.
extension Engine {
    func limitsChanged() {
        keyspace.frequency =
            limits.eviction.countsFrequency ? AccessFrequency.Counting(settings: limits.frequency, random: random) : nil
    }

    /// Closes a client that lets too much wait for it: `client-output-buffer-limit`.
    func checkOutput(of client: Client) {
        let limit = client.isSubscribed ? limits.pubSubOutput : limits.normalOutput
        if limit.hard == 0 && limit.soft == 0 { return }
        let waiting = client.outputBytes
        if limit.soft > 0, waiting > limit.soft {
            let since = client.overSoftLimitSince ?? keyspace.now
            client.overSoftLimitSince = since
            if keyspace.now - since > limit.softSeconds * 1000 { return cutOff(client) }
        } else {
            client.overSoftLimitSince = nil
        }
        if limit.hard > 0, waiting > limit.hard { cutOff(client) }
    }

    /// Closes connections that have asked for nothing for longer than `timeout`; those that wait for something may.
    func closeIdleClients() {
        nextIdleCheck = keyspace.now + 1000
        let (limit, overflowed) = limits.idleSeconds.multipliedReportingOverflow(by: 1000)
        if overflowed { return }
        for client in clients
        where client.isConnection && client.wait == nil && !client.isSubscribed && !client.isReplica {
            if keyspace.now - client.lastActive > limit { close(client) }
        }
    }

    /// Closes the connection at once: nobody reads what waits for it.
    private func cutOff(_ client: Client) {
        client.isCutOff = true
        close(client)
    }
}
