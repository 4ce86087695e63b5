import JSONTree
import MCP

extension Tool {
    /// `list_leads`: the newest things of one kind, 20 of them unless told otherwise.
    ///
    /// - Parameters:
    ///   - things: what they are called, in the plural: `leads`.
    ///   - detail: what the list tells of each.
    static func list(
        _ things: String, with detail: String = "their status",
        newest: @escaping @Sendable (_ limit: Int) async throws -> [JSON]
    ) -> Tool {
        Tool(
            name: "list_\(things)", title: "List \(things)", description: "The newest \(things), with \(detail).",
            inputSchema: [
                "type": "object",
                "properties": ["limit": ["type": "integer", "minimum": 1, "maximum": 100, "default": 20]],
                "additionalProperties": false,
            ],
            annotations: .init(readOnly: true)
        ) { call in
            .structured(.object(JSON.Object([(things, .array(try await newest(call.arguments["limit"]?.int ?? 20)))])))
        }
    }

    /// `get_lead`: one thing by its id; `find` returns nil when there is none.
    static func get(_ thing: String, find: @escaping @Sendable (_ id: String) async throws -> JSON?) -> Tool {
        Tool(
            name: "get_\(thing)", title: "Get a \(thing)", description: "One \(thing) by its id.",
            inputSchema: idSchema,
            annotations: .init(readOnly: true)
        ) { call in
            guard let found = try await find(call.arguments["id"]?.string ?? "") else {
                return .failure("there is no \(thing) with this id; list_\(thing)s shows those that are there")
            }
            return .structured(found)
        }
    }
}

extension Tool.Annotations {
    /// Of a tool that adds something, a second one when it is called again, and changes nothing that is there.
    static let adding = Tool.Annotations(readOnly: false, destructive: false, idempotent: false)
}
