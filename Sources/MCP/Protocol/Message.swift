import JSONTree

/// One JSON-RPC 2.0 message, as a server receives it.
enum Message: Hashable, Sendable {
    case request(id: JSON, method: String, params: JSON)
    case notification(method: String, params: JSON)
    /// An answer to something this server asked; it asks nothing, so it is only acknowledged.
    case response(id: JSON)

    /// - Throws: `RPCError` (-32600) for anything that is not exactly one message: a batch, a missing `jsonrpc`, an id
    ///   that is neither a string nor a whole number, parameters that are not an object.
    init(_ document: JSON) throws(RPCError) {
        guard case .object(let object) = document else {
            throw .invalidRequest(document.array == nil ? "a message is an object" : "batches are not supported")
        }
        guard object["jsonrpc"]?.string == "2.0" else { throw .invalidRequest("'jsonrpc' must be \"2.0\"") }
        let id = object["id"]
        if let id, !id.isRequestID { throw .invalidRequest("'id' must be a string or a whole number") }
        guard let name = object["method"] else {
            if let id, object["result"] != nil || object["error"] != nil {
                self = .response(id: id)
                return
            }
            throw .invalidRequest("'method' is missing")
        }
        guard let method = name.string else { throw .invalidRequest("'method' must be a string") }
        let params = object["params"] ?? [:]
        guard params.object != nil else { throw .invalidRequest("'params' must be an object") }
        self =
            if let id { .request(id: id, method: method, params: params) } else {
                .notification(method: method, params: params)
            }
    }

    static func request(id: JSON, _ method: String, _ params: JSON) -> JSON {
        ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": params]
    }

    static func result(_ result: JSON, id: JSON) -> JSON { ["jsonrpc": "2.0", "id": id, "result": result] }

    static func error(_ error: RPCError, id: JSON) -> JSON { ["jsonrpc": "2.0", "id": id, "error": error.json] }

    static func notification(_ method: String, _ params: JSON) -> JSON {
        ["jsonrpc": "2.0", "method": .string(method), "params": params]
    }
}

extension JSON {
    fileprivate var isRequestID: Bool {
        switch self {
        case .string, .int: true
        case .null, .bool, .double, .array, .object: false
        }
    }
}
