import NIOCore
import NIOPosix

/// Connects to `address` and runs `body` on the connection, which is closed when `body` returns or throws.
///
/// - Parameter tls: nil for plain bytes.
/// - Throws: what keeps it from connecting within five seconds, and what `body` throws.
package func withConnection<Result: Sendable>(
    to address: ListenAddress, tls: ClientTLS? = nil,
    _ body: (ByteConnection) async throws -> Result
) async throws -> Result {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connectTimeout(.seconds(5))
        .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        .connect(host: address.host, port: address.port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try tls?.add(to: channel.pipeline.syncOperations)
                return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
            }
        }
    return try await channel.executeThenClose { inbound, outbound in
        let connection = ByteConnection(
            inbound: inbound, outbound: outbound, remoteAddress: address.description)
        defer { outbound.finish() }
        return try await body(connection)
    }
}

/// Whether somebody listens on `address`.
package func isListening(on address: ListenAddress) async -> Bool {
    let channel = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connectTimeout(.seconds(1)).connect(host: address.host, port: address.port).get()
    try? await channel?.close()
    return channel != nil
}

/// A port that was free a moment ago, for a process that is told where to listen.
package func freePort() async throws -> Int {
    do {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = channel.localAddress?.port ?? 0
        try await channel.close()
        return port
    } catch {
        throw BindError(ListenAddress(port: 0), error)
    }
}
