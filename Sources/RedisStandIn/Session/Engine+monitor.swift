import Determinism

/// `MONITOR`: every command is shown to those who watch.
extension Engine {
    func feedMonitors(_ command: Command, _ words: [[UInt8]], _ client: Client) {
        if command.flags.contains(.skipMonitor) || command.flags.contains(.admin) { return }
        showToMonitors(words, client)
    }

    func showToMonitors(_ words: [[UInt8]], _ client: Client) {
        let now = clock.now
        let seconds = now.milliseconds / 1000
        let micros = "\(1_000_000 + now.milliseconds % 1000 * 1000)".dropFirst()
        let source = client.isScript ? "lua" : client.remoteAddress
        var line = "\(seconds).\(micros) [\(client.database) \(source)]"
        for word in SlowLog.redacted(words) { line += " " + Self.quoted(word) }
        for monitor in monitors {
            monitor.send(.simple(line), .message)
            touch(monitor)
        }
    }

    /// As `sdscatrepr` writes bytes.
    static func quoted(_ bytes: [UInt8]) -> String {
        var text = "\""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): text += "\\\(Character(UnicodeScalar(byte)))"
            case 0x0A: text += "\\n"
            case 0x0D: text += "\\r"
            case 0x09: text += "\\t"
            case 0x07: text += "\\a"
            case 0x08: text += "\\b"
            case 0x20...0x7E: text.append(Character(UnicodeScalar(byte)))
            default: text += "\\x" + hex([byte])
            }
        }
        return text + "\""
    }
}
