import Dispatch
import Glibc
import MongoStandIn
import Serving
import Testing

/// A client of a few lines that shares nothing with the server's own framing.
private struct RawClient: Sendable {
    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
        }
        try #require(connected == 0)
    }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// One reply's document; nil when the server has closed.
    ///
    /// Reading blocks, so it is done off the threads on which the server runs.
    func receive(headerSize: Int = 21) async -> BSONDocument? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: receiveNow(headerSize: headerSize)) }
        }
    }

    private func receiveNow(headerSize: Int) -> BSONDocument? {
        guard let length = read(4) else { return nil }
        let count = length.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard let rest = read(count - 4) else { return nil }
        return try? BSONDecoder.document(from: Array(rest.dropFirst(headerSize - 4)))
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var buffer = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(socket, &buffer, buffer.count, 0)
            if got <= 0 { return nil }
            bytes += buffer.prefix(got)
        }
        return bytes
    }

    func end() { close(socket) }
}

@Suite struct WireTests {
    private static func little(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    private static func message(_ command: BSONDocument, flags: Int = 0, more: [UInt8] = []) -> [UInt8] {
        let body = little(flags) + [0] + command.bytes + more
        return little(body.count + 16) + little(7) + little(0) + little(2013) + body
    }

    /// Runs `body` with a client of a stand-in that serves a socket.
    private func withClient(_ body: @escaping @Sendable (RawClient, ListenAddress, MongoSession) async throws -> Void)
        async throws
    {
        let laboratory = try await Laboratory()
        let listener = try await ByteListener.bind(ListenAddress(port: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await laboratory.standIn.run(on: listener) }
            let client = try RawClient(port: listener.address.port)
            try await body(client, listener.address, laboratory.session)
            client.end()
            group.cancelAll()
        }
    }

    @Test func `hello announces a primary at the listener's own address`() async throws {
        try await withClient { client, address, _ in
            client.send(Self.message(["hello": 1, "$db": "admin"]))
            let reply = try #require(await client.receive())
            #expect(reply["isWritablePrimary"] == true)
            #expect(reply["hosts"] == [.string(address.description)])
            #expect(reply["maxWireVersion"] == 21)
        }
    }

    @Test func `the old form of hello is answered in its own form`() async throws {
        try await withClient { client, _, _ in
            let body =
                Self.little(0) + Array("admin.$cmd\0".utf8) + Self.little(0) + Self.little(-1)
                + (["isMaster": 1, "helloOk": true] as BSONDocument).bytes
            client.send(Self.little(body.count + 16) + Self.little(1) + Self.little(0) + Self.little(2004) + body)
            let reply = try #require(await client.receive(headerSize: 36))
            #expect(reply["ismaster"] == true)
        }
    }

    @Test func `a message sent byte by byte, with a sequence of documents, is understood`() async throws {
        try await withClient { client, _, session in
            let documents = ([["_id": 1], ["_id": 2]] as [BSONDocument]).flatMap(\.bytes)
            let name = Array("documents\0".utf8)
            let sequence = [1] + Self.little(4 + name.count + documents.count) + name + documents
            for byte in Self.message(["insert": "c", "$db": "db"], more: sequence) { client.send([byte]) }
            let reply = try #require(await client.receive())
            #expect(reply["n"] == 2)
            let stored = try await session.find("db", "c")
            #expect(stored.count == 2)
        }
    }

    @Test func `an unacknowledged write is done and not answered`() async throws {
        try await withClient { client, _, session in
            client.send(Self.message(["insert": "c", "documents": [["_id": 1]], "$db": "db"], flags: 2))
            client.send(Self.message(["ping": 1, "$db": "db"]))
            let reply = try #require(await client.receive())
            #expect(reply["ok"] == 1.0)
            #expect(reply["n"] == nil)
            let stored = try await session.find("db", "c")
            #expect(stored.count == 1)
        }
    }

    @Test(
        arguments: [
            [0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0, 0, 0, 0, 0, 0xDD, 7, 0, 0],
            [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xDD, 7, 0, 0],
            [20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xDD, 7, 0, 0, 0, 0, 0, 0],
            [17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
            [26, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xDD, 7, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0],
        ] as [[UInt8]])
    func `bytes that are no message end the connection`(bytes: [UInt8]) async throws {
        try await withClient { client, _, _ in
            client.send(bytes)
            #expect(await client.receive() == nil)
        }
    }
}
