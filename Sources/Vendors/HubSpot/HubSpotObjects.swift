import Determinism
import HTTP
import JSONTree

/// One object at a time: create, read, list, update, archive.
extension HubSpot {
    static func type(_ call: Call, _ parameter: String = "type") throws -> HubSpotType {
        let name = call.parameter(parameter)
        guard let type = HubSpotType.named(name) else {
            throw invalid(call, "Unable to infer object type from: \(name)")
        }
        return type
    }

    /// Checks properties a caller wants to set and returns them as HubSpot keeps them: all strings.
    static func checked(_ properties: JSON?, of type: HubSpotType, _ call: Call) async throws -> JSON.Object {
        guard let members = properties?.object?.members else {
            throw invalid(
                call, "Invalid input JSON on line 1, column 1: Some required fields were not set: [properties]")
        }
        var kept = JSON.Object()
        var wrong: [JSON] = []
        func note(_ name: String, _ error: String, _ message: String) {
            wrong.append([
                "isValid": false, "message": .string(message), "error": .string(error), "name": .string(name),
                "localizedErrorMessage": .string(message), "portalId": 1_000_001,
            ])
        }
        for (name, value) in members {
            let isCustom = try await call.state.store.get("properties:" + type.name, name) != nil
            guard type.properties.contains(name) || isCustom else {
                let isReadOnly = type.readOnly.contains(name)
                note(
                    name, isReadOnly ? "READ_ONLY_VALUE" : "PROPERTY_DOESNT_EXIST",
                    isReadOnly
                        ? "\"\(name)\" is a read only property; its value cannot be set."
                        : "Property \"\(name)\" does not exist")
                continue
            }
            var text = value.string ?? (value.isNull ? "" : value.text)
            if name == "email" {
                text = text.lowercased()
                if !text.isEmpty && !isEmail(text) {
                    note(name, "INVALID_EMAIL", "Email address \(text) is invalid")
                }
            }
            kept[name] = .string(text)
        }
        guard wrong.isEmpty else { throw invalid(call, "Property values were not valid: \(JSON.array(wrong).text)") }
        return kept
    }

    private static func isEmail(_ text: String) -> Bool {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        return sides.count == 2 && !sides[0].isEmpty && sides[1].contains(".") && !sides[1].hasPrefix(".")
            && !sides[1].hasSuffix(".") && !text.contains(" ")
    }

    /// The document that holds an object; nil when there is none or it is archived and `archived` is not asked for.
    static func find(_ id: String, by property: String?, of type: HubSpotType, archived: Bool = false, _ call: Call)
        async throws
        -> JSON?
    {
        var found: JSON?
        if let property, property != "hs_object_id" {
            let wanted = property == "email" ? id.lowercased() : id
            found = try await call.state.documents("objects:" + type.name) { object in
                object["properties"]?[property]?.string == wanted && object["archived"]?.bool == archived
            }.first
        } else {
            found = try await call.state.store.get("objects:" + type.name, id)
        }
        return found?["archived"]?.bool == archived ? found : nil
    }

    static func missing(_ call: Call) -> Refusal {
        refusal(call, .notFound, "OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric.")
    }

    static func create(_ properties: JSON.Object, of type: HubSpotType, _ call: Call) async throws -> JSON {
        if let unique = type.unique, let value = properties[unique]?.string, !value.isEmpty,
            let existing = try await find(value, by: unique, of: type, call)
        {
            throw refusal(
                call, .conflict, "CONFLICT",
                "\(type.singular) already exists. Existing ID: \(existing["id"]?.string ?? "")")
        }
        let id = String(100 + (try await call.state.nextNumber(of: "object")))
        var all = properties
        let now = JSON.string(call.now.rfc3339())
        all["createdate"] = now
        all["hs_object_id"] = .string(id)
        all[type.modified] = now
        let object: JSON = [
            "id": .string(id), "properties": .object(all), "createdAt": now, "updatedAt": now, "archived": false,
        ]
        try await call.state.store.put("objects:" + type.name, id, object)
        return object
    }

    static func update(_ object: JSON, with properties: JSON.Object, of type: HubSpotType, _ call: Call) async throws
        -> JSON
    {
        var object = object
        let id = object["id"]?.string ?? ""
        if let unique = type.unique, let value = properties[unique]?.string, !value.isEmpty,
            let existing = try await find(value, by: unique, of: type, call), existing["id"]?.string != id
        {
            throw refusal(
                call, .conflict, "CONFLICT",
                "\(type.singular) already exists. Existing ID: \(existing["id"]?.string ?? "")")
        }
        var all = object["properties"]?.object ?? JSON.Object()
        for (name, value) in properties.members { all[name] = value }
        let now = JSON.string(call.now.rfc3339())
        all[type.modified] = now
        object["properties"] = .object(all)
        object["updatedAt"] = now
        try await call.state.store.put("objects:" + type.name, id, object)
        return object
    }

    static func archive(_ object: JSON, of type: HubSpotType, _ call: Call) async throws {
        var object = object
        object["archived"] = true
        object["archivedAt"] = .string(call.now.rfc3339())
        try await call.state.store.put("objects:" + type.name, object["id"]?.string ?? "", object)
    }

    /// The object with the properties that are asked for; those it does not have are null.
    static func shown(_ object: JSON, _ asked: [String], of type: HubSpotType) -> JSON {
        var object = object
        let names = asked.isEmpty ? type.shown : (asked + type.readOnly)
        var properties = JSON.Object()
        for name in Set(names).sorted() { properties[name] = object["properties"]?[name] ?? .null }
        object["properties"] = .object(properties)
        return object
    }

    static func askedProperties(_ call: Call) -> [String] {
        call.query.all("properties").flatMap { $0.split(separator: ",").map(String.init) }
    }

    @Sendable static func createObject(_ call: Call) async throws -> Response {
        let type = try type(call)
        let body = try call.json()
        let object = try await create(try await checked(body["properties"], of: type, call), of: type, call)
        for association in body["associations"]?.array ?? [] {
            guard let to = association["to"]?["id"] else { continue }
            let toID = to.string ?? to.text
            for other in HubSpotType.all where other.name != type.name {
                guard try await find(toID, by: nil, of: other, call) != nil else { continue }
                try await link(type, object["id"]?.string ?? "", other, toID, call)
            }
        }
        return .json(object, .created)
    }

    @Sendable static func readObject(_ call: Call) async throws -> Response {
        let type = try type(call)
        let isArchived = call.query["archived"]?.lowercased() == "true"
        guard
            let object = try await find(
                call.parameter("id"), by: call.query["idProperty"], of: type, archived: isArchived, call)
        else { throw missing(call) }
        var answer = shown(object, askedProperties(call), of: type)
        let kinds = call.query.all("associations").flatMap { $0.split(separator: ",").map(String.init) }
        if !kinds.isEmpty { answer["associations"] = try await associationSummary(object, type, kinds, call) }
        return .json(answer)
    }

    @Sendable static func updateObject(_ call: Call) async throws -> Response {
        let type = try type(call)
        let body = try call.json()
        guard let object = try await find(call.parameter("id"), by: call.query["idProperty"], of: type, call) else {
            throw missing(call)
        }
        let properties = try await checked(body["properties"], of: type, call)
        return .json(try await update(object, with: properties, of: type, call))
    }

    @Sendable static func archiveObject(_ call: Call) async throws -> Response {
        let type = try type(call)
        // HubSpot answers 204 whether or not the object is there.
        if let object = try await find(call.parameter("id"), by: nil, of: type, call) {
            try await archive(object, of: type, call)
        }
        return Response(.noContent)
    }

    @Sendable static func listObjects(_ call: Call) async throws -> Response {
        let type = try type(call)
        let isArchived = call.query["archived"]?.lowercased() == "true"
        let all = try await call.state.documents("objects:" + type.name) { $0["archived"]?.bool == isArchived }
        let asked = askedProperties(call)
        let page = try page(all, limit: call.query["limit"], after: call.query["after"], most: 100, call) { last in
            last["id"]?.string ?? ""
        }
        var body: JSON = ["results": .array(page.items.map { shown($0, asked, of: type) })]
        if let after = page.after {
            let link = "https://api.hubapi.com\(call.request.path)?limit=\(page.limit)&after=\(after)"
            body["paging"] = ["next": ["after": .string(after), "link": .string(link)]]
        }
        return .json(body)
    }

    /// One page of a list whose cursor is the id of the last object before it.
    static func page(
        _ all: [JSON], limit: String?, after: String?, most: Int, _ call: Call, cursor: (JSON) -> String
    ) throws -> (items: [JSON], after: String?, limit: Int) {
        let size = limit.map { Int($0) ?? 0 } ?? 10
        guard (1...most).contains(size) else {
            throw invalid(call, "limit must be between 1 and \(most)")
        }
        var start = 0
        if let after, !after.isEmpty { start = all.firstIndex { cursor($0) == after }.map { $0 + 1 } ?? all.count }
        let end = min(start + size, all.count)
        let items = Array(all[start..<end])
        return (items, end < all.count ? items.last.map(cursor) : nil, size)
    }
}
