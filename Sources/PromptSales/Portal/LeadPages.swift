import HTTP
import Images
import JSONTree

/// Leads, and where they have been handed on to.
enum LeadPages {
    static func add(to frontend: inout FrontendRouter) {
        let shared = frontend
        frontend.page("/leads") { _, gateway in
            let leads = try await gateway.get("/crm/leads")["leads"]?.array ?? []
            if leads.isEmpty {
                return shared.page("Leads", gateway.session, "<p class=\"soft\">Nobody has answered yet.</p>")
            }
            let rows = leads.map { lead -> HTML in
                """
                <tr><td>\(lead["full_name"]?.string ?? "")<br><span class="soft">\(lead["email"]?.string ?? "")</span></td>
                <td>\(lead["source"]?.string ?? "")</td><td>\(ContentPages.status(lead))</td>
                <td class="soft">HubSpot \(lead["hubspot_id"]?.string ?? "–")<br>
                Salesforce \(lead["salesforce_id"]?.string ?? "–")</td></tr>
                """
            }
            return shared.page(
                "Leads", gateway.session,
                "<table><tr><th>Who</th><th>Source</th><th>Status</th><th>Handed on</th></tr>\(rows)</table>")
        }
    }
}
