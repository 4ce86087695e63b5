import HTTP
import Images
import JSONTree

/// The company's account at HubSpot.
struct HubSpotAccount: Sendable {
    let container: Container

    /// Makes a contact, or changes the one with the same address; returns its id.
    func upsertContact(_ lead: Lead) async throws -> String {
        let names = lead.fullName.split(separator: " ", maxSplits: 1).map(String.init)
        let properties: JSON = [
            "email": .string(lead.email), "firstname": .string(names.first ?? ""),
            "lastname": .string(names.count > 1 ? names[1] : ""), "lifecyclestage": "lead",
        ]
        let url = try container.url(of: "hubspot") + "/crm/v3/objects/contacts/batch/upsert"
        let answer = try await container.json(
            .post, url,
            ["inputs": [["id": .string(lead.email), "idProperty": "email", "properties": properties]]],
            fields: ["authorization": "Bearer \(try container.token(of: "hubspot"))"])
        guard let id = answer["results"]?[0]?["id"]?.string else {
            throw UpstreamError(method: .post, url: url, status: .ok, body: answer.text)
        }
        return id
    }
}
