import HTTP
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL

/// The conversation on an HTTP/1.1 connection or an HTTP/2 stream.
typealias HTTPConversation = NIOAsyncChannel<ReceivedMessage, SentMessage>

/// The handlers of HTTP connections. All of it runs on the connection's event loop.
struct HTTPPipeline: Sendable {
    let scheme: String
    let limits: HTTPListener.Limits
    let waiting = WaitingRequests()

    /// What comes before HTTP on every connection.
    func addFirstHandlers(to channel: any Channel) throws {
        let idle = TimeAmount.nanoseconds(limits.idle.components.seconds * 1_000_000_000)
        try channel.pipeline.syncOperations.addHandlers([
            IdleHandler(after: idle, waiting), WriteJoiner(),
        ])
    }

    /// HTTP/1.1 on what comes from here on.
    func addHTTP1(to channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes))
        let encoder = HTTPResponseEncoder()
        (try? pipeline.handler(type: IdleHandler.self))?.passesOn = true
        try pipeline.addHandlers([
            encoder, decoder,
            ExchangeHandler(
                scheme: scheme, limits: limits, waiting: waiting, connection: connection(channel, isHTTP2: false),
                remote: channel.remoteAddress?.ipAddress, codecs: [decoder, encoder]),
        ])
    }

    func http1Conversation(on channel: any Channel) throws -> HTTPConversation {
        try addHTTP1(to: channel)
        return try HTTPConversation(
            wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }

    typealias Streams = NIOHTTP2Handler.AsyncStreamMultiplexer<HTTPConversation>

    /// HTTP/2 on a connection that has agreed on it; an ALB lets a client have 128 streams at a time.
    func http2Streams(on channel: any Channel) throws -> Streams {
        var configuration = NIOHTTP2Handler.Configuration()
        configuration.connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: 128),
            HTTP2Setting(parameter: .maxHeaderListSize, value: min(limits.headBytes * 2, 1 << 20)),
        ]
        let tls = Self.tlsVersion(of: channel)
        return try channel.pipeline.syncOperations.configureAsyncHTTP2Pipeline(
            mode: .server, configuration: configuration
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                let parent = stream.parent
                try stream.pipeline.syncOperations.addHandlers([
                    HTTP2FramePayloadToHTTP1ServerCodec(),
                    ExchangeHandler(
                        scheme: scheme, limits: limits, waiting: waiting,
                        connection: ClientConnection(
                            remotePort: parent?.remoteAddress?.port, isHTTP2: true, tlsVersion: tls),
                        remote: parent?.remoteAddress?.ipAddress, codecs: []),
                ])
                return try HTTPConversation(wrappingChannelSynchronously: stream)
            }
        }
    }

    private func connection(_ channel: any Channel, isHTTP2: Bool) -> ClientConnection {
        ClientConnection(
            remotePort: channel.remoteAddress?.port, isHTTP2: isHTTP2, tlsVersion: Self.tlsVersion(of: channel))
    }

    private static func tlsVersion(of channel: any Channel) -> String? {
        switch try? channel.pipeline.syncOperations.nioSSL_tlsVersion() {
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        default: nil
        }
    }
}
