package import JSONTree

/// Something a model can do: a name, a schema for the arguments, and the code that does it.
package struct Tool: Sendable {
    /// 1 to 128 characters of `A-Z a-z 0-9 _ . -`.
    package var name: String
    package var title: String?
    package var description: String
    /// A JSON Schema of an object. Arguments that break it never reach `call`.
    package var inputSchema: JSON
    /// A JSON Schema of `structuredContent`; a result that breaks it is an internal error.
    package var outputSchema: JSON?
    package var annotations: Annotations?
    /// The client capabilities (such as `["sampling": [:]]`) without which the tool cannot run.
    package var requiredClientCapabilities: JSON
    /// The tool runs long and reports on its way: a client that asked for progress or logs gets them at once. What
    /// another tool reports arrives together with its result.
    package var reportsWhileRunning: Bool
    package var call: @Sendable (ToolCall) async throws -> ToolResult

    package init(
        name: String, title: String? = nil, description: String, inputSchema: JSON = ["type": "object"],
        outputSchema: JSON? = nil, annotations: Annotations? = nil, requiredClientCapabilities: JSON = [:],
        reportsWhileRunning: Bool = false, call: @escaping @Sendable (ToolCall) async throws -> ToolResult
    ) {
        self.name = name
        self.title = title
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.annotations = annotations
        self.requiredClientCapabilities = requiredClientCapabilities
        self.reportsWhileRunning = reportsWhileRunning
        self.call = call
    }

    /// Hints for a client that asks a person before it calls.
    package struct Annotations: Hashable, Sendable {
        package var json: JSON

        package init(json: JSON) { self.json = json }

        package init(
            readOnly: Bool? = nil, destructive: Bool? = nil, idempotent: Bool? = nil, openWorld: Bool? = nil
        ) {
            json = .compact([
                "readOnlyHint": readOnly.map(JSON.bool), "destructiveHint": destructive.map(JSON.bool),
                "idempotentHint": idempotent.map(JSON.bool), "openWorldHint": openWorld.map(JSON.bool),
            ])
        }
    }

    /// The tool as lists show it.
    var json: JSON {
        .compact([
            "name": .string(name), "title": title.map(JSON.string), "description": .string(description),
            "inputSchema": inputSchema, "outputSchema": outputSchema, "annotations": annotations?.json,
        ])
    }
}

/// One call of a tool, with arguments that conform to its schema.
package struct ToolCall: Sendable {
    package var arguments: JSON
    package var caller: Caller
    package var reporter: Reporter

    package init(arguments: JSON = [:], caller: Caller = Caller(), reporter: Reporter = .silent) {
        self.arguments = arguments
        self.caller = caller
        self.reporter = reporter
    }

    /// Tells the client how far the call is, where it asked. Values that do not increase are left out.
    package func progress(_ progress: Double, total: Double? = nil, message: String? = nil) async throws {
        try await reporter.progress(progress, total: total, message: message)
    }

    /// Sends the client a log message, where it asked for that level or a lower one.
    package func log(_ level: LogLevel, _ data: JSON, logger: String? = nil) async throws {
        try await reporter.log(level, data, logger: logger)
    }
}
