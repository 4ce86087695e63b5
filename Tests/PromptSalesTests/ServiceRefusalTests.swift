import Crypto
import HTTP
import Images
import JSONTree
import PromptSales
import Testing

/// What the services answer to requests that are wrong, before they ask any dependency.
@Suite struct ServiceRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var image: LocalImage
        var request: Request
        var status: Status
        var sentence: String

        var testDescription: String {
            "\(request.method) \(request.target) \(String(decoding: request.body, as: UTF8.self).prefix(60))"
        }
    }

    private static func case_(_ image: LocalImage, _ path: String, _ body: JSON, _ sentence: String) -> Case {
        Case(image: image, request: .json(.post, path, body), status: .badRequest, sentence: sentence)
    }

    static let cases: [Case] = [
        case_(contentImage, "/content/drafts", [], "JSON object"), case_(contentImage, "/content/drafts", [:], "topic"),
        case_(contentImage, "/content/drafts", ["topic": ""], "topic"),
        case_(contentImage, "/content/drafts", ["topic": 1], "topic"),
        case_(contentImage, "/content/drafts", ["topic": .string(String(repeating: "é", count: 501))], "500"),
        case_(contentImage, "/content/drafts", ["topic": "a", "audience": ""], "audience"),
        case_(contentImage, "/content/drafts", ["topic": "a", "channels": "meta"], "channels"),
        case_(contentImage, "/content/drafts", ["topic": "a", "channels": ["fax"]], "meta, tiktok"),
        case_(adsImage, "/ads/campaigns", ["audience": "a"], "name"),
        case_(adsImage, "/ads/campaigns", ["name": "a", "budget_micros": 999_999], "budget_micros"),
        case_(adsImage, "/ads/campaigns", ["name": "a", "budget_micros": 1_000_000_000_001], "budget_micros"),
        case_(adsImage, "/ads/campaigns", ["name": "a", "budget_micros": "5000000"], "budget_micros"),
        case_(crmImage, "/crm/leads", ["full_name": "Jo"], "email"),
        case_(crmImage, "/crm/leads", ["full_name": "Jo", "email": "jo"], "email"),
        case_(crmImage, "/crm/leads", ["full_name": "Jo", "email": "a@b@c"], "email"),
        case_(crmImage, "/crm/leads", ["email": "jo@example.com"], "full_name"),
        Case(
            image: crmImage, request: Request(.post, "/crm/leads", body: Array("{".utf8)), status: .badRequest,
            sentence: "not JSON"),
        Case(image: crmImage, request: Request(.delete, "/crm/leads"), status: .methodNotAllowed, sentence: "DELETE"),
        Case(image: adsImage, request: Request(.get, "/ads"), status: .notFound, sentence: "/ads"),
    ]

    @Test(arguments: cases)
    func `a wrong request is refused with the reason`(case: Case) async throws {
        let response = try await `case`.image.start(.test()).handler(`case`.request)
        #expect(response.status == `case`.status)
        #expect(response.fields["content-type"] == "application/problem+json")
        let detail = try await response.json["detail"]?.string ?? ""
        #expect(detail.contains(`case`.sentence), "\(detail)")
    }

    @Test func `a store that cannot be reached is 503`() async throws {
        let files = ["cache", "content-db", "ads-db"].flatMap { store in
            ["username", "password"].map { ("/var/run/secrets/\(store)/\($0)", "x") }
        }
        let names = ["CACHE", "CONTENT_DB", "ADS_DB"].flatMap { [("\($0)_HOST", "db"), ("\($0)_PORT", "1")] }
        let container = Container.test(
            environment: Dictionary(uniqueKeysWithValues: names + [("CONTENT_DB_DATABASE", "content")]),
            files: Dictionary(uniqueKeysWithValues: files))
        for (image, path) in [(contentImage, "/content/drafts/1"), (adsImage, "/ads/campaigns")] {
            #expect(try await image.start(container).handler(Request(.get, path)).status == .serviceUnavailable)
        }
    }

    static let secrets = [
        "/var/run/secrets/meta-app-secret/value": "app secret", "/var/run/secrets/meta-verify-token/value": "verify",
    ]

    @Test func `Meta's handshake is answered to whoever knows the verify token`() async throws {
        let crm = try await crmImage.start(.test(files: Self.secrets)).handler
        let path = "/crm/webhooks/meta?hub.mode=subscribe&hub.challenge=42&hub.verify_token="
        let right = await crm(Request(.get, path + "verify"))
        #expect(right.status == .ok)
        #expect(try await right.text == "42")
        #expect(await crm(Request(.get, path + "other")).status == .forbidden)
        #expect(await crm(Request(.get, "/crm/webhooks/meta")).status == .forbidden)
    }

    @Test func `a notification must be signed with the app's secret`() async throws {
        let crm = try await crmImage.start(.test(files: Self.secrets)).handler
        let body = Array(#"{"object":"page","entry":[]}"#.utf8)
        let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array("app secret".utf8)))
        let digits = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        func status(_ signature: String?, _ body: [UInt8]) async -> Status {
            var request = Request(.post, "/crm/webhooks/meta", body: body)
            request.fields["x-hub-signature-256"] = signature
            return await crm(request).status
        }
        #expect(await status("sha256=\(digits)", body) == .ok)
        #expect(await status("sha256=\(digits)", body + [32]) == .unauthorized)
        #expect(await status("sha256=\(digits.dropLast())", body) == .unauthorized)
        #expect(await status("sha256=", body) == .unauthorized)
        #expect(await status(nil, body) == .unauthorized)
    }
}
