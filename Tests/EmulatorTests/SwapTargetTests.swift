import Emulator
import Testing

struct SwapTargetTests {
    @Test(arguments: [
        ("http://127.0.0.1:3001", "http://127.0.0.1:3001"), ("https://api.openai.com", "https://api.openai.com:443"),
        ("https://api.example.com/v2", "https://api.example.com:443/v2"),
        ("postgres://ads:s%40cret@db:5433/ads", "postgres://ads@db:5433/ads"),
        ("redis://:secret@cache/2", "redis://cache:6379/2"), ("mongodb://db/content", "mongodb://db:27017/content"),
    ])
    func `a server is read from a URL and shown without its password`(url: String, shown: String) throws {
        #expect(try SwapTarget(url: url).description == shown)
    }

    @Test func `a password is decoded`() throws {
        #expect(try SwapTarget(url: "postgres://ads:s%40cret@db/ads").password == "s@cret")
    }

    static let encrypted: [(String, Bool)] = [
        ("redis://x", false), ("rediss://x", true), ("rediss://x?ssl_cert_reqs=none", true), ("postgres://x/a", false),
        ("postgres://x/a?sslmode=disable", false), ("postgres://x/a?sslmode=prefer", false),
        ("postgres://x/a?sslmode=require", true), ("postgres://x/a?sslmode=verify-full&application_name=y", true),
        ("mongodb://x/a?authSource=admin&retryWrites=true", false), ("mongodb://x/a?tls=true", true),
        ("mongodb://x/a?ssl=true&tlsAllowInvalidCertificates=true", true),
    ]

    @Test(arguments: encrypted)
    func `the connection is encrypted as the URL of the server's own drivers says`(url: String, isTLS: Bool) throws {
        #expect((try SwapTarget(url: url).tls != nil) == isTLS)
    }

    @Test(arguments: [
        "127.0.0.1", "ftp://x", "http://", "http://x:99999", "redis://a:b:c", "http://x:", "postgres://x?sslmode=maybe",
        "rediss://x?ssl_ca_certs=/nowhere.pem", "mongodb://x?replica=y", "redis://x?ssl=true",
    ])
    func `what names no server is refused`(url: String) {
        #expect(throws: UnusableSwapTarget.self) { try SwapTarget(url: url) }
    }

    @Test func `a swap of an edge comes before one of the part`() throws {
        let swaps = Swaps()
        let all = try SwapTarget(url: "http://all")
        let one = try SwapTarget(url: "http://one")
        swaps.swap(EdgeKey(callee: "openai", caller: nil), for: all)
        swaps.swap(EdgeKey(callee: "openai", caller: "content"), for: one)
        #expect(swaps.target(of: "openai", from: "content")?.host == "one")
        #expect(swaps.target(of: "openai", from: "ads")?.host == "all")
        #expect(swaps.target(of: "meta", from: "ads") == nil)
        #expect(swaps.swapBack(EdgeKey(callee: "openai", caller: "content")))
        #expect(swaps.target(of: "openai", from: "content")?.host == "all")
        #expect(!swaps.swapBack(EdgeKey(callee: "openai", caller: "content")))
    }
}
