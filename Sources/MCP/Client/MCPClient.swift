package import HTTP
package import JSONTree

/// A client of one server, over whatever sends its requests.
///
/// It asks `server/discover` first and falls back to the `initialize` handshake where that is not understood; what was
/// found is kept. A session that the server has forgotten is opened again once.
package actor MCPClient {
    /// Sends one HTTP request; what it throws reaches the caller unchanged.
    package typealias Send = @Sendable (Request) async throws -> Response

    /// Which eras to try.
    package enum Mode: Sendable {
        case auto, modern, handshake
    }

    /// What is known about the server.
    package struct Server: Hashable, Sendable {
        package var revision: Revision
        package var info: JSON
        package var capabilities: JSON
        package var instructions: String?
        /// Only in the handshake era, and only if the server keeps sessions.
        package var session: String?
    }

    private let send: Send
    private let endpoint: Request
    private let mode: Mode
    private let info: JSON
    private let capabilities: JSON
    private let onNotification: @Sendable (_ method: String, _ params: JSON) async -> Void
    private var server: Server?
    private var nextID: Int64 = 0
    private var parameterHeaders: [String: ParameterHeaders] = [:]

    /// - Parameters:
    ///   - endpoint: a request for the server's URL; its fields (say `Authorization`) go with every message.
    ///   - onNotification: is given progress and logs as they come.
    package init(
        endpoint: Request, name: String, version: String, mode: Mode = .auto, capabilities: JSON = [:],
        onNotification: @escaping @Sendable (_ method: String, _ params: JSON) async -> Void = { _, _ in },
        send: @escaping Send
    ) {
        self.endpoint = endpoint
        self.mode = mode
        self.capabilities = capabilities
        self.onNotification = onNotification
        self.send = send
        info = ["name": .string(name), "version": .string(version)]
    }

    /// Finds out how to talk to the server; every other call does so first.
    @discardableResult
    package func connect() async throws -> Server {
        if let server { return server }
        let found =
            switch mode {
            case .modern: try await discover()
            case .handshake: try await initialize()
            case .auto: try await negotiate()
            }
        server = found
        return found
    }

    /// Ends the session, where there is one.
    package func close() async throws {
        guard let session = server?.session else { return }
        var request = endpoint
        request.method = .delete
        request.fields[HeaderName.session] = session
        request.fields[HeaderName.version] = server?.revision.rawValue
        server = nil
        _ = try await send(request)
    }

    /// Sends one request of any method and returns its result.
    ///
    /// - Throws: `MCPClientError`, and what `send` throws.
    package func call(_ method: String, _ params: JSON = [:], trace: Fields = Fields()) async throws -> JSON {
        let server = try await connect()
        do {
            return try await exchange(method, params, at: server, trace: trace)
        } catch MCPClientError.status(.notFound, _, _) where server.session != nil {
            self.server = nil
        } catch MCPClientError.refused(let error)
            where error.code == RPCError.Code.sessionNotFound && server.session != nil
        {
            self.server = nil
        }
        return try await exchange(method, params, at: try await connect(), trace: trace)
    }

    // MARK: - Opening

    private func negotiate() async throws -> Server {
        do {
            return try await discover()
        } catch MCPClientError.noCommonRevision(let served)
            where !served.contains(where: Revision.handshakeNames.contains)
        {
            throw MCPClientError.noCommonRevision(served: served)
        } catch let error as MCPClientError {
            // A server of the older era may answer a method it does not know in any way, but not with a challenge.
            if case .status(let status, _, _) = error, status == .unauthorized || status.code >= 500 { throw error }
            return try await initialize()
        }
    }

    private func discover() async throws -> Server {
        let asked = Server(revision: .newest, info: [:], capabilities: [:])
        let result: JSON
        do {
            result = try await exchange("server/discover", [:], at: asked)
        } catch MCPClientError.refused(let error) where error.code == RPCError.Code.unsupportedProtocolVersion {
            throw MCPClientError.noCommonRevision(served: (error.data?["supported"]?.array ?? []).compactMap(\.string))
        }
        let served = (result["supportedVersions"]?.array ?? []).compactMap(\.string)
        guard let revision = served.compactMap(Revision.init(rawValue:)).filter(\.isModern).max() else {
            throw MCPClientError.noCommonRevision(served: served)
        }
        return Server(
            revision: revision, info: result["_meta"]?[MetaName.serverInfo] ?? [:],
            capabilities: result["capabilities"] ?? [:], instructions: result["instructions"]?.string)
    }

    private func initialize() async throws -> Server {
        let params: JSON = [
            "protocolVersion": .string(Revision.newestHandshake.rawValue), "capabilities": capabilities,
            "clientInfo": info,
        ]
        let id = takeID()
        let response = try await send(request(Message.request(id: id, "initialize", params), fields: Fields()))
        let result = try await result(of: response, id: id)
        let named = result["protocolVersion"]?.string ?? ""
        guard let revision = Revision(rawValue: named), !revision.isModern else {
            throw MCPClientError.noCommonRevision(served: [named])
        }
        let found = Server(
            revision: revision, info: result["serverInfo"] ?? [:], capabilities: result["capabilities"] ?? [:],
            instructions: result["instructions"]?.string, session: response.fields[HeaderName.session])
        let ready = Message.notification("notifications/initialized", [:])
        _ = try await send(request(ready, fields: sessionFields(of: found)))
        return found
    }

    // MARK: - One exchange

    private func exchange(_ method: String, _ params: JSON, at server: Server, trace: Fields = Fields()) async throws
        -> JSON
    {
        let id = takeID()
        var params = params
        var meta = params["_meta"] ?? [:]
        var fields = sessionFields(of: server)
        for name in MetaName.trace {
            if let value = trace[name] { meta[name] = .string(value) }
        }
        if server.revision.isModern {
            meta[MetaName.protocolVersion] = .string(server.revision.rawValue)
            meta[MetaName.clientCapabilities] = capabilities
            meta[MetaName.clientInfo] = info
            fields[HeaderName.method] = method
            if let name = (params["name"] ?? params["uri"])?.string {
                fields[HeaderName.name] = HeaderValue.encode(name)
            }
            if method == "tools/call", let name = params["name"]?.string, let headers = parameterHeaders[name] {
                for field in headers.fields(for: params["arguments"] ?? [:]) { fields[field.name] = field.value }
            }
        }
        if meta != [:] { params["_meta"] = meta }
        return try await result(
            of: try await send(request(Message.request(id: id, method, params), fields: fields)), id: id)
    }

    private func takeID() -> JSON {
        nextID += 1
        return .int(nextID)
    }

    private func sessionFields(of server: Server) -> Fields {
        var fields: Fields = [HeaderName.version: server.revision.rawValue]
        fields[HeaderName.session] = server.session
        return fields
    }

    private func request(_ message: JSON, fields: Fields) -> Request {
        var request = endpoint
        request.method = .post
        request.fields["content-type"] = "application/json"
        request.fields["accept"] = "application/json, text/event-stream"
        for field in fields { request.fields[field.name] = field.value }
        request.body = message.bytes
        return request
    }

    private func result(of response: Response, id: JSON) async throws -> JSON {
        try await AnswerReader(id: id, onNotification: onNotification).result(of: response)
    }

    /// Remembers which arguments of which tools travel as headers too.
    func remember(_ tools: [ToolDescription]) {
        for tool in tools { parameterHeaders[tool.name] = ParameterHeaders(of: tool.inputSchema) }
    }

    /// Whether the tool's schema has been seen.
    func knows(tool name: String) -> Bool { parameterHeaders[name] != nil }
}
