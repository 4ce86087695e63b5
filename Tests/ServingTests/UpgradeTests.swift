import HTTP
import NIOCore
import NIOPosix
import Serving
import Testing

/// Connections that leave HTTP, and requests that are not taken, as raw bytes see them.
@Suite struct UpgradeTests {
    private static let upgrade =
        "GET /live HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: echo\r\n\r\n"

    /// Sends back what comes, between brackets, until "end" comes.
    @Sendable private static func echo(_ request: Request) async -> Response {
        guard request.upgradeProtocol == "echo" else { return .text("plain") }
        return Response(
            .switchingProtocols, fields: ["connection": "upgrade", "upgrade": "echo"],
            body: .upgrade { connection in
                for try await bytes in connection.inbound {
                    try await connection.write(Array("[".utf8) + bytes + Array("]".utf8))
                    if bytes.suffix(3) == Array("end".utf8) { return }
                }
            })
    }

    /// What comes back for `pieces`, each sent when something has come for the one before, up to the end.
    private func exchange(
        _ pieces: [String], limits: HTTPListener.Limits = .init(), with handler: @escaping Handler
    ) async throws -> String {
        let listener = try await HTTPListener.bind(ListenAddress(port: 0), limits: limits)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run(handler) }
            defer { group.cancelAll() }
            return try await conversation(with: listener.address, pieces)
        }
    }

    /// The same, again where the idle time was over before `pieces` were sent, as happens beside many other tests.
    private func exchangedInTime(
        _ pieces: [String], _ limits: HTTPListener.Limits, with handler: @escaping Handler
    ) async throws -> String {
        for _ in 0..<20 {
            do {
                return try await exchange(pieces, limits: limits, with: handler)
            } catch ChannelError.ioOnClosedChannel {
                continue
            } catch let error as IOError where error.errnoCode == ECONNRESET {
                continue
            }
        }
        return try await exchange(pieces, limits: limits, with: handler)
    }

    private func conversation(with address: ListenAddress, _ pieces: [String]) async throws -> String {
        let client = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await client.executeThenClose { inbound, outbound in
            var pieces = pieces[...]
            var answer = ByteBuffer()
            if let first = pieces.popFirst() { try await outbound.write(ByteBuffer(string: first)) }
            for try await part in inbound {
                answer.writeImmutableBuffer(part)
                if let next = pieces.popFirst() { try await outbound.write(ByteBuffer(string: next)) }
            }
            return String(buffer: answer)
        }
    }

    @Test func `after an upgrade bytes go both ways`() async throws {
        let answer = try await exchange([Self.upgrade, "one", "two end"], with: Self.echo)
        #expect(answer.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n[one][two end]"))
    }

    @Test func `bytes that come together with the request are the first after the upgrade`() async throws {
        let answer = try await exchange([Self.upgrade + "one", "two end"], with: Self.echo)
        #expect(answer.hasSuffix("\r\n\r\n[one][two end]"))
    }

    @Test func `an upgrade that is refused is answered, and the connection closed`() async throws {
        let answer = try await exchange([Self.upgrade]) { _ in .text("no") }
        #expect(answer.contains("connection: close\r\n"))
        #expect(answer.hasSuffix("\r\n\r\nno"))
    }

    @Test func `a client hands on the connection of an upgrade`() async throws {
        let server = try await HTTPListener.bind(ListenAddress(port: 0))
        let proxy = try await HTTPListener.bind(ListenAddress(port: 0))
        let client = HTTPClient(host: server.address.host, port: server.address.port)
        let answer = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(Self.echo) }
            group.addTask {
                try await proxy.run { request in
                    do { return try await client.send(request) } catch { return .problem(.badGateway, "\(error)") }
                }
            }
            defer { group.cancelAll() }
            return try await conversation(with: proxy.address, [Self.upgrade + "a", "b end"])
        }
        #expect(answer.hasPrefix("HTTP/1.1 101 "))
        // Both may come in one piece.
        #expect(answer.filter { !"[]".contains($0) }.hasSuffix("\r\n\r\nab end"))
    }

    static let refused: [(request: String, status: String)] = [
        ("GET /\(String(repeating: "a", count: 200)) HTTP/1.1\r\nHost: x\r\n\r\n", "414"),
        ("GET / HTTP/1.1\r\nHost: x\r\na: \(String(repeating: "a", count: 200))\r\n\r\n", "431"),
        ("GET / HTTP/1.1\r\nHost: x\r\na: 12345678901234567890\r\nb: 123456789012345678901234567890\r\n\r\n", "431"),
        ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n", "413"),
        ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n", "413"),
        ("GET / HTTP/2.5\r\nHost: x\r\n\r\n", "505"), ("nonsense\r\n\r\n", "400"),
    ]

    @Test(arguments: refused)
    func `what is beyond the limits is refused and the connection closed`(request: String, status: String) async throws
    {
        var limits = HTTPListener.Limits()
        limits.targetBytes = 100
        limits.fieldBytes = 100
        limits.headBytes = 60
        limits.bodyBytes = 10
        let answer = try await exchange([request], limits: limits) { _ in .text("taken") }
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        #expect(answer.contains("connection: close\r\n"))
    }

    @Test func `what is wrong after a request does not take its answer`() async throws {
        let answer = try await exchange(["GET /1 HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n"]) { request in
            .text("[\(request.path)]")
        }
        let first = try #require(answer.firstRange(of: "[/1]"))
        let refusal = try #require(answer.firstRange(of: "HTTP/1.1 400 "))
        #expect(first.upperBound <= refusal.lowerBound)
    }

    @Test func `a request that is half sent is answered when the idle time is over`() async throws {
        var limits = HTTPListener.Limits()
        limits.idle = .seconds(1)
        let half = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"
        let answer = try await exchangedInTime([half], limits) { _ in .text("taken") }
        #expect(answer.hasPrefix("HTTP/1.1 408 "))
    }

    @Test func `an answer may take longer than the idle time`() async throws {
        var limits = HTTPListener.Limits()
        limits.idle = .seconds(1)
        let answer = try await exchangedInTime(["GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"], limits) {
            _ in
            try? await Task.sleep(for: .milliseconds(1500))
            return .text("late")
        }
        #expect(answer.hasSuffix("late"))
    }
}
