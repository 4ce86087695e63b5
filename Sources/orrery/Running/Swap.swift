import ArgumentParser
import HTTP
import JSONTree

/// `orrery swap PART URL`: a real server in the place of a service, a store or a vendor.
struct Swap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap",
        abstract: "Puts a real server in the place of a part of the running system, or back.",
        discussion: """
            The part stays behind its edges: policies, faults and the journal apply as before. A service or a vendor is \
            swapped for an HTTP server, a store for a server of its own kind, which then has the users and the tables that \
            it has: nothing is migrated. Processes and the services inside this program reach it alike. The URL is one as the \
            server's own drivers take it, with their options for TLS. Without a URL, what is swapped is listed.

            EXAMPLES
              orrery swap content http://127.0.0.1:3001
              orrery swap ads-db postgres://ads:secret@127.0.0.1:5433/ads --edge ads
              orrery swap cache 'rediss://cache.example:6380?ssl_ca_certs=/etc/ca.pem'
              orrery swap openai https://api.openai.com --edge content
              orrery swap openai --edge content --back
            """)

    @OptionGroup var running: RunningArgument

    @OptionGroup var target: PartArgument

    @Argument(help: "The server: http, https, redis, rediss, postgres or mongodb.")
    var url: String?

    @Flag(help: "Put back what was there before.")
    var back = false

    func validate() throws {
        if target.part != nil && url == nil && !back { throw ValidationError("say for which URL, or '--back'") }
        if back && (target.part == nil || url != nil) { throw ValidationError("'--back' takes a part and no URL") }
    }

    func run() async throws {
        let client = try running.client()
        guard let part = target.part else {
            return try await target.list("swaps", client) { " is " + ($0["target"]?.string ?? "") }
        }
        let path = target.path(in: "swaps", of: part)
        let who = target.title(of: part)
        guard let url else {
            _ = try await client.json(.delete, path)
            return print("\(who) is back as it was")
        }
        let answer = try await client.json(.put, path, ["url": .string(url)])
        print("\(who) is now \(answer["target"]?.string ?? url)")
    }
}
