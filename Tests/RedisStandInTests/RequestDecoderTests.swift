import NIOCore
import RedisStandIn
import Testing

@Suite struct RequestDecoderTests {
    static let stream = Array(
        "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\na\r\nbc\r\n\r\nPING\r\n*0\r\nGET \"a\\x41\" 'b'\r\n*1\r\n$0\r\n\r\n".utf8)
    static let commands = [["SET", "k", "a\r\nbc"], ["PING"], ["GET", "aA", "b"], [""]]

    private func decoded(_ pieces: [[UInt8]]) throws -> [[String]] {
        var decoder = RequestDecoder()
        var commands: [[String]] = []
        for piece in pieces {
            decoder.append(ByteBuffer(bytes: piece))
            while let command = try decoder.next() {
                commands.append(command.map { String(decoding: $0, as: UTF8.self) })
            }
        }
        return commands
    }

    @Test func `bytes that come one at a time make the same commands`() throws {
        #expect(try decoded(Self.stream.map { [$0] }) == Self.commands)
    }

    @Test func `any cut into two pieces makes the same commands`() throws {
        for cut in 0...Self.stream.count {
            #expect(try decoded([Array(Self.stream[..<cut]), Array(Self.stream[cut...])]) == Self.commands)
        }
    }

    @Test func `looking ahead finds the keys of whole commands and takes nothing`() throws {
        func keys(_ text: String, limit: Int = 16) throws -> (commands: Int, keys: [String]) {
            var decoder = RequestDecoder()
            decoder.append(ByteBuffer(string: text))
            var keys: [String] = []
            let commands = decoder.lookAhead(limit) { keys.append(String(decoding: $0, as: UTF8.self)) }
            #expect(decoder.unreadBytes == text.utf8.count)
            return (commands, keys)
        }
        let get = "*2\r\n$3\r\nGET\r\n$1\r\na\r\n"
        let mset = "*5\r\n$4\r\nMSET\r\n$1\r\nb\r\n$1\r\n1\r\n$1\r\nc\r\n$1\r\n2\r\n"
        #expect(try keys(get + mset + get) == (3, ["a", "b", "c", "a"]))
        #expect(try keys(get + mset + get, limit: 1) == (1, ["a"]))
        for cut in 1...get.utf8.count {
            #expect(try keys(String(decoding: (mset + get).utf8.dropLast(cut), as: UTF8.self)).commands == 1)
        }
        for broken in [
            "", "PING\r\n", "*", "*2\r\n", "*2\r\n$", "*-1\r\n", "*999999999999\r\n", "*1\r\n$99999999\r\nx",
        ] {
            #expect(try keys(broken) == (0, []))
        }
    }

    @Test(arguments: [
        ("*x\r\n", "invalid multibulk length"), ("*1\r\n+\r\n", "expected '$', got '+'"),
        ("*1\r\n$-5\r\n", "invalid bulk length"), ("*99999999999999999999\r\n", "invalid multibulk length"),
        ("\"\r\n", "unbalanced quotes in request"),
    ])
    func `what is no request is a protocol error`(_ bytes: String, _ reason: String) {
        #expect(throws: ProtocolError(reason: reason)) { try decoded([Array(bytes.utf8)]) }
    }

    @Test func `a line without an end is refused at 64 kilobytes`() {
        let line = [UInt8](repeating: UInt8(ascii: "a"), count: 70_000)
        #expect(throws: ProtocolError(reason: "too big inline request")) { try decoded([line]) }
        #expect(throws: ProtocolError(reason: "too big mbulk count string")) { try decoded([Array("*".utf8) + line]) }
        #expect(throws: ProtocolError(reason: "too big bulk count string")) {
            try decoded([Array("*1\r\n$".utf8) + line])
        }
    }

    @Test func `before a password is given, requests must be small`() {
        var decoder = RequestDecoder()
        decoder.isAuthenticated = false
        decoder.append(ByteBuffer(string: "*11\r\n"))
        #expect(throws: ProtocolError(reason: "unauthenticated multibulk length")) { try decoder.next() }
        decoder = RequestDecoder()
        decoder.isAuthenticated = false
        decoder.append(ByteBuffer(string: "*1\r\n$16385\r\n"))
        #expect(throws: ProtocolError(reason: "unauthenticated bulk length")) { try decoder.next() }
    }

    @Test func `random bytes never trap`() {
        var seed: UInt64 = 42
        for _ in 0..<2000 {
            let alphabet = Array("*$+\r\n0129-\"'\\x PING".utf8)
            let bytes = (0..<40).map { _ -> UInt8 in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let draw = Int(truncatingIfNeeded: seed >> 40)
                return draw % 7 == 0 ? UInt8(truncatingIfNeeded: draw >> 3) : alphabet[draw % alphabet.count]
            }
            do {
                _ = try decoded([bytes])
            } catch let error as ProtocolError {
                #expect(!error.reason.isEmpty)
            } catch {
                Issue.record(error)
            }
        }
    }
}
