import NIOCore
import NIOPosix

/// A bound server socket whose connections `Accepted` stands for; nothing is accepted before somebody iterates it.
typealias ServerSocket<Accepted: Sendable> = NIOAsyncChannel<Accepted, Never>

/// Binds `address`; port 0 takes a free one.
///
/// - Parameter prepare: adds the handlers of a new connection, of which nothing has been read (`autoRead` is off), and
///   makes what is handed on. It runs on the connection's event loop.
/// - Throws: `BindError`.
func bindServer<Accepted: Sendable>(
    _ address: ListenAddress, on group: any EventLoopGroup = .singletonMultiThreadedEventLoopGroup,
    _ prepare: @escaping @Sendable (any Channel) throws -> Accepted
) async throws -> (socket: ServerSocket<Accepted>, address: ListenAddress) {
    do {
        let socket = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
            .bind(host: address.host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture { try prepare(channel) }
            }
        return (socket, ListenAddress(of: socket.channel, asked: address))
    } catch {
        throw BindError(address, error)
    }
}
