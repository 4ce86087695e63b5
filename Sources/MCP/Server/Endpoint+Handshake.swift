import Determinism
import HTTP
import JSONTree

/// The era of sessions: revisions 2025-03-26 to 2025-11-25.
/// https://modelcontextprotocol.io/specification/2025-11-25/basic/transports
extension Endpoint {
    func answerHandshake(_ request: Request, principal: String?) async -> Response {
        guard let answer = Self.handshakeVerbs[request.method] else {
            return Response(.methodNotAllowed, fields: ["allow": "GET, POST, DELETE"])
        }
        return await answer(self)(request, principal)
    }

    private static let handshakeVerbs: [Method: @Sendable (Endpoint) -> (Request, String?) async -> Response] = [
        .get: { endpoint in { endpoint.openStream($0, principal: $1) } },
        .post: { endpoint in { await endpoint.answerPost($0, principal: $1) } },
        .delete: { endpoint in { endpoint.closeSession($0, principal: $1) } },
    ]

    // MARK: - GET and DELETE

    /// The client's stream for messages that answer no request of its own; this server has none, and keeps it open.
    private func openStream(_ request: Request, principal: String?) -> Response {
        guard Self.accepts(EventStream.mediaType, request) else { return Response(406) }
        return withSession(of: request, principal: principal) { session in
            live { send in
                for await message in sessions.stream(of: session.id) { try await send(message) }
                return nil
            }
        }
    }

    private func closeSession(_ request: Request, principal: String?) -> Response {
        withSession(of: request, principal: principal) { session in
            sessions.close(session.id)
            return Response(.noContent)
        }
    }

    // MARK: - POST

    private func answerPost(_ request: Request, principal: String?) async -> Response {
        guard Self.accepts("application/json", request), Self.accepts(EventStream.mediaType, request) else {
            return Response(406)
        }
        guard Self.isJSON(request) else { return Response(415) }
        let message: Message
        do {
            message = try Message(try JSON.parse(request.body))
        } catch let error as RPCError {
            return Self.error(error, id: nil, 400)
        } catch {
            return Self.error(RPCError(code: RPCError.Code.parseError, message: "Parse error: \(error)"), id: nil, 400)
        }
        if case .request(let id, "initialize", let params) = message {
            return initialize(params, id: id, principal: principal)
        }
        let session: Sessions.Session
        switch self.session(of: request, principal: principal) {
        case .failure(let refusal): return refusal.response
        case .success(let found): session = found
        }
        switch message {
        case .notification, .response: return Response(.accepted)
        case .request(let id, let method, let params):
            guard let body = handshakeMethods(of: session)[method] ?? commonMethods[method] else {
                return Self.error(.methodNotFound(method), id: id, .ok)
            }
            let caller = Caller(
                principal: principal, fields: request.fields, revision: session.revision,
                meta: params["_meta"] ?? [:], clientCapabilities: session.clientCapabilities,
                clientInfo: session.clientInfo)
            let call = MethodCall(server: server, method: method, params: params, caller: caller)
            let style = AnswerStyle(finish: { result, _ in result }, status: { _ in .ok })
            return await answer(call, id: id, with: body, level: session.level, style: style)
        }
    }

    /// Opens a session at the version the client asked for, or offers the newest where that one is not served.
    private func initialize(_ params: JSON, id: JSON, principal: String?) -> Response {
        guard let asked = params["protocolVersion"]?.string else {
            return Self.error(.invalidParams("'protocolVersion' must be a string"), id: id, .ok)
        }
        let known = Revision(rawValue: asked).flatMap { $0.isModern ? nil : $0 }
        let revision = known ?? .newestHandshake
        let session = sessions.open(
            revision: revision, principal: principal, clientCapabilities: params["capabilities"] ?? [:],
            clientInfo: params["clientInfo"], lifetime: server.options.sessionLifetime)
        let result = JSON.compact([
            "protocolVersion": .string(revision.rawValue), "capabilities": server.capabilities,
            "serverInfo": server.info, "instructions": server.instructions.map(JSON.string),
        ])
        return .json(Message.result(result, id: id), fields: [HeaderName.session: session])
    }

    private func handshakeMethods(of session: Sessions.Session) -> [String: MethodBody] {
        [
            "ping": { _ in .result([:]) },
            "logging/setLevel": { [sessions] call in
                guard let level = LogLevel(rawValue: try call.text("level")) else {
                    throw RPCError.invalidParams("'level' is not a log level")
                }
                sessions.setLevel(level, of: session.id)
                return .result([:])
            },
        ]
    }

    // MARK: - Sessions

    private struct Refusal: Error {
        var response: Response
    }

    /// The session that the request names: 400 without a name or with a version that is not served, 404 for one that is
    /// not known, or no longer, or not to this caller.
    private func session(of request: Request, principal: String?) -> Result<Sessions.Session, Refusal> {
        func refuse(_ code: Int, _ message: String, _ status: Status) -> Result<Sessions.Session, Refusal> {
            .failure(Refusal(response: Self.error(RPCError(code: code, message: message), id: nil, status)))
        }
        if let version = request.fields[HeaderName.version], Revision(rawValue: version) == nil {
            return refuse(
                RPCError.Code.invalidRequest, "Bad Request: unsupported protocol version \(version)", .badRequest)
        }
        guard let id = request.fields[HeaderName.session] else {
            return refuse(RPCError.Code.invalidRequest, "Bad Request: missing session id", .badRequest)
        }
        guard let session = sessions.use(id, principal: principal, lifetime: server.options.sessionLifetime) else {
            return refuse(RPCError.Code.sessionNotFound, "Session not found", .notFound)
        }
        return .success(session)
    }

    private func withSession(
        of request: Request, principal: String?, _ body: (Sessions.Session) -> Response
    ) -> Response {
        switch session(of: request, principal: principal) {
        case .success(let session): body(session)
        case .failure(let refusal): refusal.response
        }
    }
}
