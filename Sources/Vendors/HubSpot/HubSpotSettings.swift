import Determinism
import HTTP
import JSONTree

/// Properties and owners.
extension HubSpot {
    private static func property(_ name: String, _ type: HubSpotType) -> JSON {
        [
            "updatedAt": "2024-01-01T00:00:00Z", "createdAt": "2024-01-01T00:00:00Z", "name": .string(name),
            "label": .string(name.prefix(1).uppercased() + name.dropFirst().replacing("_", with: " ")),
            "type": "string",
            "fieldType": "text", "description": "", "groupName": .string(type.singular.lowercased() + "information"),
            "options": [], "displayOrder": -1, "calculated": false, "externalOptions": false,
            "hasUniqueValue": .bool(name == type.unique), "hidden": false, "hubspotDefined": true, "formField": true,
            "archived": false,
        ]
    }

    private static func properties(of type: HubSpotType, _ call: Call) async throws -> [JSON] {
        (type.properties + type.readOnly).map { property($0, type) }
            + (try await call.state.documents("properties:" + type.name))
    }

    @Sendable static func listProperties(_ call: Call) async throws -> Response {
        .json(["results": .array(try await properties(of: try type(call), call))])
    }

    @Sendable static func readProperty(_ call: Call) async throws -> Response {
        let name = call.parameter("name")
        guard let found = try await properties(of: try type(call), call).first(where: { $0["name"]?.string == name })
        else {
            throw refusal(call, .notFound, "OBJECT_NOT_FOUND", "Property '\(name)' does not exist")
        }
        return .json(found)
    }

    @Sendable static func createProperty(_ call: Call) async throws -> Response {
        let type = try type(call)
        let body = try call.json()
        for name in ["name", "label", "type", "fieldType", "groupName"] where body[name]?.string == nil {
            throw invalid(call, "Invalid input JSON on line 1, column 1: Some required fields were not set: [\(name)]")
        }
        let name = body["name"]?.string ?? ""
        if try await properties(of: type, call).contains(where: { $0["name"]?.string == name }) {
            throw refusal(
                call, .conflict, "OBJECT_ALREADY_EXISTS", "A property named '\(name)' already exists.")
        }
        var made = property(name, type)
        for (member, value) in body.object?.members ?? [] { made[member] = value }
        made["hubspotDefined"] = false
        made["createdAt"] = .string(call.now.rfc3339())
        made["updatedAt"] = .string(call.now.rfc3339())
        try await call.state.store.put("properties:" + type.name, name, made)
        return .json(made, .created)
    }

    @Sendable static func listOwners(_ call: Call) -> Response {
        .json([
            "results": [
                [
                    "id": "500", "email": "owner@example.com", "type": "PERSON", "firstName": "Olive",
                    "lastName": "Owner",
                    "userId": 500, "userIdIncludingInactive": 500, "createdAt": "2024-01-01T00:00:00.000Z",
                    "updatedAt": "2024-01-01T00:00:00.000Z", "archived": false,
                ]
            ]
        ])
    }
}
