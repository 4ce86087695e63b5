import Fidelity

/// How often each command was used in this turn. The ledger is told once a turn: it has a lock, and looks names up.
struct CommandUsage {
    private var counts: [Int] = []
    private var used: [Command] = []

    mutating func note(_ command: Command) {
        if command.ordinal >= counts.count {
            counts.append(contentsOf: repeatElement(0, count: command.ordinal + 1 - counts.count))
        }
        if counts[command.ordinal] == 0 { used.append(command) }
        counts[command.ordinal] += 1
    }

    mutating func record(in ledger: Ledger, of part: String) {
        for command in used {
            ledger.record(command.displayName, of: part, command.fidelity, count: counts[command.ordinal])
            counts[command.ordinal] = 0
        }
        used.removeAll(keepingCapacity: true)
    }
}
