import NIOCore
import Serving

/// The replies of a PostgreSQL server: all messages up to the one that says that it is the client's turn.
struct PostgresReplies: ReplyDecoder {
    struct Message: Sendable {
        var type: UInt8
        var body: [UInt8]
    }

    struct Malformed: Error {}

    private static let longest = 1 << 30
    private var messages: [Message] = []
    /// Whether the log-in is over: then an error does not end the conversation.
    private var isReady = false

    mutating func next(from buffer: inout ByteBuffer) throws -> [Message]? {
        while let length = buffer.getInteger(at: buffer.readerIndex + 1, as: UInt32.self).map(Int.init) {
            guard (4...Self.longest).contains(length) else { throw Malformed() }
            guard buffer.readableBytes > length, let type = buffer.readInteger(as: UInt8.self) else { return nil }
            buffer.moveReaderIndex(forwardBy: 4)
            let message = Message(type: type, body: buffer.readBytes(length: length - 4) ?? [])
            messages.append(message)
            if type == UInt8(ascii: "Z") { isReady = true }
            if type == UInt8(ascii: "Z") || !isReady && isTurn(message) {
                defer { messages = [] }
                return messages
            }
        }
        return nil
    }

    /// Whether the client has to answer while it logs in: a question for its password, or a refusal.
    private func isTurn(_ message: Message) -> Bool {
        if message.type == UInt8(ascii: "E") { return true }
        guard message.type == UInt8(ascii: "R"), message.body.count >= 4 else { return false }
        let kind = message.body[..<4].reduce(0) { $0 << 8 | Int($1) }
        return kind != 0 && kind != 12
    }
}
