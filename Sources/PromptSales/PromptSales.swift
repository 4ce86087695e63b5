// The flagship's own services, as local images. The only target that knows PromptSales by name.
//
// One folder for each sub-company and for each of the others: the service, its MCP server, its store. A service is a
// `LocalImage`: it finds its dependencies in its container's environment, keeps nothing in memory that it told a client
// is stored, and answers `/readyz` and `/livez` for its probes.

package import Images

/// Every image of PromptSales.
package enum PromptSales {
    package static let images: [LocalImage] = [
        adminImage, adsImage, adsMCPImage, analyticsMCPImage, contentImage, contentMCPImage, crmImage, crmMCPImage,
        jobWorkerImage, orchestratorImage, portalImage,
    ]
}
