import HTTP
import Images
import JSONTree

/// Posts texts to the social networks.
struct SocialChannels: Sendable {
    let container: Container

    /// Posts the text of `draft` and returns the network's id of the post.
    func post(_ draft: Draft, on channel: Draft.Channel) async throws -> String {
        switch channel {
        case .meta: try await postToMeta(draft)
        case .tiktok: try await postToTikTok(draft.text)
        }
    }

    /// Graph API, "Page Feed": `POST /{page}/feed`.
    ///
    /// The post links to the draft. One that is there already was made by a try that ended before its id was kept.
    private func postToMeta(_ draft: Draft) async throws -> String {
        let page = container.environment["META_PAGE_ID"] ?? "100000000000001"
        let url = try container.url(of: "meta") + "/v26.0/\(page)/feed"
        let token = try container.token(of: "meta")
        let link = "https://app.promptsales.com/c/\(draft.id)"
        let query = Form([("fields", "id,link"), ("limit", "100"), ("access_token", token)])
        let feed = try await container.json(.get, "\(url)?\(query.encoded)")
        if let id = feed["data"]?.array?.first(where: { $0["link"]?.string == link })?["id"]?.string { return id }
        let form = Form([("message", draft.text), ("link", link), ("access_token", token)])
        let response = try await container.send(
            .post, url, fields: ["content-type": "application/x-www-form-urlencoded"], body: Array(form.encoded.utf8))
        let body = try await response.collectedBody()
        guard response.status == .ok, let id = try? JSON.parse(body)["id"]?.string else {
            throw UpstreamError(
                method: .post, url: url, status: response.status, body: String(decoding: body, as: UTF8.self))
        }
        return id
    }

    /// Content Posting API, "Direct post": a photo post pulled from a URL.
    private func postToTikTok(_ text: String) async throws -> String {
        let url = try container.url(of: "tiktok") + "/v2/post/publish/content/init/"
        let answer = try await container.json(
            .post, url,
            [
                "post_info": [
                    "title": .string(String(text.prefix(90))), "description": .string(text),
                    "privacy_level": "PUBLIC_TO_EVERYONE",
                ],
                "source_info": [
                    "source": "PULL_FROM_URL", "photo_cover_index": 0,
                    "photo_images": ["https://app.promptsales.com/cards/default.png"],
                ],
                "post_mode": "DIRECT_POST", "media_type": "PHOTO",
            ],
            fields: ["authorization": "Bearer \(try container.token(of: "tiktok"))"])
        guard let id = answer["data"]?["publish_id"]?.string else {
            throw UpstreamError(method: .post, url: url, status: .ok, body: answer.text)
        }
        return id
    }
}
