import HTTP
package import Images
import JSONTree
import MCP

/// The portal: where a marketing team asks for content, publishes it, and sees what came of it.
package let portalImage = LocalImage("promptsales/portal") { container in
    var frontend = try FrontendRouter(
        container: container, clientID: "portal",
        scope: "openid content.read content.write ads.read ads.write crm.read crm.write mcp", product: "PromptSales",
        navigation: [("/", "Content"), ("/campaigns", "Campaigns"), ("/leads", "Leads"), ("/agent", "Agent")])
    ContentPages.add(to: &frontend)
    CampaignPages.add(to: &frontend)
    LeadPages.add(to: &frontend)
    AgentPages.add(to: &frontend)
    return RunningImage(handler: frontend.router.handler)
}
