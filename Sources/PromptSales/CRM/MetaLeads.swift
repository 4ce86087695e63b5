import Determinism
import HTTP
import Images
import JSONTree

/// Leads that people left in forms on Meta's networks.
struct MetaLeads: Sendable {
    let container: Container

    /// Graph API, "Lead Retrieval": `GET /{lead}`.
    ///
    /// - Throws: `UpstreamError` when Meta does not know the lead, or it lacks an address.
    func lead(_ id: String) async throws -> Lead {
        let query = Form([
            ("fields", "id,created_time,ad_id,campaign_id,form_id,field_data"),
            ("access_token", try container.token(of: "meta")),
        ])
        let url = try container.url(of: "meta") + "/v26.0/\(id.percentEncoded())"
        let answer = try await container.json(.get, "\(url)?\(query.encoded)")
        var fields: [String: String] = [:]
        for field in answer["field_data"]?.array ?? [] {
            if let name = field["name"]?.string { fields[name] = field["values"]?[0]?.string }
        }
        guard let email = fields["email"] else {
            throw UpstreamError(method: .get, url: url, status: .ok, body: "the lead has no e-mail address")
        }
        return Lead(
            id: container.random.uuid(), source: "meta", externalID: "meta:\(id)", email: email,
            fullName: fields["full_name"] ?? "", contentID: fields["content_id"],
            campaignID: fields["campaign_id"] ?? answer["campaign_id"]?.string, status: .new,
            createdAt: container.clock.now.rfc3339())
    }
}
