import NIOCore
import Serving

/// One client's connection: messages in, replies out, until one of the sides ends it.
struct WireSession {
    private let standIn: MongoStandIn
    private var conversation: Conversation
    private var framer = MessageFramer()
    private var lastID: Int32 = 0

    init(standIn: MongoStandIn, conversation: Conversation) {
        self.standIn = standIn
        self.conversation = conversation
    }

    mutating func run(on connection: ByteConnection) async throws {
        for try await buffer in connection.inbound {
            framer.append(buffer.readableBytesView)
            while let message = try framer.next() {
                let reply = await reply(to: message)
                if message.isUnacknowledged { continue }
                lastID &+= 1
                try await connection.write(ByteBuffer(bytes: WireReply.bytes(of: reply, to: message, id: lastID)))
            }
        }
    }

    private mutating func reply(to message: WireMessage) async -> BSONDocument {
        let name = message.command.first?.key ?? ""
        if message.packing == .legacyQuery, CommandTable.command(named: name)?.name != "hello" {
            return MongoError(
                .unsupportedOpQueryCommand,
                "Unsupported OP_QUERY command: \(name). The client driver may require an upgrade. For more details see https://dochub.mongodb.org/core/legacy-opcode-removal"
            ).reply
        }
        return await standIn.reply(to: message.command, database: message.database, &conversation)
    }
}
