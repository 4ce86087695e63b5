import Determinism
import Fidelity
import HTTP
import JSONTree

/// Nodes: whatever has an id. A node is one document: `{"id", "_type", "_parents": [ids], ...its fields}`.
extension Meta {
    static let nodeEndpoints: [Endpoint] = [
        Endpoint(.post, root, "Run a batch of up to 50 requests", access: .open, isExclusive: false, runBatch),
        Endpoint(
            .get, root + "/me", "Who the token belongs to", .approximate("always the same page"), readMe),
        Endpoint(
            .get, root + "/me/adaccounts", "List the ad accounts", .approximate("always the same account"), listAccounts
        ),
        Endpoint(.get, root + "/me/accounts", "List the pages", .approximate("always the same page"), listPages),
        Endpoint(.get, root + "/{node}", "Read the fields of a node", readNode),
        Endpoint(.post, root + "/{node}", "Change fields of a node", updateNode),
        Endpoint(.delete, root + "/{node}", "Delete a node", deleteNode),
    ]

    static let pageID = "100000000000001"
    static let accountID = "1000000000000001"

    static func isID(_ text: String) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "_") }
    }

    /// `2026-11-22T16:00:00+0000`
    static func time(_ call: Call) -> JSON {
        .string(call.now.rfc3339(fractionDigits: 0).replacing("Z", with: "+0000"))
    }

    static func newID(_ call: Call, _ prefix: String = "1202100") async throws -> String {
        let number = String(try await call.state.nextNumber(of: "node"))
        return prefix + String(repeating: "0", count: max(0, 10 - number.count)) + number
    }

    static func store(_ node: JSON, _ call: Call) async throws {
        try await call.state.store.put("nodes", node["id"]?.string ?? "", node)
    }

    static func node(_ id: String, _ call: Call) async throws -> JSON? {
        if let kept = try await call.state.store.get("nodes", id) { return kept }
        if id == pageID { return ["id": .string(pageID), "_type": "page", "name": "Orrery Page", "category": "Brand"] }
        if id.hasPrefix("act_"), isID(String(id.dropFirst(4))) {
            return [
                "id": .string(id), "_type": "account", "account_id": .string(String(id.dropFirst(4))),
                "name": "Orrery Ads",
                "account_status": 1, "currency": "USD", "timezone_name": "America/New_York", "amount_spent": "0",
                "balance": "0",
            ]
        }
        return nil
    }

    /// What is shown of a node by a type when no fields are asked for.
    private static let standardFields: [String: [String]] = [
        "page": ["name"], "post": ["created_time", "message"], "photo": ["created_time", "name"],
        "lead": ["created_time", "field_data"], "form": ["locale", "name", "status"], "account": ["account_id"],
    ]

    /// The node's `fields` (a comma list, with `edge{...}` for the node a field `edge_id` names), always with its id.
    static func shown(_ node: JSON, _ fields: String?, _ call: Call, depth: Int = 0) async throws -> JSON {
        var asked = Self.split(fields ?? "")
        if asked.isEmpty { asked = standardFields[node["_type"]?.string ?? ""] ?? [] }
        var answer = JSON.Object()
        for field in asked.prefix(200) where !field.hasPrefix("_") {
            if let open = field.firstIndex(of: "{"), field.hasSuffix("}"), depth < 4 {
                let name = String(field[..<open])
                let inner = String(field[field.index(after: open)...].dropLast())
                guard let id = node[name + "_id"]?.string ?? node[name]?["id"]?.string,
                    let other = try await Self.node(id, call)
                else { continue }
                answer[name] = try await shown(other, inner, call, depth: depth + 1)
            } else if let value = node[field] {
                answer[field] = value
            }
        }
        answer["id"] = node["id"]
        return .object(answer)
    }

    /// Cuts a list at the commas outside braces.
    private static func split(_ list: String) -> [String] {
        var parts: [String] = []
        var (current, depth) = ("", 0)
        for character in list {
            if character == "{" { depth += 1 }
            if character == "}" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append(current)
                current = ""
            } else if character != " " {
                current.append(character)
            }
        }
        return (parts + [current]).filter { !$0.isEmpty }
    }

    /// An edge's page: `data`, `paging` with cursors, and a `summary` when it is asked for.
    static func edge(_ nodes: [JSON], _ call: Call, fields standard: String? = nil) async throws -> Response {
        let form = try parameters(call)
        let size = min(max(1, Int(form["limit"] ?? "") ?? 25), 500)
        var start = 0
        if let after = form["after"], let bytes = Base64.standard.decode(after) {
            let id = String(decoding: bytes, as: UTF8.self)
            start = nodes.firstIndex { $0["id"]?.string == id }.map { $0 + 1 } ?? nodes.count
        }
        let end = min(start + size, nodes.count)
        let page = nodes[start..<end]
        var data: [JSON] = []
        for node in page { data.append(try await shown(node, form["fields"] ?? standard, call)) }
        var answer: JSON = ["data": .array(data)]
        if let first = page.first?["id"]?.string, let last = page.last?["id"]?.string {
            let after = Base64.standard.encode(last.utf8)
            var paging: JSON = [
                "cursors": ["before": .string(Base64.standard.encode(first.utf8)), "after": .string(after)]
            ]
            if end < nodes.count {
                var next = Form(call.query.pairs.filter { $0.name != "after" })
                next.pairs.append(("after", after))
                paging["next"] = .string("https://graph.facebook.com\(call.request.path)?\(next.encoded)")
            }
            answer["paging"] = paging
        }
        if form["summary"] == "true" || form["summary"] == "total_count" {
            answer["summary"] = ["total_count": JSON(nodes.count)]
        }
        return .json(answer)
    }

    /// The nodes of a type under a parent that are not deleted, newest first, as the Graph API lists them.
    static func children(_ type: String, of parent: String, _ call: Call) async throws -> [JSON] {
        try await call.state.documents("nodes") { node in
            node["_type"]?.string == type && node["status"]?.string != "DELETED"
                && node["_parents"]?.array?.contains(.string(parent)) == true
        }.reversed()
    }

    @Sendable static func readMe(_ call: Call) async throws -> Response {
        guard let page = try await node(pageID, call) else { throw missingObject(call, pageID, "get") }
        return .json(try await shown(page, call.query["fields"], call))
    }

    @Sendable static func listAccounts(_ call: Call) async throws -> Response {
        try await edge([try await node("act_" + accountID, call)].compactMap(\.self), call)
    }

    @Sendable static func listPages(_ call: Call) async throws -> Response {
        try await edge([try await node(pageID, call)].compactMap(\.self), call)
    }

    @Sendable static func readNode(_ call: Call) async throws -> Response {
        let id = call.parameter("node")
        guard let node = try await node(id, call) else { throw missingObject(call, id, "get") }
        return .json(try await shown(node, try parameters(call)["fields"], call))
    }

    @Sendable static func updateNode(_ call: Call) async throws -> Response {
        let id = call.parameter("node")
        guard var node = try await node(id, call) else { throw missingObject(call, id, "post") }
        for (name, value) in try values(try parameters(call), call) { node[name] = value }
        if let status = node["status"] { node["effective_status"] = status }
        node["updated_time"] = time(call)
        try await store(node, call)
        return .json(["success": true])
    }

    @Sendable static func deleteNode(_ call: Call) async throws -> Response {
        let id = call.parameter("node")
        guard var node = try await call.state.store.get("nodes", id) else { throw missingObject(call, id, "delete") }
        if ["campaign", "adset", "ad"].contains(node["_type"]?.string ?? "") {
            // Ads are kept for their statistics and only leave the lists.
            node["status"] = "DELETED"
            node["effective_status"] = "DELETED"
            try await store(node, call)
        } else {
            try await call.state.store.delete("nodes", id)
        }
        return .json(["success": true])
    }

    private static let transport: Set<String> = [
        "access_token", "appsecret_proof", "fields", "method", "summary", "limit", "after",
    ]

    /// The parameters that are fields of a node; arrays, objects and booleans are read as JSON.
    static func values(_ form: Form, _ call: Call) throws -> [(String, JSON)] {
        try form.pairs.compactMap { name, value in
            if transport.contains(name) || name == "id" || name.hasPrefix("_") { return nil }
            guard ["[", "{"].contains(value.prefix(1)) || value == "true" || value == "false" else {
                return (name, .string(value))
            }
            do {
                return (name, try JSON.parse(value))
            } catch {
                throw invalid(call, "Param \(name) must be valid JSON.")
            }
        }
    }

    @Sendable static func runBatch(_ call: Call) async throws -> Response {
        let form = try parameters(call)
        guard let text = form["batch"] else { throw invalid(call, "The parameter batch is required") }
        guard let operations = (try? JSON.parse(text))?.array else {
            throw invalid(call, "Param batch must be an array.")
        }
        if operations.count > 50 { throw invalid(call, "Too many requests in batch message. Maximum batch size is 50") }
        var answers: [JSON] = []
        for operation in operations {
            let relative = operation["relative_url"]?.string ?? ""
            var path = relative.hasPrefix("/") ? relative : "/" + relative
            if !path.hasPrefix("/v") { path = "/v\(call.parameter("version"))" + path }
            var fields = call.request.fields
            fields["content-type"] = "application/x-www-form-urlencoded"
            if let token = token(call, form) { fields["authorization"] = "Bearer \(token)" }
            let request = Request(
                Method(operation["method"]?.string ?? "GET"), path, fields: fields,
                body: Array((operation["body"]?.string ?? "").utf8))
            let isNested = request.pathSegments.count < 2
            let response =
                isNested
                ? error(call, .badRequest, 100, "(#100) A batch cannot hold a batch")
                : await call.vendor.answer(request, call.state)
            let headers = response.fields.map { field -> JSON in
                ["name": .string(field.name), "value": .string(field.value)]
            }
            answers.append([
                "code": JSON(response.status.code), "headers": .array(headers),
                "body": .string(String(decoding: try await response.collectedBody(), as: UTF8.self)),
            ])
        }
        return .json(.array(answers))
    }
}
