/// What happens while a script takes longer than `busy-reply-threshold`: its stack is left again and again, and what
/// other clients send meanwhile is answered with `BUSY`.
///
/// What the turn did before the script is committed and answered when the script is first left: whoever waits for such an
/// answer may be the one who will end the script. What the script itself has changed is committed when it has ended.
extension Engine {
    /// The command that was left in the middle.
    struct BusyCommand {
        var fiber: ScriptFiber
        var client: Client
        /// In microseconds of the machine's steady clock.
        var enteredAt: Int64
        /// Of the effects that the turn had before it.
        var uncommittedBytes: Int
    }

    /// How long a script runs before it is left again.
    private static let slice: Int64 = 5000

    /// Whether `words` may run a script.
    func mayTakeLong(_ words: [[UInt8]], _ client: Client) -> Bool {
        guard let name = words.first, (4...10).contains(name.count), [0x65, 0x66].contains(name[0] | 0x20),
            let command = table.command(name)
        else { return false }
        if command.name == "exec" { return client.transaction?.runsScripts == true }
        return command.runsScripts
    }

    /// Runs the command on a stack of its own.
    func runInFiber(_ words: [[UInt8]], for client: Client) {
        guard let fiber = ScriptFiber({ [unowned self] in runNow(words, for: client) }) else {
            return runNow(words, for: client)
        }
        busy = BusyCommand(
            fiber: fiber, client: client, enteredAt: monotonicMicroseconds(),
            uncommittedBytes: keyspace.log?.uncommittedBytes ?? 0)
        continueBusy()
    }

    /// Runs the script on until it ends, or is left again.
    func continueBusy() {
        guard let busy else { return }
        self.busy?.enteredAt = monotonicMicroseconds()
        if busy.fiber.resume() {
            self.busy = nil
            isServingWhileBusy = false
            if wasLeft {
                wasLeft = false
                touch(busy.client)
                resumed.insert(busy.client, at: 0)
            }
        } else {
            if !wasLeft { commit { try keyspace.log?.commit(first: busy.uncommittedBytes) } }
            wasLeft = true
            isServingWhileBusy = true
            scheduleSoon()
        }
    }

    /// Leaves the script for a moment; called from within it.
    func serveWhileBusy() {
        guard let busy, wasLeft == false || monotonicMicroseconds() - busy.enteredAt >= Self.slice else { return }
        let (command, client) = (currentCommand, currentClient)
        busy.fiber.leave()
        isServingWhileBusy = false
        (currentCommand, currentClient) = (command, client)
    }
}
