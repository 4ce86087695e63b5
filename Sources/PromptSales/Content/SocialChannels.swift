import HTTP
import Images
import JSONTree

/// Posts texts to the social networks.
struct SocialChannels: Sendable {
    let container: Container

    /// Posts `text` and returns the network's id of the post.
    func post(_ text: String, on channel: Draft.Channel) async throws -> String {
        switch channel {
        case .meta: try await postToMeta(text)
        case .tiktok: try await postToTikTok(text)
        }
    }

    /// Graph API, "Page Feed": `POST /{page}/feed`.
    private func postToMeta(_ text: String) async throws -> String {
        let page = container.environment["META_PAGE_ID"] ?? "100000000000001"
        let url = try container.url(of: "meta") + "/v26.0/\(page)/feed"
        let form = Form([("message", text), ("access_token", try container.token(of: "meta"))])
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
