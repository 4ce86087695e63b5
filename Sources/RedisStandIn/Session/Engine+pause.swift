/// `CLIENT PAUSE`: commands that are put off until it is over.
extension Engine {
    /// What `CLIENT PAUSE` holds back.
    struct Pause {
        var until: Int64
        var onlyWrites: Bool
    }

    var isPaused: Bool { pause != nil }

    func mustPause(_ command: Command, _ client: Client) -> Bool {
        guard let pause else { return false }
        if pause.until <= keyspace.now {
            resume()
            return false
        }
        if client.isScript { return false }
        if !pause.onlyWrites { return true }
        if command.name == "exec" {
            return client.transaction?.flags.contains(.write) == true || client.transaction?.mayReplicate == true
        }
        if client.transaction != nil { return command.flags.contains(.write) || command.mayReplicate }
        return command.flags.contains(.write) || command.mayReplicate
    }

    /// The client's command, and what it sends after it, wait for the end of the pause.
    func postpone(_ words: [[UInt8]], _ client: Client) {
        client.postponed = words
        postponedClients.append(client)
        commandsProcessed &-= 1
    }

    /// The later end and the stricter kind of two pauses count.
    func startPause(until: Int64, onlyWrites: Bool) {
        let old = pause
        pause = Pause(
            until: max(until, old?.until ?? 0),
            onlyWrites: onlyWrites && old?.onlyWrites != false)
    }

    func resume() {
        pause = nil
        let clients = postponedClients
        postponedClients = []
        for client in clients where !client.isClosing {
            touch(client)
            resumed.insert(client, at: 0)
        }
    }
}
