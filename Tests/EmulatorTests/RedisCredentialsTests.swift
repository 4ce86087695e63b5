import Emulator
import NIOCore
import Testing

struct RedisCredentialsTests {
    private static let known = [(username: "content", password: "made here"), (username: "orrery", password: "orrery")]

    private static func encoded(_ commands: [[String]]) -> String {
        commands.map { words in
            "*\(words.count)\r\n" + words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }.joined()
        }.joined()
    }

    /// What goes to the server at `url`, whether it comes at once or byte by byte.
    private static func sent(_ text: String, to url: String) throws -> String {
        var whole = RedisCredentials(known: known, target: try SwapTarget(url: url))
        var drip = whole
        let once = String(buffer: whole.rewritten(ByteBuffer(string: text)))
        let pieces = text.utf8.map { String(buffer: drip.rewritten(ByteBuffer(bytes: [$0]))) }
        #expect(pieces.joined() == once)
        return once
    }

    @Test(arguments: [
        (["AUTH", "content", "made here"], "redis://:real@h", ["AUTH", "real"]),
        (["AUTH", "content", "made here"], "redis://me:real@h", ["AUTH", "me", "real"]),
        (["AUTH", "content", "made here"], "redis://h/2", ["SELECT", "2"]),
        (["AUTH", "content", "wrong"], "redis://:real@h", ["AUTH", "content", "wrong"]),
        (["auth", "orrery", "orrery"], "redis://h", ["SELECT", "0"]),
        (
            ["HELLO", "3", "AUTH", "content", "made here", "SETNAME", "x"], "redis://:real@h",
            ["HELLO", "3", "AUTH", "default", "real", "SETNAME", "x"]
        ),
        (["HELLO", "3", "AUTH", "content", "made here"], "redis://h", ["HELLO", "3"]),
        (["HELLO", "3", "AUTH", "content", "no"], "redis://h", ["HELLO", "3", "AUTH", "content", "no"]),
        (["HELLO", "3"], "redis://:real@h", ["HELLO", "3"]),
    ])
    func `a log-in becomes the real server's`(words: [String], url: String, expected: [String]) throws {
        #expect(try Self.sent(Self.encoded([words]), to: url) == Self.encoded([expected]))
    }

    @Test func `everything else passes as it came`() throws {
        let text =
            Self.encoded([["SET", "AUTH", "content\r\nmade here"], ["GET", ""], ["MGET", "HELLO", "AUTH", "x"]])
            + "PING\r\n" + "*0\r\n" + Self.encoded([["ECHO", "é"]])
        #expect(try Self.sent(text, to: "redis://:real@h") == text)
    }

    @Test(arguments: [
        "*-1\r\n", "*99999999999999999999\r\n", "*2\r\n$-5\r\n", "*1\r\n$9223372036854775807\r\n", "\r\n", "*\r\n",
    ])
    func `garbage never traps`(text: String) throws {
        _ = try Self.sent(text, to: "redis://:real@h")
    }
}
