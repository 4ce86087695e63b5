import Emulator

/// What runs, where it is and how to reach it, for a person at a terminal.
func table(of instance: Instance, startedIn time: Duration) -> String {
    let parts = instance.parts
    let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    var text = "\n\(instance.name) is up (\(parts.count) parts in \(milliseconds) ms)\n\n"
    let rows = parts.map { [$0.name, $0.kind.rawValue, $0.url ?? $0.address ?? "", $0.hint ?? ""] }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        var line = "  " + (cells + [row[3]]).joined(separator: "  ")
        while line.hasSuffix(" ") { line.removeLast() }
        text += line + "\n"
    }
    for note in instance.notes { text += "\n  \(note)" }
    return text + "\n\n  Ctrl-C ends it.\n"
}
