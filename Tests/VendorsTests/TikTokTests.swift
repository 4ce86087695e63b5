import Determinism
import HTTP
import JSONTree
import Testing

struct TikTokTests {
    @Test func `errors of the Business API are envelopes with status 200`() async throws {
        let bench = try Bench("tiktok")
        let refused = try await bench.json(.get, "/open_api/v1.3/campaign/get/?advertiser_id=1", token: nil)
        #expect(refused.status == 200)
        #expect(refused.body["code"] == 40105)
        let fields: Fields = ["access-token": Bench.token]
        let incomplete = try await bench.json(.post, "/open_api/v1.3/campaign/create/", [:], fields: fields)
        #expect(incomplete.body["code"] == 40002)
        #expect(incomplete.body["message"] == "advertiser_id: Missing data for required field.")
    }

    @Test func `a post is processed until the clock has moved on`() async throws {
        let bench = try Bench("tiktok")
        let post: JSON = [
            "post_info": ["privacy_level": "SELF_ONLY"],
            "source_info": ["source": "PULL_FROM_URL", "video_url": "https://example.com/a.mp4"],
        ]
        let made = try await bench.json(.post, "/v2/post/publish/video/init/", post)
        let id = try #require(made.body["data"]?["publish_id"])
        func status() async throws -> JSON? {
            try await bench.json(.post, "/v2/post/publish/status/fetch/", ["publish_id": id]).body["data"]?["status"]
        }
        #expect(try await status() == "PROCESSING_DOWNLOAD")
        bench.clock.advance(by: .seconds(6))
        #expect(try await status() == "PUBLISH_COMPLETE")
    }
}
