/// Writes replies as messages.
enum WireReply {
    static func bytes(of reply: BSONDocument, to message: WireMessage, id: Int32) -> [UInt8] {
        let document = reply.bytes
        var body: [UInt8]
        let operation: Int32
        switch message.packing {
        case .message:
            operation = 2013
            // No flags, and one section of kind 0.
            body = [0, 0, 0, 0, 0]
        case .legacyQuery:
            operation = 1
            // AwaitCapable, no cursor, from the start, one document.
            body =
                Int32(8).littleEndianBytes + Int64(0).littleEndianBytes + Int32(0).littleEndianBytes
                + Int32(1).littleEndianBytes
        }
        body += document
        let length = Int32(truncatingIfNeeded: body.count + 16)
        return length.littleEndianBytes + id.littleEndianBytes + message.requestID.littleEndianBytes
            + operation.littleEndianBytes + body
    }
}
