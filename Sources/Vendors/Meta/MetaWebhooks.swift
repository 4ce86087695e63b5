import Determinism
import HTTP
import JSONTree

/// The app's webhooks: the handshake, and signed deliveries of leads.
extension Meta {
    static let controlEndpoints: [Endpoint] = [
        Endpoint(
            .post, "/__orrery/leads",
            "Control, not Meta's: a person fills in a form; `{form_id, page_id?, field_data}`",
            access: .open, fillInForm)
    ]

    /// Asks the callback for its challenge, outside the gate: the receiver may call the mock meanwhile.
    @Sendable static func subscribeApp(_ call: Call) async throws -> Response {
        let form = try parameters(call)
        for name in ["object", "callback_url", "verify_token", "fields"] where (form[name] ?? "").isEmpty {
            throw invalid(call, "The parameter \(name) is required.")
        }
        let callback = form["callback_url"] ?? ""
        let challenge = String(textHash(call.trace) % 1_000_000_000)
        let address = WebAddress(callback)
        let query = Form([
            ("hub.mode", "subscribe"), ("hub.challenge", challenge), ("hub.verify_token", form["verify_token"] ?? ""),
        ]).encoded
        let mark = address.target.contains("?") ? "&" : "?"
        let target = address.target + mark + query
        let request = Request(.get, target, scheme: address.scheme, authority: address.authority)
        let answer = await call.state.outbox.ask("\(address.scheme)://\(address.authority)\(target)", request)
        let body = (try? await answer.collectedBody()) ?? []
        guard answer.status == .ok, String(decoding: body, as: UTF8.self) == challenge else {
            throw Refusal(
                error(
                    call, .badRequest, 2200,
                    "(#2200) Callback verification failed with the following errors: HTTP Status Code = \(answer.status.code); HTTP Message = \(answer.status.reason)"
                ))
        }
        let fields = (form["fields"] ?? "").split { ",[]\" ".contains($0) }.map(String.init)
        let subscription: JSON = [
            "object": JSON(form["object"]), "callback_url": .string(callback), "active": true,
            "fields": .array(fields.map { ["name": .string($0), "version": "v26.0"] }),
        ]
        try await call.state.store.put("subscriptions", form["object"] ?? "", subscription)
        return .json(["success": true])
    }

    @Sendable static func listSubscriptions(_ call: Call) async throws -> Response {
        .json(["data": .array(try await call.state.documents("subscriptions"))])
    }

    /// Makes a lead, and a delivery when the app has a callback for pages and the page is subscribed to `leadgen`.
    @Sendable static func fillInForm(_ call: Call) async throws -> Response {
        let body = try call.json()
        guard let formID = body["form_id"].map({ $0.string ?? $0.text }), isID(formID) else {
            throw invalid(call, "The parameter form_id is required.")
        }
        let form = try await node(formID, call)
        let page = body["page_id"]?.string ?? form?["page_id"]?.string ?? pageID
        if form == nil {
            try await store(
                [
                    "id": .string(formID), "_type": "form", "_parents": [.string(page)],
                    "name": .string("Form " + formID),
                    "status": "ACTIVE", "locale": "en_US", "page_id": .string(page),
                ], call)
        }
        let answers = (body["field_data"]?.object?.members ?? []).map { name, value -> JSON in
            let values = value.array ?? [value]
            return ["name": .string(name), "values": .array(values.map { .string($0.string ?? $0.text) })]
        }
        let id = try await newID(call, "4400")
        try await store(
            [
                "id": .string(id), "_type": "lead", "_parents": [.string(formID)], "form_id": .string(formID),
                "created_time": time(call), "field_data": .array(answers), "is_organic": true, "platform": "fb",
                "ad_id": body["ad_id"] ?? .null,
            ], call)
        let isDelivered = try await deliver(lead: id, form: formID, page: page, ad: body["ad_id"], call)
        return .json(["id": .string(id), "webhook": .bool(isDelivered)], .created)
    }

    private static func deliver(lead: String, form: String, page: String, ad: JSON?, _ call: Call) async throws -> Bool
    {
        let subscription = try await call.state.store.get("subscriptions", "page")
        let fields = try await call.state.store.get("subscribed", page)?["fields"]?.array ?? []
        guard let url = subscription?["callback_url"]?.string, fields.contains("leadgen") else { return false }
        let value: JSON = .compact([
            "created_time": .int(call.now.seconds), "leadgen_id": .string(lead), "page_id": .string(page),
            "form_id": .string(form), "ad_id": ad, "adgroup_id": ad,
        ])
        let body: JSON = [
            "object": "page",
            "entry": [
                [
                    "id": .string(page), "time": .int(call.now.seconds),
                    "changes": [["value": value, "field": "leadgen"]],
                ]
            ],
        ]
        let text = body.text
        let signature = "sha256=" + hmacSHA256(text, key: call.state.credentials.signingSecret)
        try await call.state.outbox.post(
            id: lead, to: url,
            fields: [
                ("content-type", "application/json"), ("x-hub-signature-256", signature),
                ("user-agent", "facebookexternalua"),
            ], body: text)
        return true
    }
}
