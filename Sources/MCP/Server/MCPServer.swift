package import Determinism
package import HTTP
import JSONTree

/// A server of the Model Context Protocol, as a value: who it is, what it offers, and who may call.
///
/// Tools and resources are asked for anew at each request, so that they may come from somewhere else (an orchestrator
/// lists those of other servers) and may differ by caller; lists given as arrays are the common case.
package struct MCPServer: Sendable {
    package var name: String
    package var version: String
    package var title: String?
    /// For the model that uses the server: what it is for and how its tools belong together.
    package var instructions: String?
    package var tools: @Sendable (Caller) async throws -> [Tool]
    package var resources: @Sendable (Caller) async throws -> [Resource]
    package var resourceTemplates: @Sendable (Caller) async throws -> [ResourceTemplate]
    /// Says who is calling, or refuses; every request passes it before it is read.
    package var authorize: @Sendable (Request) async -> Authorization = { _ in .allowed(nil) }
    package var options = Options()
    let clock: InstanceClock
    let random: SeededRandom

    package init(
        name: String, version: String, instructions: String? = nil, tools: [Tool] = [], resources: [Resource] = [],
        resourceTemplates: [ResourceTemplate] = [], clock: InstanceClock, random: SeededRandom
    ) {
        self.init(
            name: name, version: version, instructions: instructions, tools: { _ in tools },
            resources: { _ in resources }, resourceTemplates: { _ in resourceTemplates }, clock: clock, random: random)
    }

    /// A server whose lists are made when they are asked for, in a stable order.
    package init(
        name: String, version: String, instructions: String? = nil,
        tools: @escaping @Sendable (Caller) async throws -> [Tool],
        resources: @escaping @Sendable (Caller) async throws -> [Resource] = { _ in [] },
        resourceTemplates: @escaping @Sendable (Caller) async throws -> [ResourceTemplate] = { _ in [] },
        clock: InstanceClock, random: SeededRandom
    ) {
        self.name = name
        self.version = version
        self.instructions = instructions
        self.tools = tools
        self.resources = resources
        self.resourceTemplates = resourceTemplates
        self.clock = clock
        self.random = random
    }

    /// What a deployment may choose.
    package struct Options: Sendable {
        /// Origins a browser may call from besides loopback ones, such as `https://app.promptsales.com`; a request
        /// without an `Origin` always passes.
        package var allowedOrigins: [String] = []
        /// For how long a client may keep lists and resources; they are `private` where callers are told apart.
        package var cacheLifetime: Duration = .zero
        package var cacheScope: CacheScope = .private
        /// The number of entries on a page of a list; nil puts all on one.
        package var pageSize: Int?
        /// A session of the handshake era that was not used for so long is forgotten.
        package var sessionLifetime: Duration = .seconds(3600)

        package init() {}
    }

    /// Whether what one caller was told may be told to another.
    package enum CacheScope: String, Sendable {
        case `public`, `private`
    }

    /// What `authorize` decides.
    package enum Authorization: Sendable {
        /// The caller may go on, as this principal: a subject or a client id, or nil where nobody is told apart.
        case allowed(_ principal: String?)
        /// The caller is answered with this: a 401 or 403 with its challenge.
        case refused(Response)
    }

    /// The endpoint. Sessions of the handshake era belong to the handler, so call this once for each endpoint.
    package func handler() -> Handler {
        let endpoint = Endpoint(server: self, sessions: Sessions(clock: clock, random: random))
        return { await endpoint.answer($0) }
    }

    var info: JSON { .compact(["name": .string(name), "title": title.map(JSON.string), "version": .string(version)]) }

    var capabilities: JSON { ["tools": [:], "resources": [:], "logging": [:]] }
}
