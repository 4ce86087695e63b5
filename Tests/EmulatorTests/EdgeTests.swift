import Determinism
import Diagnostics
import Emulator
import HTTP
import Kubernetes
import Routing
import Synchronization
import Testing

@Suite struct TargetHealthTests {
    private func check(_ annotations: [(String, String)] = []) -> TargetGroupHealthCheck {
        TargetGroupHealthCheck(annotations: annotations.map { .init("alb.ingress.kubernetes.io/" + $0.0, $0.1) })
    }

    @Test func `an answer holds for one interval`() async {
        let clock = InstanceClock(frozenAt: Timestamp(seconds: 0))
        let health = TargetHealth(clock: clock)
        let check = check([("healthcheck-interval-seconds", "5"), ("healthcheck-path", "/readyz")])
        let status = Mutex<Status>(.ok)
        let asked = Mutex<[String]>([])
        func isHealthy() async -> Bool {
            await health.isHealthy("services/ads:80", check) { path in
                asked.withLock { $0.append(path) }
                return status.withLock(\.self)
            }
        }
        #expect(await isHealthy())
        status.withLock { $0 = .serviceUnavailable }
        clock.advance(by: .seconds(5) - .microseconds(1))
        #expect(await isHealthy())
        clock.advance(by: .microseconds(1))
        #expect(await !isHealthy())
        status.withLock { $0 = .ok }
        #expect(await !isHealthy())
        clock.advance(by: .seconds(5))
        #expect(await isHealthy())
        #expect(asked.withLock(\.self) == ["/readyz", "/readyz", "/readyz"])
    }

    @Test func `targets are told apart`() async {
        let health = TargetHealth(clock: InstanceClock(frozenAt: Timestamp(seconds: 0)))
        let check = check()
        #expect(await health.isHealthy("a", check) { _ in .ok })
        #expect(await !health.isHealthy("b", check) { _ in .notFound })
    }

    @Test(arguments: [
        ("200", 200, true), ("200", 204, false), ("200,202", 202, true), ("200-299", 250, true),
        ("200-299", 300, false), ("200, 301", 301, true), ("", 200, false), ("x", 200, false),
    ])
    func `success codes are numbers, lists and ranges`(codes: String, code: Int, isSuccess: Bool) {
        #expect(check([("success-codes", codes)]).isSuccess(code) == isSuccess)
    }

    @Test func `the defaults are those of the controller`() {
        let check = check()
        #expect(check.path == "/" && check.interval == .seconds(15) && check.successCodes == "200")
    }
}

@Suite struct LocalPortsTests {
    @Test(arguments: [
        ("https://api.example.com:443/a?b=c", "https://api.example.com:8443/a?b=c"),
        ("http://api.example.com:80/", "http://api.example.com:8080/"),
        ("https://api.example.com:443", "https://api.example.com:8443"),
        ("https://api.example.com/a", "https://api.example.com/a"),
        ("https://api.example.com:444/a", "https://api.example.com:444/a"), ("/a", "/a"),
        ("http://api.example.com:443/", "http://api.example.com:443/"),
        ("https://api.example.com:443?a=://x", "https://api.example.com:8443?a=://x"),
    ])
    func `a redirect to a real port leads to the one that plays it`(location: String, expected: String) {
        let ports = LocalPorts(http: 8080, https: 8443)
        #expect(ports.localized(.redirect(to: location)).fields["location"] == expected)
    }

    @Test func `the load balancer's own hosts have their port on this desk, and lose it on the way in`() {
        let ports = LocalPorts(http: 8080, https: 8443) { $0 == "api.example.com" }
        #expect(
            ports.localized(.redirect(to: "https://api.example.com/a")).fields["location"]
                == "https://api.example.com:8443/a")
        #expect(ports.localized(.redirect(to: "https://other.org/a")).fields["location"] == "https://other.org/a")
        let request = Request(.get, "/", authority: "api.example.com:8443", fields: ["Host": "api.example.com:8443"])
        #expect(ports.globalized(request).authority == "api.example.com")
        #expect(ports.globalized(request).fields["host"] == "api.example.com")
        let other = Request(.get, "/", authority: "api.example.com:1234")
        #expect(ports.globalized(other).authority == "api.example.com:1234")
    }

    @Test func `other answers stay as they are`() {
        #expect(LocalPorts(http: 1, https: 2).localized(.text("a")).fields["location"] == nil)
    }
}

@Suite struct VercelProjectTests {
    static let text = """
        { "rewrites": [
            { "source": "/content/:path*", "destination": "https://api.example.com/content/:path*" },
            { "source": "/u/:id/posts", "destination": "https://api.example.com/users/:id?all=1" },
            { "source": "/exact", "destination": "/index.html" }
          ] }
        """

    private func project(_ text: String = text) -> (VercelProject?, [Diagnostic]) {
        var diagnostics: [Diagnostic] = []
        let project = VercelProject.projects(in: [("vercel/portal/vercel.json", text)], &diagnostics).first
        return (project, diagnostics)
    }

    static let rewrites: [(String, String?)] = [
        ("/content/drafts", "https://api.example.com/content/drafts"),
        ("/content/drafts/1?a=b", "https://api.example.com/content/drafts/1?a=b"),
        ("/content", "https://api.example.com/content/"), ("/contents", nil), ("/", nil),
        ("/u/7/posts", "https://api.example.com/users/7?all=1"),
        ("/u/7/posts?page=2", "https://api.example.com/users/7?all=1&page=2"), ("/u/7", nil), ("/u//posts", nil),
        ("/exact", "/index.html"), ("/exact/more", nil),
    ]

    @Test(arguments: rewrites)
    func `the first rewrite that fits leads on`(target: String, destination: String?) throws {
        let project = try #require(project().0)
        #expect(project.rewrite(Request(.get, target)) == destination)
    }

    @Test func `its name is the folder's`() throws {
        #expect(try #require(project().0).name == "portal")
    }

    @Test func `a file that is not JSON is an error at its start`() {
        let (project, diagnostics) = project("{")
        #expect(project == nil)
        #expect(diagnostics.map(\.id) == ["bad-vercel-project"])
    }
}
