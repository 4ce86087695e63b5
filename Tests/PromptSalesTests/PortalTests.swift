import Crypto
import Determinism
import HTTP
import Images
import JSONTree
import PromptSales
import Testing

/// The portal with a gateway that always answers the same drafts and notes what it is asked.
@Suite struct PortalTests {
    static let key = "the key of these tests"

    static func portal(
        _ answer: @escaping @Sendable (Request) -> Response = { _ in .json(["drafts": []]) }
    ) async throws -> Handler {
        let container = Container.test(
            environment: ["GATEWAY_URL": "https://api.example.com", "PORTAL_SESSION_KEY": key], send: { answer($0) })
        return try await portalImage.start(container).handler
    }

    /// A cookie as anybody who has the key can make it.
    static func cookie(
        _ session: JSON = session(), name: String = "portal_session", key: String = key
    ) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: session.bytes, using: SymmetricKey(data: Array(key.utf8)))
        return "\(name)=\(Base64.url.encode(session.bytes)).\(Base64.url.encode(Array(code)))"
    }

    static func session(expires: Int64 = startOfTests.seconds + 60) -> JSON {
        ["token": "the token", "user": "Ada", "expires": .int(expires), "form": "the form token"]
    }

    static func get(_ path: String, _ cookie: String) -> Request { Request(.get, path, fields: ["cookie": cookie]) }

    @Test func `a session that the portal signed opens a page`() async throws {
        let response = try await Self.portal()(Self.get("/", Self.cookie()))
        #expect(response.status == .ok)
        #expect(try await response.text.contains("Ada"))
        #expect(response.fields["cache-control"] == "no-store")
    }

    static let refused: [(String, String)] = [
        ("none", "a=b"), ("another key", cookie(key: "another key")),
        ("another front end", cookie(name: "admin_session")),
        ("expired", cookie(session(expires: startOfTests.seconds))),
        (
            "tampered",
            cookie().replacing(
                Base64.url.encode(session().bytes), with: Base64.url.encode(session(expires: 4_000_000_000).bytes))
        ),
        ("without a code", String(cookie().split(separator: ".")[0])), ("empty", "portal_session=."),
        ("no document", cookie("a string")),
    ]

    @Test(arguments: refused)
    func `any other cookie leads to the log-in`(kind: String, cookie: String) async throws {
        let response = try await Self.portal()(Self.get("/", cookie))
        #expect(response.status == .seeOther, "\(kind)")
        #expect(response.fields["location"] == "/login", "\(kind)")
    }

    @Test func `what people wrote is escaped on every page`() async throws {
        let hostile = #"<script>alert('x')</script> & "more""#
        let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"
        let draft: JSON = [
            "id": .string(hostile), "topic": .string(hostile), "audience": .string(hostile), "text": .string(hostile),
            "status": .string(hostile), "posts": ["meta": .string(hostile)],
        ]
        let portal = try await Self.portal { request in
            switch request.path {
            case "/content/drafts": .json(["drafts": [draft]])
            case "/ads/campaigns": .json(["campaigns": [["name": .string(hostile), "status": .string(hostile)]]])
            case "/crm/leads": .json(["leads": [["full_name": .string(hostile), "email": .string(hostile)]]])
            default: .json(draft)
            }
        }
        for path in ["/", "/drafts/1", "/campaigns", "/leads"] {
            let text = try await portal(Self.get(path, Self.cookie())).text
            #expect(text.contains(escaped), "\(path)")
            #expect(!text.contains("<script"), "\(path)")
            #expect(!text.contains(#""more""#), "\(path)")
        }
    }

    @Test func `a form is sent on with the user's token`() async throws {
        let portal = try await Self.portal { request in
            guard request.fields["authorization"] == "Bearer the token", request.target == "/content/drafts" else {
                return .problem(.badRequest, "unexpected \(request.target)")
            }
            return .json(["id": "7"], .created)
        }
        let pairs = [("form_token", "the form token"), ("topic", "tea"), ("audience", "all"), ("channel", "meta")]
        let response = await portal(.form("/drafts", pairs, fields: ["cookie": Self.cookie()]))
        #expect(response.status == .seeOther)
        #expect(response.fields["location"] == "/drafts/7")
    }

    @Test(arguments: ["", "the form tokex"])
    func `a form from elsewhere is refused`(token: String) async throws {
        let portal = try await Self.portal { _ in .json(["id": "7"], .created) }
        let response = await portal(.form("/drafts", [("form_token", token)], fields: ["cookie": Self.cookie()]))
        #expect(response.status == .forbidden)
    }

    @Test func `what the API refuses is shown as a page and an old token as the log-in`() async throws {
        let broken = try await Self.portal { _ in .problem(.internalServerError, "<no>") }
        let page = await broken(Self.get("/", Self.cookie()))
        #expect(page.status == .badGateway)
        #expect(try await page.text.contains("&lt;no&gt;"))
        let old = try await Self.portal { _ in .problem(.unauthorized, "expired") }
        #expect(await old(Self.get("/", Self.cookie())).fields["location"] == "/login")
    }

    @Test func `a log-in begins with a challenge that fits the verifier in the cookie`() async throws {
        let response = try await Self.portal()(Request(.get, "/login", authority: "app.example.com"))
        let location = try #require(response.fields["location"])
        let query = Form(parsing: String(location.split(separator: "?")[1]))
        #expect(query["response_type"] == "code")
        #expect(query["redirect_uri"] == "http://app.example.com/callback")
        let cookie = try #require(response.fields["set-cookie"])
        #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
        let payload = try #require(cookie.split(separator: "=", maxSplits: 1).last?.split(separator: ".").first)
        let kept = try JSON.parse(try #require(Base64.url.decode(payload)))
        let verifier = try #require(kept["verifier"]?.string)
        #expect(query["code_challenge"] == Base64.url.encode(Array(SHA256.hash(data: Array(verifier.utf8)))))
        #expect(query["state"] == kept["state"]?.string)
    }

    @Test(arguments: ["/callback?code=a&state=b", "/callback?code=a", "/callback"])
    func `a log-in that was not begun here is refused`(target: String) async throws {
        #expect(try await Self.portal()(Request(.get, target)).status == .badRequest)
    }
}
