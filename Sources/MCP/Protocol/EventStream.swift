import JSONTree

/// The text form of server-sent events, as the transport uses it: one JSON-RPC message to an event.
/// https://html.spec.whatwg.org/multipage/server-sent-events.html
enum EventStream {
    static let mediaType = "text/event-stream"
    /// A comment, which keeps the connection open and which clients skip.
    static let keepAlive = ": keep-alive\n\n"
    /// How long a stream may be silent before a comment is sent.
    static let keepAliveInterval: Duration = .seconds(15)

    static func event(_ message: JSON) -> String { "event: message\ndata: \(message.text)\n\n" }
}

/// Reads server-sent events from bytes that come in pieces.
struct EventStreamParser: Sendable {
    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var lastWasCarriageReturn = false

    /// The data of every event that `bytes` completes, in order; events without data are none.
    mutating func feed(_ bytes: some Sequence<UInt8>) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            if byte == 0x0A && lastWasCarriageReturn {
                lastWasCarriageReturn = false
                continue
            }
            lastWasCarriageReturn = byte == 0x0D
            if byte == 0x0A || byte == 0x0D {
                if let event = endLine() { events.append(event) }
            } else {
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() -> [UInt8]? {
        defer { line = [] }
        if line.isEmpty {
            defer { data = nil }
            return data
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        guard line[..<colon].elementsEqual("data".utf8) else { return nil }
        var value = line[colon...].dropFirst()
        if value.first == 0x20 { value = value.dropFirst() }
        data = data.map { $0 + [0x0A] + value } ?? Array(value)
        return nil
    }
}
