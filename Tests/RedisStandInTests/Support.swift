import Determinism
import Fidelity
import NIOCore
import NIOPosix
import RedisStandIn
import SQLiteStore
import Serving

/// A moment that stands still: 2026-01-02T03:04:05Z.
let startOfTests = Timestamp(seconds: 1_767_323_045)

/// A stand-in with a seed and a clock of its own; it runs while `body` does.
func withStandIn(
    _ location: Connection.Location = .memory, clock: InstanceClock = InstanceClock(frozenAt: startOfTests),
    ledger: Ledger = Ledger(), users: [RedisUser] = [.open],
    _ body: @Sendable (RedisStandIn) async throws -> Void
) async throws {
    let standIn = try await RedisStandIn(
        name: "cache", location: location, clock: clock, random: SeededRandom(seed: 7), ledger: ledger, users: users)
    try await withThrowingTaskGroup { group in
        group.addTask { try await standIn.run() }
        try await body(standIn)
        group.cancelAll()
    }
    await standIn.close()
}

/// A stand-in on a free port; `body` is given the port.
func withListener(
    _ location: Connection.Location = .memory, clock: InstanceClock = InstanceClock(frozenAt: startOfTests),
    users: [RedisUser] = [.open], _ body: @Sendable (Int, RedisStandIn) async throws -> Void
) async throws {
    try await withStandIn(location, clock: clock, users: users) { standIn in
        let listener = try await standIn.bind(ListenAddress(port: 0))
        try await withThrowingTaskGroup { group in
            group.addTask { try await standIn.run(on: listener) }
            try await body(listener.address.port, standIn)
            group.cancelAll()
        }
    }
}

/// One TCP connection that sends bytes and reads as many as are asked for.
final class TestConnection {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var buffer = ByteBuffer()

    private init(
        _ channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.channel = channel
        self.outbound = outbound
        self.inbound = inbound.makeAsyncIterator()
    }

    static func open(_ port: Int, _ body: (TestConnection) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            try await body(TestConnection(channel, inbound, outbound))
        }
    }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    func send(_ words: [[UInt8]]) async throws {
        var bytes = Array("*\(words.count)\r\n".utf8)
        for word in words { bytes += Array("$\(word.count)\r\n".utf8) + word + [13, 10] }
        try await send(bytes)
    }

    /// As many bytes as `expected` has, or fewer as soon as they cannot become `expected`.
    func read(_ expected: [UInt8]) async throws -> [UInt8] {
        while buffer.readableBytes < expected.count, expected.starts(with: buffer.readableBytesView),
            var more = try await inbound.next(isolation: #isolation)
        {
            buffer.writeBuffer(&more)
        }
        return buffer.readBytes(length: min(expected.count, buffer.readableBytes)) ?? []
    }

    /// Whether the server has closed the connection and sent nothing more before that.
    func isAtEnd() async throws -> Bool {
        if buffer.readableBytes > 0 { return false }
        return try await inbound.next(isolation: #isolation) == nil
    }
}
