import Contracts
import Determinism
import HTTP
import JSONTree

/// Things of one kind that an OpenAPI document lets clients create and look up.
struct Collection: Sendable {
    /// `/products`.
    var path: String
    /// `/products/{id}`.
    var itemPath: String
    /// The parameter of the item path: `id`.
    var parameter: String
    /// The member of an item that holds its id.
    var idMember: String
    /// Whether ids are whole numbers.
    var hasNumericIDs: Bool
    /// The member of a list's body that holds the items; nil when the body is the list itself.
    var listMember: String?
    /// The path's words, joined: the table's name.
    var name: String
}

extension OpenAPIDocument {
    /// Every path with a `POST` that has an item path below it.
    var collections: [Collection] {
        operations.filter { $0.method == .post }.compactMap { create in
            let prefix = create.path + "/{"
            guard
                let itemPath = operations.map(\.path).first(where: {
                    $0.hasPrefix(prefix) && $0.hasSuffix("}") && !$0.dropFirst(prefix.count).contains("/")
                })
            else { return nil }
            let parameter = String(itemPath.dropFirst(prefix.count).dropLast())
            let item = create.success?.schema.map(resolved)
            let idMember = item?["properties"]?[parameter] == nil ? "id" : parameter
            return Collection(
                path: create.path, itemPath: itemPath, parameter: parameter, idMember: idMember,
                hasNumericIDs: item?["properties"]?[idMember].map(resolved)?["type"] == "integer",
                listMember: listMember(at: create.path),
                name: create.path.split(separator: "/").filter { !$0.hasPrefix("{") }.joined(separator: "_")
                    .map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0.lowercased() : "_" }.joined())
        }
    }

    /// The first array among the members of a list operation's body.
    private func listMember(at path: String) -> String? {
        let list = operations.first { $0.method == .get && $0.path == path }?.success?.schema.map(resolved)
        return list?["properties"]?.object?.members.first { resolved($0.value)["type"] == "array" }?.name
    }
}

/// What the operations of a collection do with its records.
struct CollectionActions: Sendable {
    let collection: Collection
    let records: RecordStore
    let container: Container

    /// What `operation` does; nil for one that is none of create, list, read, replace, change and delete.
    func action(for operation: Operation) -> Router.Action? {
        let isItem = operation.path == collection.itemPath
        let status = operation.success?.code.map { Status($0) }
        let actions: [Method: Router.Action] =
            isItem
            ? [
                .get: { .json(try await item($0), status ?? .ok) },
                .put: { try await replace($0, status ?? .ok, merging: false) },
                .patch: { try await replace($0, status ?? .ok, merging: true) },
                .delete: { try await delete($0, status ?? .noContent) },
            ]
            : [.get: { try await list($0, status ?? .ok) }, .post: { try await create($0, status ?? .created) }]
        return actions[operation.method]
    }

    private func create(_ call: Router.Call, _ status: Status) async throws -> Response {
        var item = try JSON.parse(call.request.body)
        let id: JSON
        if let given = item[collection.idMember], !given.isNull {
            id = given
        } else if collection.hasNumericIDs {
            id = .int(try await records.nextNumber(in: collection.name))
        } else {
            id = .string(container.random.uuid())
        }
        // The id comes first, whether the client gave it or not.
        item = .object(
            JSON.Object([(collection.idMember, id)] + (item.object?.members.map { ($0.name, $0.value) } ?? [])))
        item[collection.idMember] = id
        guard try await records.insert(item, id: Self.key(id), into: collection.name) else {
            throw Problem(.conflict, "there is one with the id '\(Self.key(id))' already")
        }
        var response = Response.json(item, status)
        response.fields["location"] = "\(collection.path)/\(Self.key(id).percentEncoded())"
        return response
    }

    private func list(_ call: Router.Call, _ status: Status) async throws -> Response {
        var items = try await records.all(in: collection.name)
        let query = call.request.queryForm
        if let offset = query["offset"].flatMap(Int.init), offset > 0 { items = Array(items.dropFirst(offset)) }
        if let limit = query["limit"].flatMap(Int.init), limit >= 0 { items = Array(items.prefix(limit)) }
        return .json(collection.listMember.map { [$0: .array(items)] } ?? .array(items), status)
    }

    private func item(_ call: Router.Call) async throws -> JSON {
        guard let item = try await records.find(call[collection.parameter], in: collection.name) else {
            throw Problem(.notFound, "there is no '\(call[collection.parameter])' in \(collection.path)")
        }
        return item
    }

    private func replace(_ call: Router.Call, _ status: Status, merging: Bool) async throws -> Response {
        let old = try await item(call)
        let sent = try JSON.parse(call.request.body)
        var new = merging ? old : JSON.object(JSON.Object([(collection.idMember, old[collection.idMember] ?? .null)]))
        for (name, value) in sent.object?.members ?? [] where name != collection.idMember { new[name] = value }
        try await records.replace(new, id: call[collection.parameter], in: collection.name)
        return status == .noContent ? Response(status) : .json(new, status)
    }

    private func delete(_ call: Router.Call, _ status: Status) async throws -> Response {
        let old = try await item(call)
        try await records.delete(call[collection.parameter], from: collection.name)
        return status == .noContent ? Response(status) : .json(old, status)
    }

    private static func key(_ id: JSON) -> String { id.string ?? id.text }
}
