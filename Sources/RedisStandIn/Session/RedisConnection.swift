import NIOCore

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

    init(loop: EngineLoop, id: Client.ID) {
        self.loop = loop
        self.id = id
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
        if let client, let engine = loop.turn() { engine.close(client) }
        client = nil
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
    func send(_ bytes: ByteBuffer) {
        guard let context else { return }
        context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        if !isReadingPaused, !context.channel.isWritable, unsentBytes > Self.unsentLimit {
            isReadingPaused = true
            try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        }
        if isStalled { goOn(context) }
    }

    /// Reads again, and runs what has come, once the client has taken most of what it was sent.
    private func goOn(_ context: ChannelHandlerContext) {
        if unsentBytes > Self.resumeLimit { return }
        if isReadingPaused {
            isReadingPaused = false
            try? context.channel.syncOptions?.setOption(.autoRead, value: true)
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
