import JSONTree

/// A kind of resource that can be changed and searched.
struct GoogleAdsResource: Sendable {
    /// In GAQL: `campaign_budget`.
    var name: String
    /// In JSON: `campaignBudget`.
    var member: String
    /// In resource names and addresses: `campaignBudgets`.
    var plural: String
    /// What a create must have, with the code of the error of the kind `fieldError`.
    var required: [String]
    /// Fields that name another resource, with its plural.
    var references: [(field: String, plural: String)]
    var standard: [(String, JSON)]
    /// The enumerations among its fields.
    var choices: [String: [String]]
    /// Fields GAQL may select beyond what was set.
    var fields: [String]

    private static let status = ["ENABLED", "PAUSED", "REMOVED"]

    static let all = [
        GoogleAdsResource(
            name: "campaign_budget", member: "campaignBudget", plural: "campaignBudgets", required: ["amountMicros"],
            references: [],
            standard: [("status", "ENABLED"), ("deliveryMethod", "STANDARD"), ("explicitlyShared", true)],
            choices: ["deliveryMethod": ["STANDARD", "ACCELERATED"]],
            fields: ["name", "amountMicros", "totalAmountMicros", "period", "type", "referenceCount"]),
        GoogleAdsResource(
            name: "campaign", member: "campaign", plural: "campaigns",
            required: ["name", "advertisingChannelType", "campaignBudget"],
            references: [("campaignBudget", "campaignBudgets")],
            standard: [
                ("status", "ENABLED"), ("servingStatus", "SERVING"), ("adServingOptimizationStatus", "OPTIMIZE"),
            ],
            choices: [
                "status": status,
                "advertisingChannelType": [
                    "SEARCH", "DISPLAY", "SHOPPING", "HOTEL", "VIDEO", "MULTI_CHANNEL", "LOCAL", "SMART",
                    "PERFORMANCE_MAX",
                    "LOCAL_SERVICES", "TRAVEL", "DEMAND_GEN",
                ],
            ],
            fields: [
                "name", "advertisingChannelType", "advertisingChannelSubType", "campaignBudget", "startDate", "endDate",
                "startDateTime", "endDateTime", "biddingStrategyType", "networkSettings", "primaryStatus",
            ]),
        GoogleAdsResource(
            name: "ad_group", member: "adGroup", plural: "adGroups", required: ["name", "campaign"],
            references: [("campaign", "campaigns")],
            standard: [("status", "ENABLED"), ("type", "SEARCH_STANDARD")], choices: ["status": status],
            fields: ["name", "campaign", "cpcBidMicros", "cpmBidMicros", "targetCpaMicros"]),
    ]

    static func named(_ name: String) -> GoogleAdsResource? { all.first { $0.name == name } }

    func knows(_ field: String) -> Bool {
        ["id", "resourceName"].contains(field) || fields.contains(field) || standard.contains { $0.0 == field }
            || choices[field] != nil
    }

    /// `amount_micros` as JSON spells it: `amountMicros`.
    static func camel(_ name: String) -> String {
        let parts = name.split(separator: "_")
        return parts.prefix(1).joined() + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
