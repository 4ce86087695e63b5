import HTTP
import Images
import JSONTree

/// Campaigns: what runs, and a form for a new one.
enum CampaignPages {
    static func add(to frontend: inout FrontendRouter) {
        let shared = frontend
        frontend.page("/campaigns") { _, gateway in
            let campaigns = try await gateway.get("/ads/campaigns")["campaigns"]?.array ?? []
            let isWaiting = campaigns.contains { $0["status"] == "pending" }
            return shared.page(
                "Campaigns", gateway.session, refresh: isWaiting ? 2 : nil, "\(form(gateway.session))\(list(campaigns))"
            )
        }
        frontend.form("/campaigns") { call, gateway in
            let form = call.request.bodyForm
            guard let budget = form["budget"].flatMap(Int64.init), (1...1_000_000).contains(budget) else {
                throw Problem(.unprocessableContent, "the budget is not a whole number from 1 to 1000000")
            }
            _ = try await gateway.post(
                "/ads/campaigns",
                [
                    "name": .string(form["name"] ?? ""), "audience": .string(form["audience"] ?? ""),
                    "budget_micros": .int(budget * 1_000_000),
                ])
            return .redirect(to: "/campaigns")
        }
    }

    private static func form(_ session: Session) -> HTML {
        """
        <form class="panel" method="post" action="/campaigns">
        <input type="hidden" name="form_token" value="\(session.formToken)">
        <label for="name">Name</label><input type="text" id="name" name="name" required maxlength="200">
        <label for="audience">Audience</label><input type="text" id="audience" name="audience" required maxlength="200">
        <label for="budget">Budget a day</label>
        <input type="number" id="budget" name="budget" required min="1" max="1000000" value="10">
        <button>Start it</button>
        </form>
        """
    }

    private static func list(_ campaigns: [JSON]) -> HTML {
        if campaigns.isEmpty { return "<p class=\"soft\">No campaign yet. Start one above.</p>" }
        let rows = campaigns.map { campaign -> HTML in
            """
            <tr><td>\(campaign["name"]?.string ?? "")</td><td>\(ContentPages.status(campaign))</td>
            <td>\((campaign["budget_micros"]?.int ?? 0) / 1_000_000)</td>
            <td class="soft">\(campaign["google_ads_resource"]?.string ?? "–")</td></tr>
            """
        }
        return "<table><tr><th>Name</th><th>Status</th><th>Budget</th><th>Google Ads</th></tr>\(rows)</table>"
    }
}
