import Fidelity
import HTTP
import JSONTree

/// What a page has: posts, photos, forms and their leads.
extension Meta {
    static let pageEndpoints: [Endpoint] = [
        Endpoint(.get, root + "/{page}/feed", "List the posts of a page") { call in
            try await edge(try await children("post", of: call.parameter("page"), call), call)
        },
        Endpoint(.post, root + "/{page}/feed", "Publish a post", .approximate("any page id is a page"), createPost),
        Endpoint(.get, root + "/{page}/photos", "List the photos of a page") { call in
            try await edge(try await children("photo", of: call.parameter("page"), call), call)
        },
        Endpoint(
            .post, root + "/{page}/photos", "Publish a photo from a URL",
            .approximate("the URL is not fetched; uploads are not built"),
            createPhoto),
        Endpoint(.get, root + "/{page}/leadgen_forms", "List the lead forms of a page") { call in
            try await edge(try await children("form", of: call.parameter("page"), call), call)
        },
        Endpoint(.post, root + "/{page}/leadgen_forms", "Create a lead form", createForm),
        Endpoint(.get, root + "/{form}/leads", "List the leads of a form") { call in
            let id = call.parameter("form")
            if try await node(id, call) == nil { throw missingObject(call, id, "get") }
            return try await edge(try await children("lead", of: id, call), call)
        },
        Endpoint(.get, root + "/{page}/subscribed_apps", "What the app gets of a page", listSubscribedApps),
        Endpoint(.post, root + "/{page}/subscribed_apps", "Subscribe the app to a page's events", subscribePage),
        Endpoint(.delete, root + "/{page}/subscribed_apps", "End a page's subscription", unsubscribePage),
        Endpoint(
            .post, root + "/{app}/subscriptions", "Set the callback of webhooks, after its handshake",
            isExclusive: false,
            subscribeApp),
        Endpoint(.get, root + "/{app}/subscriptions", "The callbacks of webhooks", listSubscriptions),
    ]

    private static func page(_ call: Call) throws -> String {
        let page = call.parameter("page")
        if page == "me" { return pageID }
        guard isID(page) else {
            throw Refusal(
                error(call, .notFound, 803, "(#803) Some of the aliases you requested do not exist: \(page)"))
        }
        return page
    }

    @Sendable static func createPost(_ call: Call) async throws -> Response {
        let page = try page(call)
        let form = try parameters(call)
        if (form["message"] ?? "").isEmpty && (form["link"] ?? "").isEmpty && form["attached_media"] == nil {
            throw invalid(call, "Requires one of the params: message, link, place, attached_media")
        }
        let id = page + "_" + (try await newID(call, "12200"))
        var post: JSON = ["id": .string(id), "_type": "post", "_parents": [.string(page)]]
        for (name, value) in try values(form, call) { post[name] = value }
        post["created_time"] = time(call)
        post["updated_time"] = time(call)
        post["is_published"] = post["published"] ?? true
        post["permalink_url"] = .string("https://www.facebook.com/" + id)
        post["from"] = ["id": .string(page), "name": "Orrery Page"]
        try await store(post, call)
        return .json(["id": .string(id)])
    }

    @Sendable static func createPhoto(_ call: Call) async throws -> Response {
        let page = try page(call)
        let form = try parameters(call)
        guard let url = form["url"], url.hasPrefix("http") else {
            throw Refusal(error(call, .badRequest, 324, "(#324) Missing or invalid image file"))
        }
        let id = try await newID(call, "12300")
        let caption = JSON.string(form["caption"] ?? form["message"] ?? "")
        let photo: JSON = [
            "id": .string(id), "_type": "photo", "_parents": [.string(page)], "name": caption,
            "created_time": time(call),
            "link": .string("https://www.facebook.com/photo.php?fbid=" + id), "source_url": .string(url),
        ]
        try await store(photo, call)
        if form["published"] == "false" { return .json(["id": .string(id)]) }
        let postID = page + "_" + id
        try await store(
            [
                "id": .string(postID), "_type": "post", "_parents": [.string(page)], "message": caption,
                "created_time": time(call), "is_published": true,
            ], call)
        return .json(["id": .string(id), "post_id": .string(postID)])
    }

    @Sendable static func createForm(_ call: Call) async throws -> Response {
        let page = try page(call)
        let form = try parameters(call)
        for name in ["name", "questions"] where (form[name] ?? "").isEmpty {
            throw invalid(call, "The parameter \(name) is required")
        }
        let id = try await newID(call, "9000")
        var node: JSON = [
            "id": .string(id), "_type": "form", "_parents": [.string(page)], "status": "ACTIVE", "locale": "en_US",
            "page_id": .string(page), "created_time": time(call),
        ]
        for (name, value) in try values(form, call) { node[name] = value }
        try await store(node, call)
        return .json(["id": .string(id)])
    }

    @Sendable static func subscribePage(_ call: Call) async throws -> Response {
        let page = try page(call)
        let fields = (try parameters(call)["subscribed_fields"] ?? "").split { ",[]\" ".contains($0) }.map(String.init)
        if fields.isEmpty { throw invalid(call, "The parameter subscribed_fields is required.") }
        try await call.state.store.put("subscribed", page, ["id": .string(page), "fields": JSON(fields)])
        return .json(["success": true])
    }

    @Sendable static func unsubscribePage(_ call: Call) async throws -> Response {
        try await call.state.store.delete("subscribed", try page(call))
        return .json(["success": true])
    }

    @Sendable static func listSubscribedApps(_ call: Call) async throws -> Response {
        guard let kept = try await call.state.store.get("subscribed", try page(call)) else {
            return .json(["data": []])
        }
        let app: JSON = [
            "name": "Orrery", "id": "200000000000001", "subscribed_fields": kept["fields"] ?? [],
        ]
        return .json(["data": [app]])
    }
}
