import Determinism
import Fidelity
import HTTP
import JSONTree

/// GAQL over campaigns, budgets and ad groups.
extension GoogleAds {
    static let searchEndpoints: [Endpoint] = [
        Endpoint(
            .post, customer + "/googleAds:search", "Run a GAQL query",
            .approximate(
                "customer, campaign, campaign_budget and ad_group; metrics are made from the id; segments are not built"
            ),
            search),
        Endpoint(
            .post, customer + "/googleAds:searchStream", "Run a GAQL query and stream the batches",
            .approximate("as search, always one batch"), searchStream),
    ]

    @Sendable static func search(_ call: Call) async throws -> Response {
        let (rows, mask) = try await rows(call)
        var answer: JSON = ["fieldMask": .string(mask)]
        if !rows.isEmpty { answer = ["results": .array(rows), "fieldMask": .string(mask)] }
        return .json(answer)
    }

    @Sendable static func searchStream(_ call: Call) async throws -> Response {
        let (rows, mask) = try await rows(call)
        if rows.isEmpty { return .json([]) }
        return .json([
            ["results": .array(rows), "fieldMask": .string(mask), "requestId": .string(requestID(call))]
        ])
    }

    private static func queryError(_ call: Call, _ code: String, _ message: String) -> Refusal {
        failure(call, .badRequest, "INVALID_ARGUMENT", "queryError", code, message)
    }

    private static func rows(_ call: Call) async throws -> (rows: [JSON], mask: String) {
        let body = try call.json()
        guard let text = body["query"]?.string else {
            throw queryError(call, "QUERY_NOT_ENOUGH", "Error in query: query is missing.")
        }
        let query: SelectQuery
        do {
            query = try SelectQuery(parsing: text)
        } catch {
            throw queryError(call, "UNEXPECTED_INPUT", "Error in query: unexpected input \(error.word).")
        }
        guard query.object == "customer" || GoogleAdsResource.named(query.object) != nil else {
            throw queryError(
                call, "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE",
                "Error in query: '\(query.object)' is not a resource that can be searched.")
        }
        for field in query.fields + query.mentioned where !isKnown(field, from: query.object) {
            throw queryError(call, "UNRECOGNIZED_FIELD", "Unrecognized field in the query: '\(field)'.")
        }
        let found = query.run(over: try await views(of: query.object, call)) { row, field in value(of: field, in: row) }
        let rows = found.map { row -> JSON in
            var answer: JSON = [:]
            for field in query.fields {
                let parts = field.split(separator: ".").map { GoogleAdsResource.camel(String($0)) }
                guard parts.count > 1, let value = value(of: field, in: row) else { continue }
                var inner = answer[parts[0]] ?? (row[parts[0]]?["resourceName"].map { ["resourceName": $0] } ?? [:])
                inner[parts[1]] = value
                answer[parts[0]] = inner
            }
            return answer
        }
        return (
            rows,
            query.fields.map {
                $0.split(separator: ".").map { GoogleAdsResource.camel(String($0)) }.joined(separator: ".")
            }.joined(separator: ",")
        )
    }

    private static let metricNames = ["impressions", "clicks", "costMicros", "conversions", "ctr", "averageCpc"]

    /// What a resource's rows carry beside itself.
    private static let joined: [String: [String]] = [
        "customer": [], "campaign_budget": [], "campaign": ["campaign_budget"],
        "ad_group": ["campaign", "campaign_budget"],
    ]

    private static func isKnown(_ field: String, from object: String) -> Bool {
        let parts = field.split(separator: ".").map(String.init)
        guard parts.count >= 2 else { return false }
        let name = GoogleAdsResource.camel(parts[1])
        if parts[0] == "customer" {
            return ["id", "resourceName", "descriptiveName", "currencyCode", "timeZone", "manager"].contains(name)
        }
        if parts[0] == "metrics" { return object != "campaign_budget" && metricNames.contains(name) }
        guard parts[0] == object || joined[object]?.contains(parts[0]) == true else { return false }
        return GoogleAdsResource.named(parts[0])?.knows(name) ?? false
    }

    private static func value(of field: String, in row: JSON) -> JSON? {
        var value: JSON? = row
        for part in field.split(separator: ".") { value = value?[GoogleAdsResource.camel(String(part))] }
        return value
    }

    /// The rows of a resource with what they are joined to, removed ones included, as GAQL gives them.
    private static func views(of object: String, _ call: Call) async throws -> [JSON] {
        let id = call.parameter("customer")
        let customer: JSON = [
            "resourceName": .string("customers/\(id)"), "id": .string(id), "descriptiveName": "Orrery Ads",
            "currencyCode": "USD",
            "timeZone": "America/New_York", "manager": false,
        ]
        guard let resource = GoogleAdsResource.named(object) else {
            return [["customer": customer, "metrics": metrics(of: id)]]
        }
        let documents = try await call.state.documents(resource.plural) { document in
            document["resourceName"]?.string?.hasPrefix("customers/\(id)/") == true
        }
        var rows: [JSON] = []
        for document in documents {
            var row: JSON = ["customer": customer, "metrics": metrics(of: document["id"]?.string ?? "")]
            row[resource.member] = document
            var (inner, kind) = (document, resource)
            while let reference = kind.references.first, let name = inner[reference.field]?.string,
                let other = GoogleAdsResource.all.first(where: { $0.plural == reference.plural }),
                let found = try await call.state.store.get(other.plural, name)
            {
                row[other.member] = found
                (inner, kind) = (found, other)
            }
            rows.append(row)
        }
        return rows
    }

    private static func metrics(of id: String) -> JSON {
        let seed = textHash(id)
        let impressions = 1000 + seed % 90_000
        let clicks = 1 + impressions / (20 + seed % 60)
        let cost = clicks * (200_000 + seed % 800_000)
        return [
            "impressions": .string(String(impressions)), "clicks": .string(String(clicks)),
            "costMicros": .string(String(cost)),
            "conversions": .double(Double(clicks / 10)), "ctr": .double(Double(clicks) / Double(impressions)),
            "averageCpc": .double(Double(cost) / Double(clicks)),
        ]
    }
}
