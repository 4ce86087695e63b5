import Determinism
import HTTP
import JSONTree

/// The stateless era: every request stands for itself.
/// https://modelcontextprotocol.io/specification/2026-07-28/basic/transports
extension Endpoint {
    /// Answers a request, or says at which rung of the validation ladder it fell: method, media types, JSON, envelope,
    /// `_meta`, headers, version, then the method itself.
    func answerModern(_ request: Request, principal: String?) async -> Response {
        guard request.method == .post else { return Response(.methodNotAllowed, fields: ["allow": "POST"]) }
        guard Self.accepts("application/json", request), Self.accepts(EventStream.mediaType, request) else {
            return Response(406)
        }
        guard Self.isJSON(request) else { return Response(415) }
        let document: JSON
        do {
            document = try JSON.parse(request.body)
        } catch {
            return Self.error(RPCError(code: RPCError.Code.parseError, message: "Parse error: \(error)"), id: nil, 400)
        }
        let message: Message
        do {
            message = try Message(document)
        } catch {
            return Self.error(error, id: nil, 400)
        }
        switch message {
        case .notification: return Response(.accepted)
        case .response: return Self.error(.invalidRequest("a server of this revision asks nothing"), id: nil, 400)
        case .request(let id, let method, let params):
            do {
                let meta = try Self.meta(of: params)
                try Self.checkHeaders(of: request, method: method, params: params, meta: meta)
                let revision = try Self.revision(named: meta[MetaName.protocolVersion])
                let caller = Caller(
                    principal: principal, fields: request.fields, revision: revision, meta: meta,
                    clientCapabilities: meta[MetaName.clientCapabilities] ?? [:],
                    clientInfo: meta[MetaName.clientInfo])
                return await dispatch(
                    MethodCall(server: server, method: method, params: params, caller: caller), id: id)
            } catch {
                return Self.error(error, id: id, 400)
            }
        }
    }

    private func dispatch(_ call: MethodCall, id: JSON) async -> Response {
        if call.method == "subscriptions/listen" { return listen(call, id: id) }
        guard let body = Self.modernMethods[call.method] ?? commonMethods[call.method] else {
            return Self.error(.methodNotFound(call.method), id: id, .notFound)
        }
        var level: LogLevel?
        if let name = call.caller.meta[MetaName.logLevel] {
            guard let known = name.string.flatMap(LogLevel.init(rawValue:)) else {
                return Self.error(.invalidParams("\(name.text) is not a log level"), id: id, 400)
            }
            level = known
        }
        return await answer(call, id: id, with: body, level: level, style: style)
    }

    private static let modernMethods: [String: MethodBody] = [
        "server/discover": { call in
            .result(
                .compact([
                    "supportedVersions": JSON(Revision.modernNames), "capabilities": call.server.capabilities,
                    "instructions": call.server.instructions.map(JSON.string),
                ]))
        }
    ]

    /// The methods whose results a client may keep.
    private static let cacheable: Set<String> = [
        "server/discover", "tools/list", "resources/list", "resources/templates/list", "resources/read",
    ]

    private var style: AnswerStyle {
        AnswerStyle(
            finish: { [server] result, method in
                var result = result
                result["resultType"] = "complete"
                if Self.cacheable.contains(method) {
                    let lifetime = max(0, server.options.cacheLifetime.wholeMicroseconds / 1000)
                    result["ttlMs"] = .int(lifetime)
                    result["cacheScope"] = .string(server.options.cacheScope.rawValue)
                }
                var meta = result["_meta"] ?? [:]
                meta[MetaName.serverInfo] = server.info
                result["_meta"] = meta
                return result
            },
            status: { error in
                switch error.code {
                case RPCError.Code.methodNotFound: .notFound
                case RPCError.Code.internalError: .internalServerError
                default: .badRequest
                }
            })
    }

    /// `subscriptions/listen`: the lists of this server are made anew at each request and it announces no changes, so
    /// nothing that was asked for is granted; the stream stays open until the client closes it.
    private func listen(_ call: MethodCall, id: JSON) -> Response {
        guard call.params["notifications"]?.object != nil else {
            return Self.error(.invalidParams("'notifications' must be an object"), id: id, 400)
        }
        return live { send in
            let meta: JSON = [MetaName.subscriptionId: id]
            let params: JSON = ["_meta": meta, "notifications": [:]]
            try await send(Message.notification("notifications/subscriptions/acknowledged", params))
            try await untilCancelled()
            return nil
        }
    }

    // MARK: - Rungs

    private static func meta(of params: JSON) throws(RPCError) -> JSON {
        guard let meta = params["_meta"], meta.object != nil else {
            throw .invalidParams("'params._meta' must be an object")
        }
        for name in [MetaName.protocolVersion, MetaName.clientCapabilities] where meta[name] == nil {
            throw .invalidParams("'params._meta' lacks '\(name)'")
        }
        guard meta[MetaName.clientCapabilities]?.object != nil else {
            throw .invalidParams("'\(MetaName.clientCapabilities)' must be an object")
        }
        return meta
    }

    /// The parameter that `Mcp-Name` repeats, by method.
    private static let nameParameters = ["tools/call": "name", "prompts/get": "name", "resources/read": "uri"]

    private static func checkHeaders(of request: Request, method: String, params: JSON, meta: JSON) throws(RPCError) {
        try check(HeaderName.version, of: request, says: meta[MetaName.protocolVersion], "the request's '_meta'")
        try check(HeaderName.method, of: request, says: .string(method), "the request's method")
        if let parameter = nameParameters[method], let value = params[parameter] {
            try check(HeaderName.name, of: request, says: value, "'params.\(parameter)'")
        }
    }

    private static func check(
        _ header: String, of request: Request, says value: JSON?, _ place: String
    ) throws(RPCError) {
        let sent = request.fields.all(header)
        guard let first = sent.first else { throw .headerMismatch("the \(header) header is missing") }
        guard sent.count == 1 else { throw .headerMismatch("the \(header) header is sent more than once") }
        guard HeaderValue.isLegal(first) else { throw .headerMismatch("the \(header) header has illegal characters") }
        let said = header == HeaderName.name ? HeaderValue.decode(first) : first
        guard let said, value?.string == said else {
            throw .headerMismatch("the \(header) header does not match \(place)")
        }
    }

    private static func revision(named name: JSON?) throws(RPCError) -> Revision {
        if let revision = name?.string.flatMap(Revision.init(rawValue:)), revision.isModern { return revision }
        throw RPCError(
            code: RPCError.Code.unsupportedProtocolVersion, message: "Unsupported protocol version",
            data: ["supported": JSON(Revision.modernNames), "requested": name ?? nil])
    }
}

/// Returns never, but throws when the task is cancelled.
func untilCancelled() async throws {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    for await _ in stream {}
    continuation.finish()
    try Task.checkCancellation()
}
