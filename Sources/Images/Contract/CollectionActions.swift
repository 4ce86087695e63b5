import Contracts
import HTTP
import JSONTree

/// What the operations of a collection do with its records.
struct CollectionActions: Sendable {
    let collection: Collection
    let records: any Records

    /// What `operation` does; nil for one that is none of create, list, read, replace, change and delete.
    func action(for operation: Operation) -> Router.Action? {
        let isItem = operation.path == collection.itemPath
        let status = operation.success?.code.map { Status($0) }
        let actions: [Method: Router.Action] =
            isItem
            ? [
                .get: { call in .json(try found(call, try await records.find(id(in: call))), status ?? .ok) },
                .put: { try await update($0, status ?? .ok, wholly: true) },
                .patch: { try await update($0, status ?? .ok, wholly: false) },
                .delete: { try await delete($0, status ?? .noContent) },
            ]
            : [.get: { try await list($0, status ?? .ok) }, .post: { try await create($0, status ?? .created) }]
        return actions[operation.method]
    }

    private func create(_ call: Router.Call, _ status: Status) async throws -> Response {
        let item = try await records.insert(try sent(call))
        let id = item[collection.idMember] ?? .null
        var response = Response.json(item, status)
        response.fields["location"] = "\(call.request.path)/\((id.string ?? id.text).percentEncoded())"
        return response
    }

    private func list(_ call: Router.Call, _ status: Status) async throws -> Response {
        let query = call.request.queryForm
        let items = try await records.all(
            offset: max(0, query["offset"].flatMap(Int.init) ?? 0),
            limit: query["limit"].flatMap(Int.init).map { max(0, $0) })
        return .json(collection.listMember.map { [$0: .array(items)] } ?? .array(items), status)
    }

    private func update(_ call: Router.Call, _ status: Status, wholly: Bool) async throws -> Response {
        let item = try found(call, try await records.update(id(in: call), with: try sent(call), wholly: wholly))
        return status == .noContent ? Response(status) : .json(item, status)
    }

    private func delete(_ call: Router.Call, _ status: Status) async throws -> Response {
        let item = try found(call, try await records.delete(id(in: call)))
        return status == .noContent ? Response(status) : .json(item, status)
    }

    private func id(in call: Router.Call) -> String { call[collection.parameter] }

    private func found(_ call: Router.Call, _ item: JSON?) throws -> JSON {
        guard let item else {
            throw Problem(.notFound, "there is no '\(id(in: call))' in \(collection.path)")
        }
        return item
    }

    private func sent(_ call: Router.Call) throws -> JSON.Object {
        guard let object = try JSON.parse(call.request.body).object else {
            throw Problem(.unprocessableContent, "the body is not a JSON object")
        }
        return object
    }
}
