import HTTP
import Images
import JSONTree

/// Asking for content, reading it, publishing it.
enum ContentPages {
    static func add(to frontend: inout FrontendRouter) {
        let shared = frontend
        frontend.page("/") { _, gateway in
            let drafts = try await gateway.get("/content/drafts")["drafts"]?.array ?? []
            let isWaiting = drafts.contains { $0["status"] == "queued" }
            return shared.page(
                "Content", gateway.session, refresh: isWaiting ? 2 : nil, "\(form(gateway.session))\(list(drafts))")
        }
        frontend.form("/drafts") { call, gateway in
            let form = call.request.bodyForm
            let draft = try await gateway.post(
                "/content/drafts",
                [
                    "topic": .string(form["topic"] ?? ""), "audience": .string(form["audience"] ?? ""),
                    "channels": JSON(form.all("channel")),
                ])
            return .redirect(to: "/drafts/\(draft["id"]?.string ?? "")")
        }
        frontend.page("/drafts/{id}") { call, gateway in
            let draft = try await gateway.get("/content/drafts/\(call["id"].percentEncoded())")
            let isWaiting = draft["status"] == "queued"
            return shared.page(
                draft["topic"]?.string ?? "Content", gateway.session, refresh: isWaiting ? 2 : nil,
                detail(draft, gateway.session))
        }
        frontend.form("/drafts/{id}/publish") { call, gateway in
            let id = call["id"].percentEncoded()
            _ = try await gateway.post("/content/drafts/\(id)/publish")
            return .redirect(to: "/drafts/\(id)")
        }
    }

    private static func form(_ session: Session) -> HTML {
        """
        <form class="panel" method="post" action="/drafts">
        <input type="hidden" name="form_token" value="\(session.formToken)">
        <label for="topic">What is it about?</label>
        <input type="text" id="topic" name="topic" required maxlength="500" placeholder="our new trail shoe">
        <label for="audience">Who is it for?</label>
        <input type="text" id="audience" name="audience" required maxlength="200" placeholder="weekend hikers">
        <label class="choice"><input type="checkbox" name="channel" value="meta" checked> Meta</label>
        <label class="choice"><input type="checkbox" name="channel" value="tiktok" checked> TikTok</label>
        <div><button>Write it</button></div>
        </form>
        """
    }

    private static func list(_ drafts: [JSON]) -> HTML {
        if drafts.isEmpty { return "<p class=\"soft\">Nothing yet. Ask for something above.</p>" }
        let rows = drafts.map { draft -> HTML in
            """
            <tr><td><a href="/drafts/\(draft["id"]?.string ?? "")">\(draft["topic"]?.string ?? "")</a></td>
            <td>\(draft["audience"]?.string ?? "")</td><td>\(status(draft))</td></tr>
            """
        }
        return "<table><tr><th>Topic</th><th>Audience</th><th>Status</th></tr>\(rows)</table>"
    }

    private static func detail(_ draft: JSON, _ session: Session) -> HTML {
        let posts = (draft["posts"]?.object?.members ?? []).map { name, id -> HTML in
            "<tr><td>\(name)</td><td>\(id.string ?? "")</td></tr>"
        }
        let published: HTML = posts.isEmpty ? "" : "<h2>Posts</h2><table>\(posts)</table>"
        let publish: HTML =
            draft["status"] != "draft"
            ? ""
            : """
            <form method="post" action="/drafts/\(draft["id"]?.string ?? "")/publish">
            <input type="hidden" name="form_token" value="\(session.formToken)"><button>Publish</button></form>
            """
        return """
            <p>\(status(draft)) <span class="soft">for \(draft["audience"]?.string ?? "")</span></p>
            <div class="card"><pre>\(draft["text"]?.string ?? "")</pre></div>\(publish)\(published)
            """
    }

    static func status(_ item: JSON) -> HTML {
        let status = item["status"]?.string ?? "unknown"
        return "<span class=\"status \(status)\">\(status)</span>"
    }
}
