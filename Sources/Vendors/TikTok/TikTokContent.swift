import Determinism
import Fidelity
import HTTP
import JSONTree

/// The Content Posting API. A post is published five seconds of the instance's clock after its media is there.
extension TikTok {
    static let contentEndpoints: [Endpoint] = [
        Endpoint(
            .post, content + "/creator_info/query/", "What the creator may post",
            .approximate("always the same creator"),
            queryCreator),
        Endpoint(.post, content + "/video/init/", "Start a video post from a file or a URL", initVideo),
        Endpoint(.post, content + "/inbox/video/init/", "Start a video draft", initInboxVideo),
        Endpoint(.post, content + "/content/init/", "Start a photo post", initContent),
        Endpoint(.post, content + "/status/fetch/", "How far a post is", fetchStatus),
        Endpoint(
            .put, "/upload/video/{upload}", "Upload a video in chunks",
            .approximate(
                "bytes are counted, not kept; the address is the mock's own, not open-upload.tiktokapis.com/video/"),
            access: .open, uploadChunk),
        Endpoint(
            .post, "/v2/oauth/token/", "Exchange an authorization code or a refresh token",
            .approximate("any code and any client key, with the instance's secret"), access: .open, issueContentToken),
    ]

    private static let privacies: Set<String> = [
        "PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY",
    ]
    private static let processing = Duration.seconds(5)

    private static func invalid(_ call: Call, _ message: String) -> Refusal {
        contentRefusal(call, .badRequest, "invalid_params", message)
    }

    @Sendable static func queryCreator(_ call: Call) -> Response {
        contentAnswer(
            call,
            [
                "creator_avatar_url": "https://example.com/avatar.jpg", "creator_username": "orrery",
                "creator_nickname": "Orrery", "comment_disabled": false, "duet_disabled": false,
                "stitch_disabled": false,
                "privacy_level_options": ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"],
                "max_video_post_duration_sec": 600,
            ])
    }

    @Sendable static func initVideo(_ call: Call) async throws -> Response {
        try await start(call, isInbox: false, isPhoto: false)
    }
    @Sendable static func initInboxVideo(_ call: Call) async throws -> Response {
        try await start(call, isInbox: true, isPhoto: false)
    }
    @Sendable static func initContent(_ call: Call) async throws -> Response {
        try await start(call, isInbox: try call.json()["post_mode"] == "MEDIA_UPLOAD", isPhoto: true)
    }

    private static func start(_ call: Call, isInbox: Bool, isPhoto: Bool) async throws -> Response {
        let body = try call.json()
        let source = body["source_info"] ?? [:]
        if !isInbox {
            guard let privacy = body["post_info"]?["privacy_level"]?.string, privacies.contains(privacy) else {
                throw invalid(call, "The privacy_level is missing or invalid")
            }
        }
        let kind = source["source"]?.string ?? ""
        guard kind == "PULL_FROM_URL" || (kind == "FILE_UPLOAD" && !isPhoto) else {
            throw invalid(call, "The source of source_info is missing or invalid")
        }
        let id = try await newID(call)
        let publishID =
            "\(isPhoto ? "p" : "v")_\(kind == "PULL_FROM_URL" ? "pub_url" : isInbox ? "inbox_file" : "pub_file")~v2-1.\(id)"
        var post: JSON = [
            "source": .string(kind), "inbox": .bool(isInbox), "started": .int(call.now.microseconds), "received": 0,
            "size": 0,
        ]
        var answer: JSON = ["publish_id": .string(publishID)]
        if kind == "PULL_FROM_URL" {
            let images = source["photo_images"]?.array ?? []
            let urls = isPhoto ? images.compactMap(\.string) : [source["video_url"]?.string].compactMap(\.self)
            let isWeb = urls.allSatisfy { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
            guard !urls.isEmpty, isWeb, !isPhoto || urls.count <= 35 else {
                throw invalid(
                    call, "The \(isPhoto ? "photo_images" : "video_url") of source_info is missing or invalid")
            }
        } else {
            let numbers = ["video_size", "chunk_size", "total_chunk_count"].map { source[$0]?.int ?? 0 }
            guard numbers.allSatisfy({ $0 > 0 }), numbers[1] <= numbers[0] else {
                throw invalid(call, "The chunk size or chunk count is invalid")
            }
            post["size"] = JSON(numbers[0])
            post["media"] = nil
            answer["upload_url"] = .string(
                "\(call.request.scheme)://\(call.request.authority)/upload/video/\(publishID)")
        }
        try await call.state.store.put("posts", publishID, post)
        return contentAnswer(call, answer)
    }

    @Sendable static func uploadChunk(_ call: Call) async throws -> Response {
        let id = call.parameter("upload")
        guard var post = try await call.state.store.get("posts", id), let size = post["size"]?.int, size > 0 else {
            return Response(.forbidden)
        }
        // Content-Range: bytes 0-999/1000
        let numbers = (call.request.fields["content-range"] ?? "").split { !$0.isNumber }.compactMap { Int($0) }
        let received = post["received"]?.int ?? 0
        guard numbers.count == 3, numbers[0] == received, numbers[2] == size, numbers[1] < size,
            numbers[1] - numbers[0] + 1 == call.request.body.count
        else { return Response(416) }
        post["received"] = JSON(numbers[1] + 1)
        let isWhole = numbers[1] + 1 == size
        if isWhole { post["started"] = .int(call.now.microseconds) }
        try await call.state.store.put("posts", id, post)
        return Response(isWhole ? .created : 206, fields: ["content-range": "bytes 0-\(numbers[1])/\(size)"])
    }

    @Sendable static func fetchStatus(_ call: Call) async throws -> Response {
        let body = try call.json()
        guard let id = body["publish_id"]?.string, let post = try await call.state.store.get("posts", id) else {
            throw contentRefusal(call, .badRequest, "invalid_publish_id", "The publish_id does not exist")
        }
        let (size, received) = (post["size"]?.int ?? 0, post["received"]?.int ?? 0)
        let started = Timestamp(microseconds: Int64(post["started"]?.int ?? 0))
        let isReady = received == size && call.now >= started + processing
        let isUpload = post["source"] == "FILE_UPLOAD"
        var answer: JSON = ["status": "PUBLISH_COMPLETE"]
        if !isReady {
            answer["status"] = isUpload ? "PROCESSING_UPLOAD" : "PROCESSING_DOWNLOAD"
        } else if post["inbox"] == true {
            answer["status"] = "SEND_TO_USER_INBOX"
        } else {
            // The vendor's own spelling.
            answer["publicaly_available_post_id"] = [
                .int(Int64(7_000_000_000_000_000_000) + Int64(textHash(id) % 1_000_000_000))
            ]
        }
        if isUpload { answer["uploaded_bytes"] = JSON(received) } else { answer["downloaded_bytes"] = 0 }
        return contentAnswer(call, answer)
    }

    @Sendable static func issueContentToken(_ call: Call) async throws -> Response {
        let form = call.request.bodyForm
        func refuse(_ code: String, _ text: String) -> Response {
            .json(
                ["error": .string(code), "error_description": .string(text), "log_id": .string(logID(call))],
                .badRequest)
        }
        guard call.state.credentials.accepts(form["client_secret"] ?? ""), form["client_key"]?.isEmpty == false else {
            return refuse("invalid_client", "Client key or secret is incorrect.")
        }
        let grants = [
            "authorization_code": "code", "refresh_token": "refresh_token", "client_credentials": "client_key",
        ]
        guard let needed = grants[form["grant_type"] ?? ""] else {
            return refuse("unsupported_grant_type", "The grant type is not supported.")
        }
        if (form[needed] ?? "").isEmpty { return refuse("invalid_request", "The request parameters are malformed.") }
        let token = "act." + call.state.random.alphanumeric(60)
        try await call.state.issue(token, for: .seconds(86_400))
        return .json([
            "access_token": .string(token), "expires_in": 86_400, "open_id": "orrery-open-id",
            "refresh_token": .string("rft." + call.state.random.alphanumeric(60)), "refresh_expires_in": 31_536_000,
            "scope": "user.info.basic,video.publish,video.upload", "token_type": "Bearer",
        ])
    }
}
