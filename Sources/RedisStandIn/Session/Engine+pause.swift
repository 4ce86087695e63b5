/// `CLIENT PAUSE`: commands that are put off until it is over.
extension Engine {
    /// What `CLIENT PAUSE` holds back.
    struct Pause {
        var until: Int64
        var onlyWrites: Bool
    }

    var isPaused: Bool { pause != nil }

    func mustPause(_ command: Command, _ words: [[UInt8]], _ client: Client) -> Bool {
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
        return command.flags.contains(.write) || mayReplicate(command, words)
    }

    /// Whether what the command does may be for replicas; a script that says that it only reads does nothing for them.
    func mayReplicate(_ command: Command, _ words: [[UInt8]]) -> Bool {
        command.mayReplicate && !(command.runsScripts && scripts.declaredFlags(of: command, words).contains(.noWrites))
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
        keyspace.keepsExpired = true
        pause = Pause(
            until: max(until, old?.until ?? 0),
            onlyWrites: onlyWrites && old?.onlyWrites != false)
    }

    func resume() {
        pause = nil
        keyspace.keepsExpired = false
        let clients = postponedClients
        postponedClients = []
        for client in clients where !client.isClosing {
            touch(client)
            resumed.insert(client, at: 0)
        }
    }
}
