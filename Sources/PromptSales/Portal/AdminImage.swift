import HTTP
package import Images
import JSONTree

/// The admin panel: everything that is there, at one glance, to look at and not to change.
package let adminImage = LocalImage("promptsales/admin") { container in
    var frontend = try FrontendRouter(
        container: container, clientID: "admin", scope: "openid content.read ads.read crm.read",
        product: "PromptSales Admin", navigation: [("/", "Overview")])
    let admin = frontend
    frontend.page("/") { _, gateway in
        async let drafts = gateway.get("/content/drafts")
        async let campaigns = gateway.get("/ads/campaigns")
        async let leads = gateway.get("/crm/leads")
        let tables: [HTML] = [
            try await table("Content", drafts["drafts"], ["topic", "status", "created_at"]),
            try await table(
                "Campaigns", campaigns["campaigns"], ["name", "status", "google_ads_resource", "created_at"]),
            try await table("Leads", leads["leads"], ["email", "source", "status", "hubspot_id", "salesforce_id"]),
        ]
        return admin.page("Overview", gateway.session, "\(tables)")
    }
    return RunningImage(handler: frontend.router.handler)
}

/// A titled table of `rows` with one column for each member.
private func table(_ title: String, _ rows: JSON?, _ members: [String]) -> HTML {
    let rows = rows?.array ?? []
    let header = members.map { "<th>\($0.replacing("_", with: " "))</th>" as HTML }
    let lines = rows.map { row -> HTML in
        "<tr>\(members.map { member -> HTML in "<td>\(row[member]?.string ?? "–")</td>" })</tr>"
    }
    return """
        <h2>\(title) <span class="soft">\(rows.count)</span></h2>
        <table><tr>\(header)</tr>\(lines)</table>
        """
}
