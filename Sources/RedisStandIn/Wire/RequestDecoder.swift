package import NIOCore

/// Why a connection's bytes are not requests; the text is Redis' own, and the connection ends after it was sent.
package struct ProtocolError: Error, Equatable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }

    package var reply: RESPValue { .error("ERR Protocol error: \(reason)") }
}

/// Cuts what a client sends into commands: arrays of bulk strings, or inline commands as typed into telnet.
///
/// Bytes may come in pieces of any size. It follows `processInlineBuffer` and `processMultibulkBuffer` of Redis 7.0
/// (networking.c).
package struct RequestDecoder {
    /// The longest line: an inline command, or the count before an array or a bulk string.
    static let lineLimit = 64 * 1024
    static let elementLimit = Int64(Int32.max)
    /// `proto-max-bulk-len`.
    static let bulkLimit: Int64 = 512 * 1024 * 1024

    /// What a client may send before it has authenticated.
    struct UnauthenticatedLimits {
        var elements: Int64 = 10
        var bulkBytes: Int64 = 16384
    }

    package var isAuthenticated = true
    private var buffer = ByteBuffer()
    private var missingElements: Int64 = 0
    private var bulkLength: Int?
    private var arguments: [[UInt8]] = []

    package init() {}

    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            buffer.writeImmutableBuffer(bytes)
        }
    }

    /// The next whole command; nil until more bytes come. A command is never empty.
    package mutating func next() throws(ProtocolError) -> [[UInt8]]? {
        while true {
            if missingElements > 0 {
                guard try readElements() else { return nil }
                let command = arguments
                arguments = []
                return command
            }
            guard let first = buffer.getInteger(at: buffer.readerIndex, as: UInt8.self) else { return nil }
            if first == UInt8(ascii: "*") {
                guard try readCount() else { return nil }
            } else {
                guard let command = try readInline() else { return nil }
                if !command.isEmpty { return command }
            }
        }
    }

    /// Reads `*3`; false when the line is not complete. A count of 0 or less is an empty command and is skipped.
    private mutating func readCount() throws(ProtocolError) -> Bool {
        guard let line = readLine() else {
            if buffer.readableBytes > Self.lineLimit { throw ProtocolError(reason: "too big mbulk count string") }
            return false
        }
        guard let count = Int64(redisDigits: line.dropFirst()), count <= Self.elementLimit else {
            throw ProtocolError(reason: "invalid multibulk length")
        }
        if !isAuthenticated, count > UnauthenticatedLimits().elements {
            throw ProtocolError(reason: "unauthenticated multibulk length")
        }
        missingElements = max(0, count)
        arguments.reserveCapacity(Int(min(missingElements, 64)))
        return true
    }

    /// Reads bulk strings until the array is complete; false when bytes are missing.
    private mutating func readElements() throws(ProtocolError) -> Bool {
        while missingElements > 0 {
            if bulkLength == nil {
                guard let line = readLine() else {
                    if buffer.readableBytes > Self.lineLimit {
                        throw ProtocolError(reason: "too big bulk count string")
                    }
                    return false
                }
                guard line.first == UInt8(ascii: "$") else {
                    throw ProtocolError(reason: "expected '$', got '\(Self.character(line.first))'")
                }
                guard let length = Int64(redisDigits: line.dropFirst()), (0...Self.bulkLimit).contains(length) else {
                    throw ProtocolError(reason: "invalid bulk length")
                }
                if !isAuthenticated, length > UnauthenticatedLimits().bulkBytes {
                    throw ProtocolError(reason: "unauthenticated bulk length")
                }
                bulkLength = Int(length)
            }
            guard let length = bulkLength, buffer.readableBytes >= length + 2 else { return false }
            arguments.append(buffer.readBytes(length: length) ?? [])
            buffer.moveReaderIndex(forwardBy: 2)
            bulkLength = nil
            missingElements -= 1
        }
        return true
    }

    /// The command on one line; empty for a line of spaces, nil when the line is not complete.
    private mutating func readInline() throws(ProtocolError) -> [[UInt8]]? {
        let view = buffer.readableBytesView
        guard let end = view.firstIndex(of: 0x0A) else {
            if view.count > Self.lineLimit { throw ProtocolError(reason: "too big inline request") }
            return nil
        }
        var line = Array(view[view.startIndex..<end])
        buffer.moveReaderIndex(forwardBy: line.count + 1)
        if line.last == 0x0D { line.removeLast() }
        guard let words = InlineCommand.words(of: line) else {
            throw ProtocolError(reason: "unbalanced quotes in request")
        }
        return words
    }

    /// The bytes up to the next carriage return, which is taken together with the byte after it; nil when it is not
    /// there yet.
    private mutating func readLine() -> ArraySlice<UInt8>? {
        let view = buffer.readableBytesView
        guard let end = view.firstIndex(of: 0x0D), end + 1 < view.endIndex else { return nil }
        let line = Array(view[view.startIndex..<end])
        buffer.moveReaderIndex(forwardBy: line.count + 2)
        return line[...]
    }

    private static func character(_ byte: UInt8?) -> Character {
        // C prints the carriage return itself, which the encoder then makes a space.
        Character(UnicodeScalar(byte ?? 0x0D))
    }
}
