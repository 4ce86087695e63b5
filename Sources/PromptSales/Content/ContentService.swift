import Determinism
import HTTP
package import Images
import JSONTree

/// PromptContent: asks the AI for a text, keeps it, and posts it where it belongs.
package let contentImage = LocalImage("promptsales/content") { container in
    let service = ContentService(container: container)
    return RunningImage(handler: service.router.handler)
}

struct ContentService: Sendable {
    let container: Container
    private let drafts: DraftStore
    private let cache: DraftCache

    init(container: Container) {
        self.container = container
        drafts = DraftStore(container: container)
        cache = DraftCache(container: container)
    }

    var router: Router {
        var router = Router()
        router.addProbes()
        router.on(.post, "/content/drafts") { try await create($0) }
        router.on(.get, "/content/drafts") { _ in .json(["drafts": .array(try await drafts.newest(100).map(\.json))]) }
        router.on(.get, "/content/drafts/{id}") { try await read($0["id"]) }
        router.on(.post, "/content/drafts/{id}/publish") { try await publish($0) }
        router.on(.post, "/internal/publications/{id}") { try await post($0) }
        return router
    }

    private func create(_ call: Router.Call) async throws -> Response {
        let body = try call.jsonObject()
        let topic = try body.requiredText("topic", atMost: 500)
        let audience = try body["audience"].map { _ in try body.requiredText("audience", atMost: 200) } ?? "everyone"
        let channels = try body.choices("channels", otherwise: Draft.Channel.allCases)
        let draft = Draft(
            id: container.random.uuid(), topic: topic, audience: audience, channels: channels,
            text: try await Copywriter(container: container).text(about: topic, for: audience), status: .draft,
            createdAt: container.clock.now.rfc3339(), posts: [])
        try await drafts.insert(draft)
        try await cache.put(draft)
        var response = Response.json(draft.json, .created)
        response.fields["location"] = "/content/drafts/\(draft.id)"
        return response
    }

    /// From the cache where it is there, else from the database and then into the cache.
    private func read(_ id: String) async throws -> Response {
        if let cached = try await cache.get(id) { return .json(text: cached) }
        let draft = try await stored(id)
        try await cache.put(draft)
        return .json(draft.json)
    }

    private func stored(_ id: String) async throws -> Draft {
        guard let draft = try await drafts.find(id) else { throw Problem(.notFound, "there is no draft '\(id)'") }
        return draft
    }

    private func publish(_ call: Router.Call) async throws -> Response {
        var draft = try await stored(call["id"])
        if draft.status == .published { return .json(draft.json) }
        draft.status = .queued
        try await change(draft)
        let job: JSON = ["kind": "publish-content", "id": .string(draft.id)]
        try await JobQueue(container: container, queue: "jobs", store: "cache").publish(job)
        return .json(draft.json, .accepted)
    }

    /// Called by the worker. Posts to the channels that lack a post, so that a job run twice posts once.
    private func post(_ call: Router.Call) async throws -> Response {
        var draft = try await stored(call["id"])
        let channels = SocialChannels(container: container)
        for channel in draft.channels where draft.postID(on: channel) == nil {
            draft.posts.append((channel, try await channels.post(draft, on: channel)))
            try await change(draft)
        }
        draft.status = .published
        try await change(draft)
        return .json(draft.json)
    }

    private func change(_ draft: Draft) async throws {
        try await drafts.replace(draft)
        try await cache.put(draft)
    }
}
