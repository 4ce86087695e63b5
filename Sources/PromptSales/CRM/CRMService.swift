import Crypto
import Determinism
import HTTP
package import Images
import JSONTree

/// PromptCrm: keeps leads and hands them on to the external CRMs.
package let crmImage = LocalImage("promptsales/crm") { container in
    let service = CRMService(container: container)
    return RunningImage(handler: service.router.handler, run: service.syncForever)
}

struct CRMService: Sendable {
    let container: Container

    private var leads: LeadStore { LeadStore(container: container) }

    var router: Router {
        var router = Router()
        router.addProbes()
        router.on(.post, "/crm/leads") { try await create($0) }
        router.on(.get, "/crm/leads") { _ in .json(["leads": .array(try await leads.newest(100).map(\.json))]) }
        router.on(.get, "/crm/leads/{id}") { call in
            guard let lead = try await leads.find(call["id"]) else {
                throw Problem(.notFound, "there is no lead '\(call["id"])'")
            }
            return .json(lead.json)
        }
        router.on(.get, "/crm/webhooks/meta") { try verifySubscription($0) }
        router.on(.post, "/crm/webhooks/meta") { try await receiveFromMeta($0) }
        return router
    }

    private func create(_ call: Router.Call) async throws -> Response {
        let body = try call.jsonObject()
        let email = try body.requiredText("email", atMost: 320)
        guard email.split(separator: "@").count == 2 else {
            throw Problem(.badRequest, "'email' is not an address")
        }
        let lead = try await store(
            Lead(
                id: container.random.uuid(), source: "web", externalID: "web:\(container.random.uuid())", email: email,
                fullName: try body.requiredText("full_name", atMost: 200), contentID: body["content_id"]?.string,
                campaignID: body["campaign_id"]?.string, status: .new, createdAt: container.clock.now.rfc3339()))
        var response = Response.json(lead.json, .created)
        response.fields["location"] = "/crm/leads/\(lead.id)"
        return response
    }

    /// Meta's handshake: the challenge comes back when the verify token is ours.
    private func verifySubscription(_ call: Router.Call) throws -> Response {
        let query = call.request.queryForm
        let verifyToken = try MetaLeads(container: container).verifyToken
        guard query["hub.mode"] == "subscribe", query["hub.verify_token"] == verifyToken else {
            throw Problem(.forbidden, "the verify token is not ours")
        }
        return .text(query["hub.challenge"] ?? "")
    }

    /// A signed notification of Meta's: fetches each lead it names and stores it. Answers when they are stored, so that
    /// Meta delivers again what was not.
    private func receiveFromMeta(_ call: Router.Call) async throws -> Response {
        guard isSignedByMeta(call.request) else {
            throw Problem(.unauthorized, "the signature does not match the body")
        }
        let notification = try call.jsonObject()
        for entry in notification["entry"]?.array ?? [] {
            for change in entry["changes"]?.array ?? [] where change["field"] == "leadgen" {
                guard let id = change["value"]?["leadgen_id"]?.string else { continue }
                _ = try await store(try await MetaLeads(container: container).lead(id))
            }
        }
        return .text("EVENT_RECEIVED")
    }

    /// `X-Hub-Signature-256`: HMAC-SHA256 of the raw body with the app's secret.
    private func isSignedByMeta(_ request: Request) -> Bool {
        guard let secret = try? container.file("/var/run/secrets/meta-app-secret/value"),
            let header = request.fields["x-hub-signature-256"], header.hasPrefix("sha256=")
        else { return false }
        let code = HMAC<SHA256>.authenticationCode(for: request.body, using: SymmetricKey(data: Array(secret.utf8)))
        let expected = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return header.dropFirst(7).utf8.elementsEqual(expected.utf8)
    }

    /// Stores the lead, unless it is there, and hands it on. A CRM that does not answer now is tried again later.
    private func store(_ lead: Lead) async throws -> Lead {
        let stored = try await leads.insertUnlessPresent(lead)
        return (try? await sync(stored)) ?? stored
    }

    private func sync(_ lead: Lead) async throws -> Lead {
        var lead = lead
        if lead.hubspotID == nil {
            lead.hubspotID = try await HubSpotAccount(container: container).upsertContact(lead)
            try await leads.update(lead)
        }
        if lead.salesforceID == nil {
            lead.salesforceID = try await SalesforceOrg(container: container).createLead(lead)
        }
        lead.status = .synced
        try await leads.update(lead)
        return lead
    }

    /// Subscribes to Meta's leads, and tries again, every few seconds, to hand on those that no CRM has yet.
    @Sendable func syncForever() async throws {
        var isSubscribed = false
        var pause: Duration = .milliseconds(50)
        while true {
            // Meta asks the webhook back at once, which has to be ready by then.
            if !isSubscribed { isSubscribed = (try? await MetaLeads(container: container).subscribe()) != nil }
            try await container.clock.sleep(for: isSubscribed ? .seconds(5) : pause)
            pause = min(pause * 2, .seconds(5))
            for lead in (try? await leads.unsynced(20)) ?? [] { _ = try? await sync(lead) }
        }
    }
}
