import Determinism
import Fidelity
import HTTP
import JSONTree

/// Advertisers, tokens and reports of the Business API.
extension TikTok {
    static let advertiserID = "7000000000000000001"

    private static func list(_ name: String, _ call: Call) throws -> [String]? {
        guard let text = call.query[name] else { return nil }
        guard let values = (try? JSON.parse(text))?.array else {
            throw refusal(call, 40002, "\(name): Not a valid list.")
        }
        return values.map { Self.text($0) }
    }

    @Sendable static func advertiserInfo(_ call: Call) throws -> Response {
        guard let ids = try list("advertiser_ids", call), !ids.isEmpty else { throw missing(call, "advertiser_ids") }
        let advertisers = try ids.map { id -> JSON in
            guard !id.isEmpty, id.allSatisfy(\.isNumber) else {
                throw refusal(call, 40002, "advertiser_ids: Not a valid integer.")
            }
            return [
                "advertiser_id": .string(id), "name": "Orrery Ads", "status": "STATUS_ENABLE", "currency": "USD",
                "timezone": "America/New_York", "balance": 100_000, "country": "US", "role": "ROLE_ADVERTISER",
            ]
        }
        return envelope(call, ["list": .array(advertisers)])
    }

    @Sendable static func advertisers(_ call: Call) -> Response {
        envelope(call, ["list": [["advertiser_id": .string(advertiserID), "advertiser_name": "Orrery Ads"]]])
    }

    @Sendable static func issueToken(_ call: Call) async throws -> Response {
        let body = try call.json()
        for name in ["app_id", "secret", "auth_code"] where text(body[name]).isEmpty { throw missing(call, name) }
        guard call.state.credentials.accepts(text(body["secret"])) else {
            throw refusal(call, 40002, "secret: app secret is incorrect.")
        }
        let token = call.state.random.hex(40)
        // TikTok's long-term tokens do not run out; ten years stand for that.
        try await call.state.issue(token, for: .seconds(315_360_000))
        return envelope(
            call, ["access_token": .string(token), "advertiser_ids": [.string(advertiserID)], "scope": [1, 2, 3, 4]])
    }

    @Sendable static func report(_ call: Call) async throws -> Response {
        let query = call.query
        guard let advertiser = query["advertiser_id"] else { throw missing(call, "advertiser_id") }
        if query["report_type"] == nil { throw missing(call, "report_type") }
        guard let dimensions = try list("dimensions", call) else { throw missing(call, "dimensions") }
        let metrics = try list("metrics", call) ?? ["spend", "impressions"]
        let level = levels.first { dimensions.contains("\($0.name)_id") }
        var rows: [JSON] = []
        var documents: [JSON] = [["advertiser_id": .string(advertiser)]]
        if let level {
            documents = try await call.state.documents(level.name) { $0["advertiser_id"]?.string == advertiser }
        }
        for document in documents {
            let name = level.map { "\($0.name)_id" } ?? "advertiser_id"
            let id = text(document[name])
            var numbers = JSON.Object()
            for metric in metrics { numbers[metric] = .string(number(metric, of: id)) }
            var dimension = JSON.Object()
            for wanted in dimensions {
                let day = query["end_date"] ?? String(call.now.rfc3339(fractionDigits: 0).prefix(10))
                dimension[wanted] =
                    wanted.hasPrefix("stat_time") ? .string(day + " 00:00:00") : .string(text(document[wanted]))
            }
            rows.append(["metrics": .object(numbers), "dimensions": .object(dimension)])
        }
        return envelope(call, try page(rows, call))
    }

    private static func number(_ metric: String, of id: String) -> String {
        let seed = textHash(id)
        let impressions = 1000 + seed % 90_000
        let clicks = 1 + impressions / (20 + seed % 60)
        let cents = clicks * (20 + seed % 80)
        func money(_ cents: UInt64) -> String { "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)" }
        let values: [String: String] = [
            "impressions": String(impressions), "clicks": String(clicks), "spend": money(cents),
            "cpc": money(cents / clicks),
            "cpm": money(cents * 1000 / impressions), "ctr": money(clicks * 10_000 / impressions),
            "reach": String(impressions * 4 / 5), "conversion": String(clicks / 10),
        ]
        return values[metric] ?? "0"
    }
}
