import HTTP
import Images
import JSONTree

/// An advertising campaign, here and at the ad platforms.
struct Campaign: Sendable, Equatable {
    enum Status: String, Sendable { case pending, launched, failed }

    var id: String
    var name: String
    /// The draft it advertises; nil for a campaign without content of ours.
    var contentID: String?
    var audience: String
    /// A day's budget in millionths of the account's currency.
    var budgetMicros: Int64
    var status: Status
    /// `customers/1234567890/campaigns/1`, once it exists there.
    var googleAdsResource: String?
    /// The content's context that it was made from, as the content MCP server gave it.
    var context: JSON
    var createdAt: String

    var json: JSON {
        [
            "id": .string(id), "name": .string(name), "content_id": JSON(contentID), "audience": .string(audience),
            "budget_micros": .int(budgetMicros), "status": .string(status.rawValue),
            "google_ads_resource": JSON(googleAdsResource), "context": context, "created_at": .string(createdAt),
        ]
    }
}

extension Campaign {
    /// A campaign that nobody has launched yet, from what a client or an agent asks for.
    ///
    /// - Throws: `Problem` with status 400 for a member that is missing or out of range.
    init(requested body: JSON, id: String, createdAt: String) throws {
        let budget = body["budget_micros"] ?? 10_000_000
        guard let budget = budget.int, (1_000_000...1_000_000_000_000).contains(budget) else {
            throw Problem(.badRequest, "'budget_micros' is no whole number between 1000000 and 1000000000000")
        }
        self.init(
            id: id, name: try body.requiredText("name", atMost: 200), contentID: body["content_id"]?.string,
            audience: body["audience"]?.string ?? "everyone", budgetMicros: Int64(budget), status: .pending,
            googleAdsResource: nil, context: body["context"] ?? [:], createdAt: createdAt)
    }
}
