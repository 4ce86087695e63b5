import Emulator
import NIOCore
import RedisStandIn
import Serving
import Testing

@Suite struct RESPRepliesTests {
    static let replies: [(String, RESPValue)] = [
        ("+OK\r\n", .simple("OK")), ("-ERR no\r\n", .error("ERR no")), (":-7\r\n", .integer(-7)),
        (":9223372036854775807\r\n", .integer(.max)), ("$3\r\na\r\n\r\n", .bulk(Array("a\r\n".utf8))),
        ("$0\r\n\r\n", .bulk([])), ("$-1\r\n", .null), ("*-1\r\n", .nullArray), ("_\r\n", .null),
        ("#t\r\n", .bool(true)),
        (",1.5\r\n", .double(1.5)), (",-inf\r\n", .double(-.infinity)), ("(123\r\n", .bigNumber("123")),
        ("=5\r\ntxt:x\r\n", .verbatim(format: "txt", Array("x".utf8))), ("!5\r\nERR x\r\n", .error("ERR x")),
        ("*2\r\n:1\r\n*1\r\n$1\r\nx\r\n", .array([.integer(1), .array([.text("x")])])),
        ("%1\r\n+a\r\n:1\r\n", .map([.simple("a"), .integer(1)])), ("~1\r\n:1\r\n", .set([.integer(1)])),
        // What nobody asked for is no reply.
        (">2\r\n+message\r\n+x\r\n+OK\r\n", .simple("OK")),
    ]

    @Test(arguments: replies)
    func `a reply is the same however its bytes come`(text: String, expected: RESPValue) throws {
        var whole = ByteBuffer(string: text)
        var decoder = RESPReplies()
        #expect(try decoder.next(from: &whole) == expected)
        #expect(whole.readableBytes == 0)
        var dripped = ByteBuffer()
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() {
            dripped.writeInteger(byte)
            let reply = try decoder.next(from: &dripped)
            #expect(reply == (index == bytes.count - 1 ? expected : nil))
        }
    }

    @Test(arguments: [
        "?\r\n", "\r\n", "x\n", ":x\r\n", "$x\r\n", "$-2\r\n", "$999999999999\r\n", "*9999999999999999999\r\n",
        "%9223372036854775807\r\n", "+a\n",
    ])
    func `bytes that are no reply end the conversation`(text: String) {
        var bytes = ByteBuffer(string: text)
        var decoder = RESPReplies()
        #expect(throws: RESPReplies.Malformed.self) { try decoder.next(from: &bytes) }
    }

    @Test func `what is nested without end ends the conversation`() {
        var bytes = ByteBuffer(string: String(repeating: "*1\r\n", count: 1000))
        var decoder = RESPReplies()
        #expect(throws: RESPReplies.Malformed.self) { try decoder.next(from: &bytes) }
    }
}
