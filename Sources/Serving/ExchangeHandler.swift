import HTTP
import NIOCore
import NIOHTTP1

/// What comes in on a connection: whole requests, and after an upgrade bytes.
enum ReceivedMessage: Sendable {
    case request(Request, keepAlive: Bool)
    case bytes(ByteBuffer)
}

/// What goes out on a connection.
enum SentMessage: Sendable {
    /// A whole response.
    case response(HTTPResponseHead, ByteBuffer?)
    case head(HTTPResponseHead)
    case body(ByteBuffer)
    case end
    /// The head of a 101, after which only bytes go.
    case upgrade(HTTPResponseHead)
    case bytes(ByteBuffer)
}

/// Makes whole requests of what the HTTP decoder reads, and the encoder's parts of responses: one element each way for
/// an exchange. Refuses what is beyond the limits.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = ReceivedMessage
    typealias OutboundIn = SentMessage
    typealias OutboundOut = HTTPServerResponsePart

    /// After an upgrade the neighbours' types are others.
    private final class Bytes: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
    }

    private let scheme: String
    private let limits: HTTPListener.Limits
    private let waiting: WaitingRequests
    private let connection: ClientConnection
    private let remote: String?
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    /// Requests that were handed on and whose answer has not begun, and those whose answer has not ended.
    private var unanswered = 0
    private var unfinished = 0
    /// What is said once those are finished.
    private var pendingFault: RequestFault?
    private var isRefused = false
    private var readsAfterRefusal = 0
    private var isUpgraded = false
    /// The handlers of HTTP, which an upgrade takes out.
    private let codecs: [any RemovableChannelHandler]

    init(
        scheme: String, limits: HTTPListener.Limits, waiting: WaitingRequests, connection: ClientConnection,
        remote: String?, codecs: [any RemovableChannelHandler]
    ) {
        self.scheme = scheme
        self.limits = limits
        self.waiting = waiting
        self.connection = connection
        self.remote = remote
        self.codecs = codecs
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isUpgraded { return context.fireChannelRead(wrapInboundOut(.bytes(Bytes.unwrapInboundIn(data)))) }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context)
        case .body(let piece):
            if isRefused || head == nil { return }
            if body.count + piece.readableBytes > limits.bodyBytes {
                return refuse(.bodyTooLong(limit: limits.bodyBytes), context)
            }
            body.append(contentsOf: piece.readableBytesView)
        case .end: end(context)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if isRefused { return }
        self.head = head
        body = []
        if let fault = fault(of: head) { return refuse(fault, context) }
        if head.headers.first(name: "expect")?.lowercased() == "100-continue" {
            context.writeAndFlush(
                wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
        }
    }

    /// What is beyond the limits already in the head.
    private func fault(of head: HTTPRequestHead) -> RequestFault? {
        if head.uri.utf8.count > limits.targetBytes { return .targetTooLong(limit: limits.targetBytes) }
        var total = 0
        for (name, value) in head.headers {
            let size = name.utf8.count + value.utf8.count + 4
            if size > limits.fieldBytes { return .fieldsTooLarge(limit: limits.fieldBytes) }
            total += size
        }
        if total > limits.headBytes { return .fieldsTooLarge(limit: limits.headBytes) }
        let declared = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        return declared > limits.bodyBytes ? .bodyTooLong(limit: limits.bodyBytes) : nil
    }

    private func end(_ context: ChannelHandlerContext) {
        guard let head, !isRefused else { return }
        self.head = nil
        let request = request(head)
        body = []
        unanswered += 1
        unfinished += 1
        waiting.begin()
        // The decoder reads no further on a connection that asked for an upgrade, whatever the answer is.
        let keepAlive = connection.isHTTP2 || head.isKeepAlive && request.upgradeProtocol == nil
        context.fireChannelRead(wrapInboundOut(.request(request, keepAlive: keepAlive)))
    }

    private func request(_ head: HTTPRequestHead) -> Request {
        var fields = Fields()
        fields.reserve(head.headers.count)
        for (name, value) in head.headers { fields.append(name, value) }
        var target = head.uri
        var authority = fields["host"] ?? ""
        // RFC 9112 3.2.2: an absolute target wins over the Host field.
        if target.utf8.first != UInt8(ascii: "/"), let schemeEnd = target.firstRange(of: "://") {
            let rest = target[schemeEnd.upperBound...]
            let pathStart = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            authority = String(rest[..<pathStart])
            target = String(rest[pathStart...])
        }
        if target.utf8.first != UInt8(ascii: "/") && target != "*" { target = "/" + target }
        var request = Request(
            Method(head.method.rawValue), target, scheme: scheme, authority: authority, fields: fields, body: body,
            remoteAddress: remote)
        request.connection = connection
        return request
    }

    // MARK: - Refusals

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        switch error {
        case .invalidVersion: refuse(.unsupportedVersion, context)
        case .headerOverflow: refuse(.fieldsTooLarge(limit: limits.fieldBytes), context)
        default: refuse(.malformed("\(error)"), context)
        }
    }

    /// Answers and closes, after the answers that are still due.
    private func refuse(_ fault: RequestFault, _ context: ChannelHandlerContext) {
        if isRefused { return }
        isRefused = true
        if isUpgraded { return context.close(promise: nil) }
        if unfinished > 0 { pendingFault = fault } else { send(fault, context) }
    }

    private func send(_ fault: RequestFault, _ context: ChannelHandlerContext) {
        let response = limits.refusal(fault)
        var head = HTTPResponseHead(response)
        head.headers.replaceOrAdd(name: "connection", value: "close")
        var bytes: [UInt8] = []
        if case .bytes(let whole) = response.body { bytes = whole }
        head.headers.replaceOrAdd(name: "content-length", value: "\(bytes.count)")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: bytes)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        // What the client is still sending is read and dropped for a while, or a reset would take the answer with it.
        let loopBound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(500)) { loopBound.value.close(promise: nil) }
    }

    /// After a refusal a little of what is still coming is read and dropped; who sends on and on has to wait for the
    /// close.
    func read(context: ChannelHandlerContext) {
        if isRefused {
            readsAfterRefusal += 1
            if readsAfterRefusal > Self.mostReadsAfterRefusal { return }
        }
        context.read()
    }

    private static let mostReadsAfterRefusal = 32

    // MARK: - The connection's end

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleHandler.IsIdle {
            if head != nil { refuse(.timeout, context) } else { context.close(promise: nil) }
            return
        }
        // The end of an HTTP/2 stream's request says nothing of the client.
        if event as? ChannelEvent == .inputClosed, !connection.isHTTP2 { connection.close() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.close()
        while unanswered > 0 { answerBegins() }
        context.fireChannelInactive()
    }

    // MARK: - Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .response(let head, let body):
            answerBegins()
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            if let body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
            context.write(wrapOutboundOut(.end(nil)), promise: promise)
            answerEnds(context)
        case .head(let head):
            answerBegins()
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes): context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
        case .end:
            context.write(wrapOutboundOut(.end(nil)), promise: promise)
            answerEnds(context)
        case .upgrade(let head): upgrade(head, context, promise)
        case .bytes(let bytes): context.write(NIOAny(bytes), promise: promise)
        }
    }

    private func answerBegins() {
        if unanswered == 0 { return }
        unanswered -= 1
        waiting.end()
    }

    private func answerEnds(_ context: ChannelHandlerContext) {
        unfinished -= 1
        if unfinished == 0, let fault = pendingFault {
            pendingFault = nil
            send(fault, context)
        }
    }

    private func upgrade(_ head: HTTPResponseHead, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?)
    {
        answerBegins()
        isUpgraded = true
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: promise)
        // What the client sent after its request comes as bytes when the decoder leaves.
        for codec in codecs { context.pipeline.syncOperations.removeHandler(codec, promise: nil) }
    }
}

extension HTTPResponseHead {
    /// Status and fields of `response`.
    init(_ response: Response) {
        self.init(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: response.status.code, reasonPhrase: response.status.reason))
        headers.reserveCapacity(response.fields.count + 2)
        for field in response.fields { headers.add(name: field.name, value: field.value) }
    }
}
