import RedisStandIn
import Testing

@Suite(.timeLimit(.minutes(1))) struct LiveTests {
    @Test func `requests that come one byte at a time are answered`() async throws {
        try await withListener { port, _ in
            try await TestConnection.open(port) { connection in
                for byte in Array("*2\r\n$4\r\nECHO\r\n$2\r\nhi\r\n".utf8) { try await connection.send([byte]) }
                let expected = Array("$2\r\nhi\r\n".utf8)
                #expect(try await connection.read(expected) == expected)
            }
        }
    }

    @Test func `a thousand commands in one write are answered in order`() async throws {
        try await withListener { port, _ in
            try await TestConnection.open(port) { connection in
                try await connection.send((0..<1000).flatMap { _ in Array("*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n".utf8) })
                let expected = (1...1000).flatMap { Array(":\($0)\r\n".utf8) }
                #expect(try await connection.read(expected) == expected)
            }
        }
    }

    @Test func `garbage ends its own connection and no other`() async throws {
        try await withListener { port, _ in
            try await TestConnection.open(port) { good in
                try await TestConnection.open(port) { bad in
                    try await bad.send(Array("*1\r\n\u{0}\u{1}\r\n".utf8))
                    let error = Array("-ERR Protocol error: expected '$', got '".utf8)
                    #expect(try await bad.read(error) == error)
                }
                try await good.send([Array("PING".utf8)])
                let pong = Array("+PONG\r\n".utf8)
                #expect(try await good.read(pong) == pong)
            }
        }
    }

    @Test func `a connection that must authenticate can do nothing before`() async throws {
        let user = RedisUser(name: "default", password: "secret", access: .readWrite)
        try await withListener(users: [user]) { port, _ in
            try await TestConnection.open(port) { connection in
                for (request, reply) in [
                    ("GET k\r\n", "-NOAUTH Authentication required.\r\n"), ("AUTH secret\r\n", "+OK\r\n"),
                    ("GET k\r\n", "$-1\r\n"),
                ] {
                    try await connection.send(Array(request.utf8))
                    #expect(try await connection.read(Array(reply.utf8)) == Array(reply.utf8))
                }
            }
        }
    }
}
