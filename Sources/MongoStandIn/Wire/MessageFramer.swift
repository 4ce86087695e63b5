/// Cuts a stream of bytes into messages, however it is split.
struct MessageFramer {
    /// 48 million bytes, which is what `hello` announces.
    static let messageLimit = 48_000_000
    private static let headerSize = 16

    private var buffer: [UInt8] = []
    private var start = 0

    mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer += bytes
    }

    /// The next whole message, or nil until more bytes come.
    ///
    /// - Throws: `WireError`; the connection cannot go on after it.
    mutating func next() throws(WireError) -> WireMessage? {
        let rest = buffer[start...]
        guard rest.count >= Self.headerSize else { return nil }
        let length = rest.int32(at: 0)
        guard length > Self.headerSize, length <= Self.messageLimit else { throw .badLength(length) }
        guard rest.count >= Int(length) else { return nil }
        let message = rest.prefix(Int(length))
        start += Int(length)
        let body = message.dropFirst(Self.headerSize)
        let requestID = message.int32(at: 4)
        switch message.int32(at: 12) {
        case 2013: return try Self.message(requestID, body, whole: message)
        case 2004: return try Self.query(requestID, body)
        case let operation: throw .unknownOperation(operation)
        }
    }

    /// OP_MSG: flags, one section with the command, sections with documents that belong into it, maybe a checksum.
    private static func message(_ requestID: Int32, _ body: ArraySlice<UInt8>, whole: ArraySlice<UInt8>)
        throws(WireError)
        -> WireMessage
    {
        guard body.count > 4 else { throw .truncated }
        let flags = UInt32(bitPattern: body.int32(at: 0))
        // The lower half are flags that must be understood.
        guard flags & 0xFFFC == 0 else { throw .unknownFlags(flags) }
        var rest = body.dropFirst(4)
        if flags & 1 == 1 {
            guard rest.count >= 4 else { throw .truncated }
            let given = UInt32(bitPattern: rest.suffix(4).int32(at: 0))
            guard CRC32C.checksum(of: whole.dropLast(4)) == given else { throw .badChecksum }
            rest = rest.dropLast(4)
        }
        var command: BSONDocument?
        var sequences: [(String, [BSONValue])] = []
        while let kind = rest.popFirst() {
            switch kind {
            case 0:
                guard command == nil else { throw .unknownSection(kind) }
                command = try document(&rest)
            case 1: sequences.append(try sequence(&rest))
            default: throw .unknownSection(kind)
            }
        }
        guard var command else { throw .noBody }
        for (name, documents) in sequences { command.append(name, .array(documents)) }
        return WireMessage(
            requestID: requestID, packing: .message, database: command["$db"]?.string ?? "", command: command,
            isUnacknowledged: flags & 2 == 2)
    }

    private static func document(_ rest: inout ArraySlice<UInt8>) throws(WireError) -> BSONDocument {
        do throws(BSONError) {
            let (document, count) = try BSONDecoder.prefix(of: rest)
            rest = rest.dropFirst(count)
            return document
        } catch {
            throw .bson(error)
        }
    }

    private static func sequence(_ rest: inout ArraySlice<UInt8>) throws(WireError) -> (String, [BSONValue]) {
        guard rest.count >= 4 else { throw .truncated }
        let size = Int(rest.int32(at: 0))
        guard size >= 5, size <= rest.count else { throw .badLength(Int32(truncatingIfNeeded: size)) }
        var content = rest.prefix(size).dropFirst(4)
        rest = rest.dropFirst(size)
        let name = try cString(&content)
        var documents: [BSONValue] = []
        while !content.isEmpty { documents.append(.document(try document(&content))) }
        return (name, documents)
    }

    private static func cString(_ rest: inout ArraySlice<UInt8>) throws(WireError) -> String {
        guard let zero = rest.firstIndex(of: 0) else { throw .truncated }
        let text = String(decoding: rest[rest.startIndex..<zero], as: UTF8.self)
        rest = rest[(zero + 1)...]
        return text
    }

    /// OP_QUERY, with which drivers that know nothing of the server yet say hello.
    private static func query(_ requestID: Int32, _ body: ArraySlice<UInt8>) throws(WireError) -> WireMessage {
        guard body.count > 12 else { throw .truncated }
        var rest = body.dropFirst(4)
        let namespace = try cString(&rest)
        guard rest.count > 8 else { throw .truncated }
        rest = rest.dropFirst(8)
        var command = try document(&rest)
        if let inner = command["$query"]?.document ?? command["query"]?.document { command = inner }
        let database = namespace.split(separator: ".", maxSplits: 1).first.map(String.init) ?? ""
        return WireMessage(requestID: requestID, packing: .legacyQuery, database: database, command: command)
    }
}

extension ArraySlice<UInt8> {
    /// The little-endian number at `offset`, which must be within.
    fileprivate func int32(at offset: Int) -> Int32 {
        let bytes = dropFirst(offset).prefix(4)
        return Int32(bitPattern: bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
}
