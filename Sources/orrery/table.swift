import Console
import Emulator

/// What runs, where it is and how to reach it, for a person at a terminal.
func table(of instance: Instance, console: Console, startedIn time: Duration) -> String {
    let parts = instance.parts
    let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    var text = "\n\(instance.name) is up: \(parts.count) parts in \(milliseconds) ms\n\n"
    let rows = parts.map { [$0.name, $0.kind.rawValue, place($0), $0.hint ?? ""] }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        var line = "  " + (cells + [row[3]]).joined(separator: "  ")
        while line.hasSuffix(" ") { line.removeLast() }
        text += line + "\n"
    }
    text += "\n  Services and MCP servers are reached past the gateway here, as with kubectl port-forward.\n"
    text += "  control API: \(console.url)\n"
    for note in instance.notes { text += "  \(note)\n" }
    return text + "\n  Ctrl-C ends it.\n\n"
}

/// Where a part is, in a few words: a store's log-in stands in its hint already.
private func place(_ part: Part) -> String {
    switch part.kind {
    case .redis, .postgres, .mongo: part.address ?? ""
    case .loadBalancer, .frontend, .service, .mcp, .worker, .mock: part.url ?? part.address ?? ""
    }
}
