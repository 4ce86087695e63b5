import NIOCore
import Serving
import Synchronization

/// The conversation on one connection: bytes to commands, deliveries to bytes.
struct WireSession {
    let thread: EngineThread
    let id: Client.ID
    /// Whether a new connection needs no password.
    let isOpen: Bool

    /// What may be on its way to the engine before the connection is read again.
    private static let inputLimit = 1024 * 1024

    /// Serves the connection until either side ends it.
    func run(on connection: ByteConnection) async throws {
        let (deliveries, sink) = AsyncStream.makeStream(of: Delivery.self)
        let authentication = Authentication(isDone: isOpen)
        let id = id
        let address = connection.remoteAddress
        thread.submit { engine in
            engine.add(
                Client(
                    id: id, remoteAddress: Self.withoutScheme(address), user: engine.defaultUser,
                    now: engine.keyspace.now, didAuthenticate: { authentication.finish() },
                    deliver: { delivery in
                        sink.yield(delivery)
                        if delivery.isLast { sink.finish() }
                    }))
        }
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await read(connection, authentication) }
            try await write(deliveries, connection)
            group.cancelAll()
        }
    }

    private func read(_ connection: ByteConnection, _ authentication: Authentication) async {
        let id = id
        var decoder = RequestDecoder()
        var onTheWay = 0
        do {
            for try await bytes in connection.inbound {
                onTheWay += bytes.readableBytes
                decoder.isAuthenticated = authentication.isDone
                decoder.append(bytes)
                var commands: [[[UInt8]]] = []
                do throws(ProtocolError) {
                    while let command = try decoder.next() { commands.append(command) }
                    submit(commands)
                } catch {
                    submit(commands)
                    let reply = error.reply
                    thread.submit { engine in engine.client(id).map { engine.fail($0, reply) } }
                    return
                }
                if onTheWay > Self.inputLimit {
                    _ = await thread.perform { _ in true }
                    onTheWay = 0
                }
            }
        } catch {
            // The connection broke: the same as its end.
        }
        thread.submit { engine in engine.client(id).map { engine.close($0) } }
    }

    private func submit(_ commands: [[[UInt8]]]) {
        if commands.isEmpty { return }
        let id = id
        thread.submit { engine in engine.client(id).map { engine.receive(commands, from: $0) } }
    }

    private func write(_ deliveries: AsyncStream<Delivery>, _ connection: ByteConnection) async throws {
        let id = id
        do {
            for await delivery in deliveries where !delivery.items.isEmpty {
                var buffer = ByteBuffer()
                for item in delivery.items {
                    RESPEncoder(version: item.version).encode(item.value, into: &buffer)
                }
                try await connection.write(buffer)
            }
        } catch {
            thread.submit { engine in engine.client(id).map { engine.close($0) } }
            throw error
        }
    }

    /// `[IPv4]127.0.0.1/127.0.0.1:5000`, as NIO prints it, is `127.0.0.1:5000` for Redis.
    private static func withoutScheme(_ address: String) -> String {
        String(address.split(separator: "/").last ?? "unknown")
    }
}

/// Whether the client may send large requests: written by the engine, read before decoding.
private final class Authentication: Sendable {
    private let flag: Atomic<Bool>

    init(isDone: Bool) { flag = Atomic(isDone) }

    var isDone: Bool { flag.load(ordering: .relaxed) }
    func finish() { flag.store(true, ordering: .relaxed) }
}
