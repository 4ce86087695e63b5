import Determinism
import HTTP
package import Images
import JSONTree

/// PromptAds: keeps campaigns and launches them at the ad platforms.
package let adsImage = LocalImage("promptsales/ads") { container in
    let service = AdsService(container: container)
    return RunningImage(handler: service.router.handler)
}

struct AdsService: Sendable {
    let container: Container

    private var campaigns: CampaignStore { CampaignStore(container: container) }

    var router: Router {
        var router = Router()
        router.addProbes()
        router.on(.post, "/ads/campaigns") { try await create($0) }
        router.on(.get, "/ads/campaigns") { _ in
            .json(["campaigns": .array(try await campaigns.newest(100).map(\.json))])
        }
        router.on(.get, "/ads/campaigns/{id}") { .json(try await campaign($0["id"]).json) }
        router.on(.post, "/internal/campaigns/{id}/launch") { .json(try await launch($0["id"]).json) }
        return router
    }

    /// Stores the campaign and leaves the launch to the worker.
    private func create(_ call: Router.Call) async throws -> Response {
        let campaign = try Campaign(
            requested: try call.jsonObject(), id: container.random.uuid(), createdAt: container.clock.now.rfc3339())
        try await campaigns.insert(campaign)
        let job: JSON = ["kind": "launch-campaign", "id": .string(campaign.id)]
        try await JobQueue(container: container, queue: "jobs", store: "cache").publish(job)
        var response = Response.json(campaign.json, .created)
        response.fields["location"] = "/ads/campaigns/\(campaign.id)"
        return response
    }

    private func campaign(_ id: String) async throws -> Campaign {
        guard let campaign = try await campaigns.find(id) else {
            throw Problem(.notFound, "there is no campaign '\(id)'")
        }
        return campaign
    }

    /// Called by the worker and by the MCP server. A campaign that is at the platform already stays as it is, so that a
    /// job run twice launches once.
    private func launch(_ id: String) async throws -> Campaign {
        var campaign = try await campaign(id)
        if campaign.googleAdsResource != nil { return campaign }
        campaign.googleAdsResource = try await GoogleAdsAccount(container: container).create(campaign)
        campaign.status = .launched
        try await campaigns.update(campaign)
        return campaign
    }
}
