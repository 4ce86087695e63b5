import Determinism
import Fidelity
import HTTP
import JSONTree

/// Campaigns, ad groups and ads of an advertiser.
extension TikTok {
    struct Level: Sendable {
        var name: String
        var required: [String]
        var parent: String?
    }

    static let levels = [
        Level(name: "campaign", required: ["advertiser_id", "campaign_name", "objective_type"], parent: nil),
        Level(name: "adgroup", required: ["advertiser_id", "campaign_id", "adgroup_name"], parent: "campaign"),
        Level(name: "ad", required: ["advertiser_id", "adgroup_id", "creatives"], parent: "adgroup"),
    ]

    static let businessEndpoints: [Endpoint] =
        levels.flatMap { level in
            let base = "\(business)/\(level.name)"
            return [
                Endpoint(
                    .post, base + "/create/", "Create: \(level.name)",
                    .approximate("required fields and parents are checked; delivery rules are not")
                ) { call in try await create(level, call) },
                Endpoint(.get, base + "/get/", "List, with filtering and pages: \(level.name)") { call in
                    try await list(level, call)
                },
                Endpoint(.post, base + "/update/", "Change fields: \(level.name)") { call in
                    try await update(level, call)
                },
                Endpoint(.post, base + "/status/update/", "Enable, disable or delete: \(level.name)") { call in
                    try await updateStatus(level, call)
                },
            ]
        } + [
            Endpoint(
                .get, business + "/advertiser/info/", "Read advertisers",
                .approximate("any numeric id is an advertiser"),
                advertiserInfo),
            Endpoint(
                .get, business + "/report/integrated/get/", "Statistics per campaign, ad group or ad",
                .approximate("numbers are made from the id; time dimensions are not split"), report),
            Endpoint(
                .get, business + "/oauth2/advertiser/get/", "List the advertisers of the token",
                .approximate("always the same advertiser"), advertisers),
            Endpoint(
                .post, business + "/oauth2/access_token/", "Exchange an authorization code",
                .approximate("any code and any app id, with the instance's secret"), access: .open, issueToken),
            .unsupported(.post, business + "/file/image/ad/upload/", "Upload an image", "uploads are not built"),
            .unsupported(.post, business + "/file/video/ad/upload/", "Upload a video", "uploads are not built"),
            .unsupported(.post, business + "/event/track/", "Send events", "the Events API is not built"),
        ]

    private static let objectives: Set<String> = [
        "REACH", "TRAFFIC", "VIDEO_VIEWS", "LEAD_GENERATION", "ENGAGEMENT", "APP_PROMOTION", "WEB_CONVERSIONS",
        "PRODUCT_SALES",
        "RF_REACH", "APP_INSTALL", "CONVERSIONS", "CATALOG_SALES", "SHOP_PURCHASES",
    ]

    private static func checkRequired(_ names: [String], in body: JSON, _ call: Call) throws {
        for name in names {
            let value = body[name]
            if value == nil || value?.isNull == true || value?.string?.isEmpty == true { throw missing(call, name) }
        }
    }

    static func text(_ value: JSON?) -> String { value?.string ?? value?.text ?? "" }

    private static func time(_ call: Call) -> JSON {
        .string(call.now.rfc3339(fractionDigits: 0).replacing("T", with: " ").replacing("Z", with: ""))
    }

    /// The document of a level, when it is the advertiser's.
    private static func find(_ level: String, _ id: String, advertiser: String, _ call: Call) async throws -> JSON? {
        let found = try await call.state.store.get(level, id)
        return found?["advertiser_id"]?.string == advertiser ? found : nil
    }

    private static func create(_ level: Level, _ call: Call) async throws -> Response {
        let body = try call.json()
        try checkRequired(level.required, in: body, call)
        let advertiser = text(body["advertiser_id"])
        if level.name == "campaign", !objectives.contains(text(body["objective_type"])) {
            throw refusal(call, 40002, "objective_type: Not a valid choice.")
        }
        var inherited = JSON.Object()
        if let parent = level.parent {
            let id = text(body["\(parent)_id"])
            guard let found = try await find(parent, id, advertiser: advertiser, call) else {
                throw refusal(call, 40002, "\(parent)_id: \(parent) \(id) doesn't exist.")
            }
            inherited["campaign_id"] = found["campaign_id"]
        }
        guard level.name == "ad" else {
            return envelope(call, try await make(level, from: body, inherited, advertiser, call))
        }
        var made: [JSON] = []
        for creative in body["creatives"]?.array ?? [] {
            guard creative["ad_name"]?.string != nil else { throw missing(call, "creatives.0.ad_name") }
            var ad = creative
            ad["adgroup_id"] = .string(text(body["adgroup_id"]))
            made.append(try await make(level, from: ad, inherited, advertiser, call))
        }
        if made.isEmpty { throw missing(call, "creatives") }
        return envelope(
            call, ["ad_ids": .array(made.compactMap { $0["ad_id"] }), "creatives": .array(made), "need_audit": true])
    }

    private static func make(
        _ level: Level, from body: JSON, _ inherited: JSON.Object, _ advertiser: String, _ call: Call
    ) async throws -> JSON {
        let id = try await newID(call)
        var document = JSON.Object([("\(level.name)_id", .string(id))])
        for (name, value) in body.object?.members ?? [] { document[name] = value }
        for (name, value) in inherited.members { document[name] = value }
        document["\(level.name)_id"] = .string(id)
        document["advertiser_id"] = .string(advertiser)
        document["operation_status"] = body["operation_status"] ?? "ENABLE"
        document["secondary_status"] = .string("\(level.name.uppercased())_STATUS_ENABLE")
        document["create_time"] = time(call)
        document["modify_time"] = time(call)
        try await call.state.store.put(level.name, id, .object(document))
        return .object(document)
    }

    private static func list(_ level: Level, _ call: Call) async throws -> Response {
        let query = call.query
        guard let advertiser = query["advertiser_id"], !advertiser.isEmpty else { throw missing(call, "advertiser_id") }
        var filtering: JSON = [:]
        if let text = query["filtering"] {
            guard let parsed = try? JSON.parse(text) else { throw refusal(call, 40002, "filtering: Not a valid JSON.") }
            filtering = parsed
        }
        let filters = levels.compactMap { level -> (String, [String])? in
            filtering["\(level.name)_ids"]?.array.map { ("\(level.name)_id", $0.map { text($0) }) }
        }
        let found = try await call.state.documents(level.name) { document in
            document["advertiser_id"]?.string == advertiser && document["operation_status"] != "DELETE"
                && filters.allSatisfy { name, ids in ids.contains(text(document[name])) }
        }.reversed()
        return envelope(call, try page(Array(found), call))
    }

    /// `list` and `page_info` by the query's `page` and `page_size`.
    static func page(_ all: [JSON], _ call: Call) throws -> JSON {
        let number = Int(call.query["page"] ?? "1") ?? 0
        let size = Int(call.query["page_size"] ?? "10") ?? 0
        guard (1...1_000_000).contains(number) else { throw refusal(call, 40002, "page: Must be at least 1.") }
        guard (1...1000).contains(size) else { throw refusal(call, 40002, "page_size: Must be between 1 and 1000.") }
        let start = min((number - 1) * size, all.count)
        let end = min(start + size, all.count)
        return [
            "list": .array(Array(all[start..<end])),
            "page_info": [
                "page": JSON(number), "page_size": JSON(size), "total_number": JSON(all.count),
                "total_page": JSON((all.count + size - 1) / size),
            ],
        ]
    }

    private static func update(_ level: Level, _ call: Call) async throws -> Response {
        let body = try call.json()
        let changes = body["creatives"]?.array ?? [body]
        try checkRequired(["advertiser_id"], in: body, call)
        var last: JSON = [:]
        for change in changes {
            try checkRequired(["\(level.name)_id"], in: change, call)
            let id = text(change["\(level.name)_id"])
            guard var document = try await find(level.name, id, advertiser: text(body["advertiser_id"]), call) else {
                throw refusal(call, 40002, "\(level.name)_id: \(level.name) \(id) doesn't exist.")
            }
            let fixed = ["\(level.name)_id", "advertiser_id", "operation_status"]
            for (name, value) in change.object?.members ?? [] where !fixed.contains(name) { document[name] = value }
            document["modify_time"] = time(call)
            try await call.state.store.put(level.name, id, document)
            last = document
        }
        return envelope(call, last)
    }

    private static func updateStatus(_ level: Level, _ call: Call) async throws -> Response {
        let body = try call.json()
        try checkRequired(["advertiser_id", "\(level.name)_ids", "operation_status"], in: body, call)
        let status = text(body["operation_status"])
        guard ["ENABLE", "DISABLE", "DELETE"].contains(status) else {
            throw refusal(call, 40002, "operation_status: Not a valid choice.")
        }
        let ids = (body["\(level.name)_ids"]?.array ?? []).map { text($0) }
        for id in ids {
            guard var document = try await find(level.name, id, advertiser: text(body["advertiser_id"]), call) else {
                throw refusal(call, 40002, "\(level.name)_ids: \(level.name) \(id) doesn't exist.")
            }
            document["operation_status"] = .string(status)
            document["modify_time"] = time(call)
            try await call.state.store.put(level.name, id, document)
        }
        return envelope(call, ["\(level.name)_ids": JSON(ids), "status": .string(status)])
    }
}
