import Determinism
import HTTP
import JSONTree
import Synchronization

/// How an era writes results and errors.
struct AnswerStyle: Sendable {
    var finish: @Sendable (_ result: JSON, _ method: String) -> JSON
    var status: @Sendable (RPCError) -> Status
}

extension Endpoint {
    /// Answers a request whose envelope is in order, as JSON or, where there is something to report, as an event stream.
    ///
    /// Reports of a tool that does not run long are sent in front of its result, when both are known. A tool that
    /// reports while it runs gets a stream at once, if the client asked for reports at all.
    func answer(
        _ call: MethodCall, id: JSON, with body: MethodBody, level: LogLevel?, style: AnswerStyle
    ) async -> Response {
        let token = call.caller.meta[MetaName.progressToken]
        let answer: MethodAnswer
        do {
            answer = try await body(call)
        } catch {
            let error = Self.rpcError(error)
            return Self.error(error, id: id, style.status(error))
        }
        switch answer {
        case .result(let result):
            return .json(Message.result(style.finish(result, call.method), id: id))
        case .running(live: true, let run) where token != nil || level != nil:
            return live { send in
                let reporter = Reporter(token: token, level: level, send: send)
                do {
                    return Message.result(style.finish(try await run(reporter), call.method), id: id)
                } catch {
                    return Message.error(Self.rpcError(error), id: id)
                }
            }
        case .running(_, let run):
            let reports = Reports()
            let reporter = Reporter(token: token, level: level) { reports.append($0) }
            let message: JSON
            var status = Status.ok
            do {
                message = Message.result(style.finish(try await run(reporter), call.method), id: id)
            } catch {
                let error = Self.rpcError(error)
                message = Message.error(error, id: id)
                status = style.status(error)
            }
            let sent = reports.messages
            if sent.isEmpty { return .json(message, status) }
            let events = (sent + [message]).map(EventStream.event).joined()
            return Response(fields: Self.streamFields, body: .bytes(Array(events.utf8)))
        }
    }

    /// An event stream that carries what `produce` sends, then the message it returns; comments keep it open meanwhile.
    func live(_ produce: @escaping @Sendable (@escaping @Sendable (JSON) async throws -> Void) async throws -> JSON?)
        -> Response
    {
        Response(
            fields: Self.streamFields,
            body: .stream { [clock = server.clock] writer in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        while true {
                            try await clock.sleep(for: EventStream.keepAliveInterval)
                            try await writer.write(EventStream.keepAlive)
                        }
                    }
                    group.addTask {
                        if let last = try await produce({ try await writer.write(EventStream.event($0)) }) {
                            try await writer.write(EventStream.event(last))
                        }
                    }
                    // The stream ends when all was said, and when a comment shows that nobody listens any more.
                    defer { group.cancelAll() }
                    try await group.next()
                }
            })
    }

    /// Nginx and its like would hold events back without the second.
    static let streamFields: Fields = [
        "content-type": EventStream.mediaType, "cache-control": "no-cache", "x-accel-buffering": "no",
    ]

    private static func rpcError(_ error: any Error) -> RPCError {
        error as? RPCError ?? .internalError("\(error)")
    }
}

/// The notifications of a call that are sent together with its result.
private final class Reports: Sendable {
    private let state = Mutex<[JSON]>([])

    var messages: [JSON] { state.withLock { $0 } }
    func append(_ message: JSON) { state.withLock { $0.append(message) } }
}
