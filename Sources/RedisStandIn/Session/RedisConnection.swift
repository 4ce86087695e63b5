#if canImport(Glibc)
    import Glibc
#endif
import NIOCore
import NIOPosix

/// One wire connection: bytes to commands, replies to bytes.
///
/// It is a plain channel handler, not an asynchronous loop: at one command a read, the hand-over between tasks cost more
/// than the command. All connections live on the engine's loop, so that whatever the sockets bring before the loop has
/// gone round is one turn.
final class RedisConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let loop: EngineLoop
    private let id: Client.ID
    /// Nothing is between this handler and the socket.
    private let isPlain: Bool
    /// The socket, for replies that it takes at once: most do, and the way through the channel costs as much as a
    /// command. nil when there is something between, such as TLS, and once the channel is closed.
    @exclusivity(unchecked) private var socket: NIOBSDSocket.Handle?
    /// How many writes the channel has not finished. What comes after them goes the same way.
    @exclusivity(unchecked) private var queuedWrites = 0
    @exclusivity(unchecked) private var context: ChannelHandlerContext?
    @exclusivity(unchecked) private var client: Client?
    @exclusivity(unchecked) private var decoder = RequestDecoder()
    /// Nothing more is read: the client is about to be closed.
    @exclusivity(unchecked) private var isEnding = false
    private var drainedBytes = 0
    /// The client has closed its side.
    private var isInputClosed = false
    @exclusivity(unchecked) private var isReadingPaused = false
    /// Commands that have come are not run before more of what they brought has left.
    @exclusivity(unchecked) private var isStalled = false

    /// While so much waits to be sent to a client that does not read, nothing more is read from it.
    private static let unsentLimit = 64 * 1024 * 1024
    private static let resumeLimit = 16 * 1024 * 1024
    private static let drainLimit = 1024 * 1024
    /// What a connection keeps to copy requests into.
    private static let keptMemory = 4096

    /// - Parameter isPlain: no handler of the channel changes the bytes.
    init(loop: EngineLoop, id: Client.ID, isPlain: Bool) {
        self.loop = loop
        self.id = id
        self.isPlain = isPlain
    }

    // MARK: - From the socket

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        if client != nil || isEnding { return }
        guard let engine = loop.turn() else { return context.close(promise: nil) }
        let client = Client(
            id: id, remoteAddress: Self.text(context.channel.remoteAddress), user: engine.defaultUser,
            now: engine.keyspace.now, connection: self)
        client.localAddress = Self.text(context.channel.localAddress)
        if isPlain {
            let pipeline = context.pipeline.syncOperations
            socket = try? pipeline.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { $0 }
            if let socket { loop.sockets.add(self, socket) }
        }
        self.client = client
        engine.add(client)
    }

    /// `127.0.0.1:5000` as Redis writes it.
    private static func text(_ address: SocketAddress?) -> String {
        guard let address, let host = address.ipAddress, let port = address.port else { return "unknown" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isEnding { return drain(Self.unwrapInboundIn(data), context) }
        guard let engine = loop.turn(), let client else { return }
        decoder.append(Self.unwrapInboundIn(data))
        run(client, engine)
        // The channel reads into it again when nobody else holds it.
        decoder.releaseMemory(unless: 0)
    }

    /// Takes what has come on the socket while its channel had no time; false when nothing more is to be read here.
    /// Only in a turn.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        #if canImport(Glibc)
            guard let socket, let client, !isEnding, !isReadingPaused, let engine = loop.turn() else { return false }
            let count = recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count <= 0 { return count < 0 && errno == EAGAIN }
            decoder.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            run(client, engine)
            decoder.releaseMemory(unless: Self.keptMemory)
            return true
        #else
            return false
        #endif
    }

    private func run(_ client: Client, _ engine: Engine) {
        engine.process(client)
        let limit = engine.limits.queryBuffer
        if decoder.unreadBytes &+ decoder.argumentBytes &+ client.queuedBytes > limit { engine.close(client) }
    }

    /// Takes what a client sends that is about to be closed, so that it reads its last reply; but not all it has.
    private func drain(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        drainedBytes &+= bytes.readableBytes
        if drainedBytes > Self.drainLimit { context.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            guard let engine = loop.turn(), let client else { return context.close(promise: nil) }
            // What it sent before is answered, unless it waits for something.
            engine.close(client)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        goOn(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isEnding = true
        self.context = nil
        forgetSocket()
        if let client, let engine = loop.turn() { engine.close(client) }
        client = nil
    }

    private func forgetSocket() {
        if let socket { loop.sockets.remove(socket) }
        socket = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: - To the engine

    /// The next whole command that has come; nil until more bytes do.
    func nextCommand(_ client: Client, _ limits: Limits) throws(ProtocolError) -> [[UInt8]]? {
        if isEnding { return nil }
        if isReadingPaused || client.unflushedBytes > Self.unsentLimit {
            isStalled = true
            return nil
        }
        decoder.isAuthenticated = client.user != nil
        decoder.bulkLimit = limits.bulkLength
        return try decoder.next()
    }

    /// See `RequestDecoder.lookAhead`.
    func lookAhead(_ commands: Int, _ body: (UnsafeRawBufferPointer) -> Void) -> Int {
        decoder.lookAhead(commands, body)
    }

    /// How many bytes have come and wait for the command before them.
    var unreadBytes: Int { decoder.unreadBytes }

    // MARK: - To the socket

    /// Bytes that the socket has not taken.
    var unsentBytes: Int {
        guard let channel = context?.channel, !channel.isWritable || isReadingPaused else { return 0 }
        let option = try? channel.syncOptions?.getOption(.bufferedWritableBytes)
        return option ?? 0
    }

    /// Sends `bytes`; while too many wait for the socket, nothing more is read.
    ///
    /// - Parameter isLast: `end` follows. The end of the connection then goes in the same packet, so that a client that
    ///   uses a connection again once it has its reply sees that it is over.
    func send(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
        guard let context else { return }
        let taken = sendAtOnce(bytes, isLast: isLast)
        if taken < bytes.count { queue(UnsafeRawBufferPointer(rebasing: bytes[taken...]), context) }
        if isStalled { goOn(context) }
    }

    /// Leaves what the socket does not take to its channel.
    private func queue(_ bytes: UnsafeRawBufferPointer, _ context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: bytes.count)
        buffer.writeBytes(bytes)
        queuedWrites += 1
        context.writeAndFlush(wrapOutboundOut(buffer)).assumeIsolated().whenComplete { _ in self.queuedWrites -= 1 }
        if !isReadingPaused, !context.channel.isWritable, unsentBytes > Self.unsentLimit {
            isReadingPaused = true
            try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        }
    }

    /// Gives the socket what it takes without waiting; returns how many bytes that were.
    private func sendAtOnce(_ bytes: UnsafeRawBufferPointer, isLast: Bool) -> Int {
        #if canImport(Glibc)
            guard let socket, queuedWrites == 0 else { return 0 }
            // What goes wrong here goes wrong again on the channel, which then closes.
            let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT) | (isLast ? Int32(MSG_MORE) : 0)
            return max(0, Glibc.send(socket, bytes.baseAddress, bytes.count, flags))
        #else
            return 0
        #endif
    }

    /// Reads again, and runs what has come, once the client has taken most of what it was sent.
    private func goOn(_ context: ChannelHandlerContext) {
        if unsentBytes > Self.resumeLimit { return }
        if isReadingPaused {
            isReadingPaused = false
            try? context.channel.syncOptions?.setOption(.autoRead, value: true)
            if let socket { loop.sockets.add(self, socket) }
        }
        if !isStalled { return }
        isStalled = false
        let id = id
        loop.submit { engine in engine.client(id).map { engine.process($0) } }
    }

    /// Ends the connection after what was sent. The client is given time to read it: a socket that is closed with
    /// unread bytes in it takes the last reply with it.
    func end(atOnce: Bool) {
        if isEnding { return }
        isEnding = true
        decoder.removeAll()
        guard let context else { return }
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if atOnce || (isInputClosed && waiting == 0) { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        let late = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in late.cancel() }
    }
}
