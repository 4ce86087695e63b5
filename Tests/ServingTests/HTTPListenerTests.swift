import HTTP
import NIOCore
import NIOPosix
import Serving
import Testing

/// A listener and a client that speaks raw bytes to it.
@Suite struct HTTPListenerTests {
    /// What comes back for `bytes`, up to the end of the connection.
    func exchange(_ bytes: String, with handler: @escaping Handler) async throws -> String {
        let listener = try await HTTPListener.bind(ListenAddress(port: 0))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run(handler) }
            let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(host: "127.0.0.1", port: listener.address.port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
            let answer = try await client.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: bytes))
                var answer = ByteBuffer()
                for try await part in inbound { answer.writeImmutableBuffer(part) }
                return String(buffer: answer)
            }
            group.cancelAll()
            return answer
        }
    }

    @Test func `a whole body is sent with its length`() async throws {
        let answer = try await exchange("GET /a?b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") {
            .text($0.target)
        }
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.contains("content-length: 4\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n/a?b"))
    }

    @Test func `a stream is sent piece by piece`() async throws {
        let answer = try await exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") { _ in
            Response(
                body: .stream { writer in
                    try await writer.write("one")
                    try await writer.write("three")
                })
        }
        #expect(answer.contains("transfer-encoding: chunked\r\n"))
        #expect(answer.hasSuffix("3\r\none\r\n5\r\nthree\r\n0\r\n\r\n"))
    }

    @Test func `requests that come in one piece are answered in order`() async throws {
        let two =
            "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhiGET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        let answer = try await exchange(two) { request in
            .text("[\(request.path) \(String(decoding: request.body, as: UTF8.self))]")
        }
        let first = try #require(answer.firstRange(of: "[/1 hi]"))
        let second = try #require(answer.firstRange(of: "[/2 ]"))
        #expect(first.lowerBound < second.lowerBound)
    }

    @Test func `a body that is too long is refused and the connection closed`() async throws {
        let answer = try await exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n") { _ in
            .text("read")
        }
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(!answer.hasSuffix("read"))
    }

    @Test func `connections that nobody has taken when a listener ends are closed`() async throws {
        let listener = try await HTTPListener.bind(ListenAddress(port: 0))
        var clients: [any Channel] = []
        for _ in 0..<8 {
            clients.append(
                try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                    .connect(host: "127.0.0.1", port: listener.address.port).get())
        }
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { try? await listener.run { _ in .text("") } }
        }
        for client in clients { try await client.closeFuture.get() }
    }
}
