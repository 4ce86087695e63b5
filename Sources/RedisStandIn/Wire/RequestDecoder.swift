#if canImport(Glibc)
    import Glibc
#endif
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
    /// The default of `proto-max-bulk-len`.
    static let bulkLimit: Int64 = 512 * 1024 * 1024

    /// What a client may send before it has authenticated.
    private static let unauthenticatedElements: Int64 = 10
    private static let unauthenticatedBulkBytes: Int64 = 16384

    package var isAuthenticated = true
    /// `proto-max-bulk-len`.
    package var bulkLimit = RequestDecoder.bulkLimit
    private var buffer = ByteBuffer()
    private var missingElements: Int64 = 0
    private var bulkLength: Int?
    private var arguments: [[UInt8]] = []
    /// First words that came lately: a client uses few commands, and most come again.
    private var names = [[UInt8]](repeating: [], count: 16)
    /// How many bytes the arguments hold that have come of a command that is not complete.
    private(set) var argumentBytes = 0

    package init() {}

    /// Part of a command has been decoded.
    var isInsideCommand: Bool { missingElements > 0 || bulkLength != nil }

    func withUnreadBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        buffer.withUnsafeReadableBytes(body)
    }

    /// How many bytes wait to be decoded.
    package var unreadBytes: Int { buffer.readableBytes }

    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            if buffer.readerIndex > Self.lineLimit { buffer.discardReadBytes() }
            buffer.writeImmutableBuffer(bytes)
        }
    }

    /// The same for bytes that do not stay where they are.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if buffer.readableBytes == 0 {
            buffer.clear()
        } else if buffer.readerIndex > Self.lineLimit {
            buffer.discardReadBytes()
        }
        buffer.writeBytes(bytes)
    }

    /// Forgets what has come and was not decoded.
    package mutating func removeAll() { self = RequestDecoder() }

    /// Lets go of memory in which nothing waits to be decoded, unless it is as small as `kept`.
    package mutating func releaseMemory(unless kept: Int) {
        if buffer.readableBytes == 0, buffer.capacity > kept { buffer = Self.noBytes }
    }

    private static let noBytes = ByteBuffer()

    /// The next whole command; nil until more bytes come. A command is never empty.
    package mutating func next() throws(ProtocolError) -> [[UInt8]]? {
        while true {
            if missingElements > 0 {
                guard try readElements() else { return nil }
                defer {
                    arguments = []
                    argumentBytes = 0
                }
                return arguments
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
        guard let line = readHeader() else {
            if buffer.readableBytes > Self.lineLimit { throw ProtocolError(reason: "too big mbulk count string") }
            return false
        }
        guard let count = line.number, count <= Self.elementLimit else {
            throw ProtocolError(reason: "invalid multibulk length")
        }
        if !isAuthenticated, count > Self.unauthenticatedElements {
            throw ProtocolError(reason: "unauthenticated multibulk length")
        }
        missingElements = max(0, count)
        arguments.reserveCapacity(Int(min(missingElements, 64)))
        return true
    }

    /// Reads bulk strings until the array is complete; false when bytes are missing.
    private mutating func readElements() throws(ProtocolError) -> Bool {
        readWholeElements()
        while missingElements > 0 {
            if bulkLength == nil {
                guard let line = readHeader() else {
                    if buffer.readableBytes > Self.lineLimit {
                        throw ProtocolError(reason: "too big bulk count string")
                    }
                    return false
                }
                guard line.first == UInt8(ascii: "$") else {
                    throw ProtocolError(reason: "expected '$', got '\(Character(UnicodeScalar(line.first)))'")
                }
                guard let length = line.number, (0...bulkLimit).contains(length) else {
                    throw ProtocolError(reason: "invalid bulk length")
                }
                if !isAuthenticated, length > Self.unauthenticatedBulkBytes {
                    throw ProtocolError(reason: "unauthenticated bulk length")
                }
                bulkLength = Int(length)
            }
            guard let length = bulkLength, buffer.readableBytes >= length + 2 else { return false }
            arguments.append(buffer.readBytes(length: length) ?? [])
            argumentBytes += length
            buffer.moveReaderIndex(forwardBy: 2)
            bulkLength = nil
            missingElements -= 1
        }
        return true
    }

    /// Takes the bulk strings that have come whole and are as they should be, in one go; what is left is for
    /// `readElements`.
    private mutating func readWholeElements() {
        if bulkLength != nil { return }
        let limit = isAuthenticated ? bulkLimit : min(bulkLimit, Self.unauthenticatedBulkBytes)
        var (missing, taken) = (missingElements, 0)
        let end = buffer.withUnsafeReadableBytes { bytes in
            var position = 0
            while missing > 0, bytes.count - position >= 5, bytes[position] == UInt8(ascii: "$") {
                var length: Int64 = 0
                var digit = position + 1
                while digit < bytes.count, digit < position + 10, bytes[digit] &- 0x30 <= 9 {
                    length = length * 10 + Int64(bytes[digit] &- 0x30)
                    digit += 1
                }
                // No digit, or a zero before others, or anything but the end of the line after them.
                if digit == position + 1 || (bytes[position + 1] == 0x30 && digit > position + 2) { break }
                let start = digit + 2
                guard start <= bytes.count, bytes[digit] == 0x0D, length <= limit,
                    bytes.count - start >= Int(length) + 2
                else { break }
                let word = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + Int(length))])
                if arguments.isEmpty {
                    arguments.append(Self.name(word, &names))
                } else {
                    arguments.append(Array(word))
                }
                taken += Int(length)
                missing -= 1
                position = start + Int(length) + 2
            }
            return position
        }
        missingElements = missing
        argumentBytes += taken
        buffer.moveReaderIndex(forwardBy: end)
    }

    /// The first word of a command; the array that it came in last time, if it is still known.
    private static func name(_ word: UnsafeRawBufferPointer, _ names: inout [[UInt8]]) -> [UInt8] {
        guard let start = word.baseAddress, let first = word.first, let last = word.last, word.count <= 32 else {
            return Array(word)
        }
        let place = (Int(first) &* 7 &+ Int(last) &* 3 &+ word.count) & (names.count - 1)
        let isKnown = names[place].withUnsafeBytes { known in
            known.count == word.count && memcmp(known.baseAddress ?? start, start, word.count) == 0
        }
        if isKnown { return names[place] }
        names[place] = Array(word)
        return names[place]
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

    /// A line such as `*3` or `$12`.
    private struct Header {
        /// C prints the carriage return of an empty line, which the encoder then makes a space.
        var first: UInt8 = 0x0D
        /// What follows the first byte; nil when that is no number.
        var number: Int64?
        /// With the two bytes of its end.
        var length: Int
    }

    /// Takes the bytes up to the next carriage return, together with the byte after it; nil when it is not there yet.
    private mutating func readHeader() -> Header? {
        let header = buffer.withUnsafeReadableBytes { bytes -> Header? in
            var end = 0
            while end < bytes.count, bytes[end] != 0x0D { end += 1 }
            guard end + 1 < bytes.count else { return nil }
            if end == 0 { return Header(length: 2) }
            let digits = UnsafeRawBufferPointer(rebasing: bytes[1..<end])
            return Header(first: bytes[0], number: Int64(redisDigits: digits), length: end + 2)
        }
        if let header { buffer.moveReaderIndex(forwardBy: header.length) }
        return header
    }
}
