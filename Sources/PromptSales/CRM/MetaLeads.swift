import Determinism
import HTTP
import Images
import JSONTree

/// Leads that people left in forms on Meta's networks.
struct MetaLeads: Sendable {
    let container: Container

    /// What Meta proves itself with when it asks for our callback.
    var verifyToken: String {
        get throws { try container.file("/var/run/secrets/meta-verify-token/value") }
    }

    /// Has Meta deliver the leads of our page to our webhook: Graph API, "App Subscriptions" and "Page Subscribed Apps".
    /// Meta asks the webhook at once, so the way in must be open by then.
    ///
    /// - Throws: `UpstreamError` when Meta could not verify the webhook.
    func subscribe() async throws {
        let base = try container.url(of: "meta") + "/v26.0"
        let app = container.environment["META_APP_ID"] ?? "200000000000001"
        let page = container.environment["META_PAGE_ID"] ?? "100000000000001"
        try await post(
            "\(base)/\(app)/subscriptions",
            [
                ("object", "page"), ("fields", "leadgen"), ("verify_token", try verifyToken),
                ("callback_url", try container.setting("OAUTH_ISSUER") + "/crm/webhooks/meta"),
            ])
        try await post("\(base)/\(page)/subscribed_apps", [("subscribed_fields", "leadgen")])
    }

    private func post(_ url: String, _ pairs: [(name: String, value: String)]) async throws {
        let form = Form(pairs + [("access_token", try container.token(of: "meta"))])
        let response = try await container.send(
            .post, url, fields: ["content-type": "application/x-www-form-urlencoded"], body: Array(form.encoded.utf8))
        if response.status == .ok { return }
        let body = String(decoding: try await response.collectedBody(), as: UTF8.self)
        throw UpstreamError(method: .post, url: url, status: response.status, body: body)
    }

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
