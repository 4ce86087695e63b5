import Determinism
import HTTP
import JSONTree

/// Associations with the default label.
extension HubSpot {
    /// The ids of HubSpot's own association types, by the names of both ends.
    private static let typeIDs: [String: Int64] = [
        "contacts companies": 279, "companies contacts": 280, "deals contacts": 3, "contacts deals": 4,
        "deals companies": 341,
        "companies deals": 342, "contacts contacts": 449, "companies companies": 450, "deals deals": 451,
    ]

    /// Stores the association from both ends.
    static func link(_ from: HubSpotType, _ id: String, _ to: HubSpotType, _ toID: String, _ call: Call) async throws {
        for (left, leftID, right, rightID) in [(from, id, to, toID), (to, toID, from, id)] {
            try await call.state.store.put(
                "associations:\(left.name):\(right.name)", "\(leftID)>\(rightID)",
                ["from": .string(leftID), "to": .string(rightID)])
        }
    }

    @Sendable static func associate(_ call: Call) async throws -> Response {
        let (from, to) = (try type(call), try type(call, "to"))
        let (id, toID) = (call.parameter("id"), call.parameter("toId"))
        guard try await find(id, by: nil, of: from, call) != nil, try await find(toID, by: nil, of: to, call) != nil
        else {
            throw missing(call)
        }
        try await link(from, id, to, toID, call)
        let now = JSON.string(call.now.rfc3339())
        func end(_ left: HubSpotType, _ leftID: String, _ right: HubSpotType, _ rightID: String) -> JSON {
            [
                "from": ["id": .string(leftID)], "to": ["id": .string(rightID)],
                "associationSpec": [
                    "associationCategory": "HUBSPOT_DEFINED",
                    "associationTypeId": .int(typeIDs["\(left.name) \(right.name)"] ?? 0),
                ],
            ]
        }
        return .json([
            "status": "COMPLETE", "results": [end(from, id, to, toID), end(to, toID, from, id)], "startedAt": now,
            "completedAt": now,
        ])
    }

    private static func ends(_ id: String, _ from: HubSpotType, _ to: HubSpotType, _ call: Call) async throws -> [JSON]
    {
        try await call.state.documents("associations:\(from.name):\(to.name)") { $0["from"]?.string == id }
    }

    @Sendable static func associations(_ call: Call) async throws -> Response {
        let (from, to) = (try type(call), try type(call, "to"))
        let id = call.parameter("id")
        if try await find(id, by: nil, of: from, call) == nil { throw missing(call) }
        let results = try await ends(id, from, to, call).map { end -> JSON in
            [
                "toObjectId": .int(Int64(end["to"]?.string ?? "") ?? 0),
                "associationTypes": [
                    [
                        "category": "HUBSPOT_DEFINED", "typeId": .int(typeIDs["\(from.name) \(to.name)"] ?? 0),
                        "label": nil,
                    ]
                ],
            ]
        }
        return .json(["results": .array(results)])
    }

    /// The `associations` member of an object that was read with `?associations=`.
    static func associationSummary(_ object: JSON, _ type: HubSpotType, _ kinds: [String], _ call: Call) async throws
        -> JSON
    {
        var summary = JSON.Object()
        for other in kinds.compactMap(HubSpotType.named) {
            let ends = try await ends(object["id"]?.string ?? "", type, other, call)
            if ends.isEmpty { continue }
            let label = JSON.string("\(type.singular.lowercased())_to_\(other.singular.lowercased())")
            summary[other.name] = ["results": .array(ends.map { ["id": $0["to"] ?? .null, "type": label] })]
        }
        return .object(summary)
    }
}
