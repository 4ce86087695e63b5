import Determinism
import Fidelity
import HTTP
import JSONTree

/// Campaigns, ad sets, ads and creatives of an ad account, and their insights.
extension Meta {
    private struct Kind: Sendable {
        var edge: String
        var type: String
        var required: [String]
    }

    private static let kinds = [
        Kind(edge: "campaigns", type: "campaign", required: ["name", "objective", "special_ad_categories"]),
        Kind(
            edge: "adsets", type: "adset",
            required: ["name", "campaign_id", "billing_event", "optimization_goal", "targeting"]),
        Kind(edge: "ads", type: "ad", required: ["name", "adset_id", "creative"]),
        Kind(edge: "adcreatives", type: "creative", required: []),
    ]

    static let adEndpoints: [Endpoint] =
        kinds.flatMap { kind in
            [
                Endpoint(.get, root + "/act_{account}/\(kind.edge)", "List the \(kind.edge) of an ad account") { call in
                    try await edge(try await children(kind.type, of: "act_" + call.parameter("account"), call), call)
                },
                Endpoint(
                    .post, root + "/act_{account}/\(kind.edge)", "Create one of the \(kind.edge)",
                    .approximate(
                        "required fields, references, objectives and statuses are checked; delivery rules are not")
                ) { call in try await create(kind, call) },
                Endpoint(.get, root + "/{node}/\(kind.edge)", "List the \(kind.edge) under a node") { call in
                    let id = call.parameter("node")
                    if try await node(id, call) == nil { throw missingObject(call, id, "get") }
                    return try await edge(try await children(kind.type, of: id, call), call)
                },
            ]
        } + [
            Endpoint(
                .get, root + "/{node}/insights", "Statistics of an account, campaign, ad set or ad",
                .approximate(
                    "numbers are made from the id; breakdowns, time increments and asynchronous reports are not built"),
                insights),
            .unsupported(
                .post, root + "/{node}/insights", "Start an asynchronous report", "asynchronous reports are not built"),
            .unsupported(.post, root + "/act_{account}/adimages", "Upload an image", "uploads are not built"),
            .unsupported(
                .post, root + "/act_{account}/customaudiences", "Create an audience", "audiences are not built"),
            .unsupported(.post, root + "/{pixel}/events", "Send conversions", "the Conversions API is not built"),
            .unsupported(
                .post, root + "/{instagram}/media", "Create an Instagram container", "Instagram publishing is not built"
            ),
        ]

    private static let objectives = [
        "APP_INSTALLS", "BRAND_AWARENESS", "CONVERSIONS", "EVENT_RESPONSES", "LEAD_GENERATION", "LINK_CLICKS",
        "LOCAL_AWARENESS",
        "MESSAGES", "OFFER_CLAIMS", "OUTCOME_APP_PROMOTION", "OUTCOME_AWARENESS", "OUTCOME_ENGAGEMENT", "OUTCOME_LEADS",
        "OUTCOME_SALES", "OUTCOME_TRAFFIC", "PAGE_LIKES", "POST_ENGAGEMENT", "PRODUCT_CATALOG_SALES", "REACH",
        "STORE_VISITS",
        "VIDEO_VIEWS",
    ]
    private static let statuses = ["ACTIVE", "PAUSED", "DELETED", "ARCHIVED"]

    private static func create(_ kind: Kind, _ call: Call) async throws -> Response {
        let account = call.parameter("account")
        guard isID(account) else { throw missingObject(call, "act_" + account, "post") }
        let form = try parameters(call)
        for name in kind.required where (form[name] ?? "").isEmpty {
            throw invalid(call, "The parameter \(name) is required")
        }
        for (name, choices) in [("objective", kind.type == "campaign" ? objectives : []), ("status", statuses)] {
            guard let value = form[name], !choices.isEmpty, !choices.contains(value) else { continue }
            throw invalid(call, "Param \(name) must be one of {\(choices.joined(separator: ", "))}")
        }
        var parents = ["act_" + account]
        var node: JSON = [
            "id": .string(try await newID(call)), "_type": .string(kind.type), "account_id": .string(account),
        ]
        for (name, value) in try values(form, call) { node[name] = value }
        if let creative = node["creative"]?["creative_id"] { node["creative"] = ["id": creative] }
        for (name, type) in [("campaign_id", "campaign"), ("adset_id", "adset")] where kind.required.contains(name) {
            let id = node[name]?.string ?? ""
            guard let parent = try await self.node(id, call), parent["_type"]?.string == type else {
                throw invalid(call, "Param \(name) is not a valid \(type) ID")
            }
            parents.append(id)
            if let campaign = parent["campaign_id"] {
                node["campaign_id"] = campaign
                parents.append(campaign.string ?? "")
            }
        }
        node["_parents"] = JSON(parents)
        if kind.type != "creative" {
            let status = node["status"] ?? "PAUSED"
            node["status"] = status
            node["effective_status"] = status
            node["configured_status"] = status
        }
        node["created_time"] = time(call)
        node["updated_time"] = time(call)
        if form["execution_options"]?.contains("validate_only") == true { return .json(["success": true]) }
        try await store(node, call)
        return .json(["id": node["id"] ?? .null])
    }

    @Sendable static func insights(_ call: Call) async throws -> Response {
        let id = call.parameter("node")
        guard let node = try await node(id, call) else { throw missingObject(call, id, "get") }
        let form = try parameters(call)
        let level = form["level"] ?? ""
        let isBelow = ["campaign", "adset", "ad"].contains(level) && node["_type"]?.string != level
        let nodes = isBelow ? try await children(level, of: id, call) : [node]
        let fields = form["fields"].map { $0.split(separator: ",").map(String.init) } ?? ["impressions", "spend"]
        let stop = call.now
        let day = { (time: Timestamp) in JSON.string(String(time.rfc3339(fractionDigits: 0).prefix(10))) }
        let rows = nodes.map { node -> JSON in
            var row = JSON.Object()
            let numbers = numbers(of: node)
            for field in fields { row[field] = numbers[field] }
            row["date_start"] = day(stop + .seconds(-30 * 86_400))
            row["date_stop"] = day(stop)
            return .object(row)
        }
        return .json(["data": .array(rows), "paging": ["cursors": ["before": "MAZDZD", "after": "MAZDZD"]]])
    }

    /// Metrics are strings, money with two decimals.
    private static func numbers(of node: JSON) -> [String: JSON] {
        let id = node["id"]?.string ?? ""
        let seed = textHash(id)
        let impressions = 1000 + seed % 90_000
        let clicks = 1 + impressions / (20 + seed % 60)
        let cents = clicks * (20 + seed % 80)
        func money(_ cents: UInt64) -> JSON { .string("\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)") }
        let type = node["_type"]?.string ?? ""
        return [
            "impressions": .string(String(impressions)), "reach": .string(String(impressions * 4 / 5)),
            "clicks": .string(String(clicks)), "spend": money(cents), "cpc": money(cents / clicks),
            "cpm": money(cents * 1000 / impressions), "ctr": money(clicks * 10_000 / impressions),
            "frequency": "1.25", "account_id": node["account_id"] ?? .null,
            "\(type)_id": .string(id), "\(type)_name": node["name"] ?? .null, "account_currency": "USD",
        ]
    }
}
