import HTTP
import Images
import JSONTree
import Testing

@Suite struct RouterTests {
    let handler: Handler = {
        var router = Router()
        router.on(.get, "/drafts") { _ in .text("list") }
        router.on(.post, "/drafts") { _ in .text("create") }
        router.on(.get, "/drafts/{id}") { .text("item \($0["id"])") }
        router.on(.get, "/drafts/newest") { _ in .text("newest") }
        router.on(.get, "/{kind}/{id}") { .text("\($0["kind"]) and \($0["id"]) and \($0["other"])|") }
        router.on(.get, "/problem") { _ in throw Problem(.conflict, "it is there already") }
        router.on(.get, "/network") { _ in throw NetworkError.connectionRefused("ads:80") }
        router.on(.get, "/broken") { _ in throw UpstreamError(method: .get, url: "x", status: .ok, body: "no") }
        return router.handler
    }()

    @Test func `a path that no pattern fits is 404 with a problem document`() async throws {
        let answer = try await send(.get, "/nothing/at/all", to: handler)
        #expect(answer.status == 404)
        #expect(answer.fields["content-type"] == "application/problem+json")
        #expect(answer.body["status"] == 404)
    }

    @Test func `a method that the path lacks is 405 with those that it has`() async throws {
        let answer = try await send(.delete, "/drafts", to: handler)
        #expect(answer.status == 405)
        #expect(answer.fields["allow"] == "GET, POST")
    }

    @Test func `a literal is preferred to a parameter whatever was added first`() async throws {
        #expect(try await send(.get, "/drafts/newest", to: handler).body == "newest")
        #expect(try await send(.get, "/drafts/7", to: handler).body == "item 7")
        #expect(try await send(.get, "/leads/7", to: handler).body == "leads and 7 and |")
    }

    @Test func `a parameter is percent-decoded`() async throws {
        #expect(try await send(.get, "/drafts/a%20b", to: handler).body == "item a b")
    }

    @Test func `HEAD is answered as GET is`() async throws {
        #expect(try await send(.head, "/drafts", to: handler).status == 200)
        #expect(try await send(.head, "/nothing/at/all", to: handler).status == 404)
    }

    @Test(arguments: [("/problem", 409, "it is there already"), ("/network", 503, "connection refused: ads:80")])
    func `what an action throws says its status`(path: String, status: Int, detail: String) async throws {
        let answer = try await send(.get, path, to: handler)
        #expect(answer.status == status)
        #expect(answer.detail == detail)
    }

    @Test func `anything else that is thrown is 500`() async throws {
        #expect(try await send(.get, "/broken", to: handler).status == 500)
    }
}
