import HTTP
import Images
import JSONTree

/// The company's account at Google Ads, over the REST form of its API.
struct GoogleAdsAccount: Sendable {
    let container: Container

    /// Makes a budget and a campaign that spends it; returns the campaign's resource name.
    ///
    /// - Throws: `UpstreamError` when the platform refuses.
    func create(_ campaign: Campaign) async throws -> String {
        let budget = try await mutate(
            "campaignBudgets",
            [
                "name": .string("\(campaign.name) budget \(campaign.id)"),
                "amountMicros": .string(String(campaign.budgetMicros)), "deliveryMethod": "STANDARD",
            ])
        return try await mutate(
            "campaigns",
            [
                "name": .string("\(campaign.name) \(campaign.id)"), "campaignBudget": .string(budget),
                "advertisingChannelType": "SEARCH", "status": "PAUSED", "manualCpc": [:],
                "containsEuPoliticalAdvertising": "DOES_NOT_CONTAIN_EU_POLITICAL_ADVERTISING",
            ])
    }

    /// `POST /v26/customers/{customer}/{resources}:mutate` with one `create` operation.
    private func mutate(_ resources: String, _ object: JSON) async throws -> String {
        let customer = container.environment["GOOGLE_ADS_CUSTOMER_ID"] ?? "1234567890"
        let url = try container.url(of: "google-ads") + "/v26/customers/\(customer)/\(resources):mutate"
        let answer = try await container.json(
            .post, url, ["operations": [["create": object]]],
            fields: ["authorization": "Bearer \(try container.token(of: "google-ads"))"])
        guard let name = answer["results"]?[0]?["resourceName"]?.string else {
            throw UpstreamError(method: .post, url: url, status: .ok, body: answer.text)
        }
        return name
    }
}
