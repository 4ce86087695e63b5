// What Vercel takes; https://openapi.vercel.sh/vercel.json.

/// What Vercel calls the frameworks that it builds.
package let vercelFrameworks = [
    "angular", "astro", "blitzjs", "brunch", "create-react-app", "docusaurus", "docusaurus-2", "dojo", "eleventy",
    "elysia", "ember", "express", "fastapi", "fasthtml", "fastify", "flask", "gatsby", "gridsome", "h3", "hexo", "hono",
    "hugo", "hydrogen", "ionic-angular", "ionic-react", "jekyll", "middleman", "nestjs", "nextjs", "nitro", "nuxtjs",
    "parcel", "polymer", "preact", "react-router", "redwoodjs", "remix", "saber", "sanity", "sanity-v3", "sapper",
    "scully", "solidstart", "solidstart-1", "storybook", "stencil", "svelte", "sveltekit", "sveltekit-1",
    "tanstack-start", "umijs", "vite", "vitepress", "vue", "vuepress", "xmcp", "zola",
]

/// The most rewrites of one project.
package let vercelRewriteQuota = 1024

extension GatewayDeclaration {
    /// The paths of the gateway that a frontend sends on to it, each with everything below it.
    ///
    /// `/.well-known` is Vercel's own and cannot be rewritten: discovery happens on the load balancer's host. A route of
    /// `/` would hide the frontend itself. One below another needs no rewrite of its own.
    package var rewrittenPaths: [String] {
        let paths = routes.map(\.path).filter { $0 != "/" && !$0.hasPrefix("/.well-known") }
        let all = Set(paths.map { $0[...] })
        return paths.filter { path in
            var parent = path[...]
            while let slash = parent.lastIndex(of: "/") {
                parent = parent[..<slash]
                if all.contains(parent) { return false }
            }
            return true
        }
    }
}
