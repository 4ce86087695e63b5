import Images
import JSONTree
import PostgresStandIn

/// Campaigns in PostgreSQL: the table `campaigns` of `ads-db`.
struct CampaignStore: Sendable {
    let container: Container

    private static let columns =
        "id, name, content_id, audience, budget_micros, status, google_ads_resource, context, created_at"

    func insert(_ campaign: Campaign) async throws {
        try await container.query(
            "ads-db",
            """
            insert into campaigns (\(Self.columns)) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .text(campaign.id), .text(campaign.name), .text(orNull: campaign.contentID), .text(campaign.audience),
                .text(String(campaign.budgetMicros)), .text(campaign.status.rawValue),
                .text(orNull: campaign.googleAdsResource), .text(campaign.context.text), .text(campaign.createdAt),
            ])
    }

    func find(_ id: String) async throws -> Campaign? {
        try await read("where id::text = $1", [.text(id)]).first
    }

    func newest(_ limit: Int) async throws -> [Campaign] {
        try await read("order by created_at desc, id limit $1", [.text(String(limit))])
    }

    func update(_ campaign: Campaign) async throws {
        try await container.query(
            "ads-db",
            "update campaigns set status = $2, google_ads_resource = $3 where id = $1",
            [.text(campaign.id), .text(campaign.status.rawValue), .text(orNull: campaign.googleAdsResource)])
    }

    private func read(_ rest: String, _ parameters: [PostgresValue]) async throws -> [Campaign] {
        let result = try await container.query(
            "ads-db",
            "select \(Self.columns) from campaigns \(rest)", parameters)
        return result.rows.compactMap(campaign)
    }

    private func campaign(_ row: [PostgresValue]) -> Campaign? {
        guard row.count == 9, let id = row[0].string, let name = row[1].string,
            let status = row[5].string.flatMap(Campaign.Status.init)
        else { return nil }
        return Campaign(
            id: id, name: name, contentID: row[2].string, audience: row[3].string ?? "",
            budgetMicros: row[4].string.flatMap(Int64.init) ?? 0, status: status, googleAdsResource: row[6].string,
            context: row[7].string.flatMap { try? JSON.parse($0) } ?? [:], createdAt: row[8].rfc3339 ?? "")
    }
}
