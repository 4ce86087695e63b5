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
    /// The member of a list's body that holds the items; nil when the body is the list itself.
    var listMember: String?
    /// The path's words, joined: the table's name.
    var name: String
    /// The schema of an item, with its properties' references resolved.
    var itemSchema: JSON
    /// The schema's members with the values that they get where nobody gives one.
    var samples: JSON.Object

    /// The table's name as SQL takes it.
    var table: String { name.quotedIdentifier }

    /// The members that the contract names, with their schemas.
    var members: [(name: String, schema: JSON)] {
        (itemSchema["properties"]?.object?.members ?? []).map { ($0.name, $0.value) }
    }

    /// Whether ids are whole numbers.
    var hasNumericIDs: Bool { itemSchema["properties"]?[idMember]?["type"] == "integer" }

    var allowsOtherMembers: Bool { itemSchema["additionalProperties"]?.bool ?? true }

    func requires(_ member: String) -> Bool {
        itemSchema["required"]?.array?.contains(.string(member)) ?? false
    }

    /// Whether only the service itself writes the member: the id, and what the contract marks so.
    func isReadOnly(_ member: String) -> Bool {
        member == idMember || itemSchema["properties"]?[member]?["readOnly"]?.bool ?? false
    }

    var writableMembers: [String] { members.map(\.name).filter { !isReadOnly($0) } }

    /// Gives `item` what the contract requires and nobody gave: the present for a point in time, else the member's
    /// default or a sample.
    func complete(_ item: inout JSON.Object, now: Timestamp) {
        for (name, schema) in members where item[name] == nil && (requires(name) || schema["default"] != nil) {
            let isTime = schema["format"] == "date-time" && schema["default"] == nil
            item[name] = isTime ? .string(now.rfc3339()) : samples[name]
        }
    }
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
            let item = itemSchema(create.success?.schema ?? [:])
            return Collection(
                path: create.path, itemPath: itemPath, parameter: parameter,
                idMember: item["properties"]?[parameter] == nil ? "id" : parameter,
                listMember: listMember(at: create.path),
                name: create.path.split(separator: "/").filter { !$0.hasPrefix("{") }.joined(separator: "_")
                    .map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0.lowercased() : "_" }.joined(),
                itemSchema: item, samples: sample(of: withoutExamples(item)).object ?? JSON.Object())
        }
    }

    /// `schema` with its own and its properties' references resolved, and the parts of an `allOf` joined.
    private func itemSchema(_ schema: JSON, depth: Int = 0) -> JSON {
        var item = resolved(schema)
        guard depth < 8 else { return item }
        var properties = JSON.Object()
        var required: [JSON] = []
        for part in (item["allOf"]?.array ?? []).map({ itemSchema($0, depth: depth + 1) }) {
            for (name, value) in part["properties"]?.object?.members ?? [] { properties[name] = value }
            required += part["required"]?.array ?? []
        }
        for (name, value) in item["properties"]?.object?.members ?? [] { properties[name] = resolved(value) }
        if !properties.isEmpty { item["properties"] = .object(properties) }
        required += item["required"]?.array ?? []
        if !required.isEmpty { item["required"] = .array(required) }
        item["allOf"] = nil
        return item
    }

    /// The schema without an example of the whole, so that a sample is made member by member.
    private func withoutExamples(_ schema: JSON) -> JSON {
        var schema = schema
        for name in ["example", "examples", "default", "const"] { schema[name] = nil }
        return schema
    }

    /// The first array among the members of a list operation's body.
    private func listMember(at path: String) -> String? {
        let list = operations.first { $0.method == .get && $0.path == path }?.success?.schema.map(resolved)
        return list?["properties"]?.object?.members.first { resolved($0.value)["type"] == "array" }?.name
    }
}
