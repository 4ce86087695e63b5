import Images
import PostgresStandIn

/// Leads in PostgreSQL: the table `leads` of `crm-db`.
struct LeadStore: Sendable {
    let container: Container

    private static let columns =
        "id, source, external_id, email, full_name, content_id, campaign_id, hubspot_id, salesforce_id, status, created_at"

    /// Stores `lead`, or finds the one that came before with the same external id.
    func insertUnlessPresent(_ lead: Lead) async throws -> Lead {
        try await container.query(
            "crm-db",
            """
            insert into leads (\(Self.columns)) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            on conflict (external_id) do nothing
            """,
            [
                .text(lead.id), .text(lead.source), .text(lead.externalID), .text(lead.email), .text(lead.fullName),
                .text(orNull: lead.contentID), .text(orNull: lead.campaignID), .text(orNull: lead.hubspotID),
                .text(orNull: lead.salesforceID), .text(lead.status.rawValue), .text(lead.createdAt),
            ])
        return try await read("where external_id = $1", [.text(lead.externalID)]).first ?? lead
    }

    func find(_ id: String) async throws -> Lead? {
        try await read("where id::text = $1", [.text(id)]).first
    }

    func newest(_ limit: Int) async throws -> [Lead] {
        try await read("order by created_at desc, id limit $1", [.text(String(limit))])
    }

    func unsynced(_ limit: Int) async throws -> [Lead] {
        try await read("where status <> 'synced' order by created_at, id limit $1", [.text(String(limit))])
    }

    func update(_ lead: Lead) async throws {
        try await container.query(
            "crm-db",
            "update leads set hubspot_id = $2, salesforce_id = $3, status = $4 where id = $1",
            [
                .text(lead.id), .text(orNull: lead.hubspotID), .text(orNull: lead.salesforceID),
                .text(lead.status.rawValue),
            ])
    }

    private func read(_ rest: String, _ parameters: [PostgresValue]) async throws -> [Lead] {
        let result = try await container.query(
            "crm-db",
            "select \(Self.columns) from leads \(rest)", parameters)
        return result.rows.compactMap(lead)
    }

    private func lead(_ row: [PostgresValue]) -> Lead? {
        guard row.count == 11, let id = row[0].string, let externalID = row[2].string, let email = row[3].string,
            let status = row[9].string.flatMap(Lead.Status.init)
        else { return nil }
        return Lead(
            id: id, source: row[1].string ?? "", externalID: externalID, email: email, fullName: row[4].string ?? "",
            contentID: row[5].string, campaignID: row[6].string, hubspotID: row[7].string, salesforceID: row[8].string,
            status: status, createdAt: row[10].rfc3339 ?? "")
    }
}
