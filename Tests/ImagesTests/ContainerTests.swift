import HTTP
import Images
import JSONTree
import Testing

@Suite struct ContainerTests {
    @Test func `a variable that the manifest lacks is named`() {
        let error = #expect(throws: MissingSetting.self) { try Container.test().setting("ADS_URL") }
        #expect(error?.description == "the container 'catalog' has no usable environment variable 'ADS_URL'")
    }

    @Test func `an empty variable counts as missing`() {
        #expect(throws: MissingSetting.self) {
            try Container.test(environment: ["ADS_URL": ""]).url(of: "ads")
        }
    }

    @Test func `a file that is not mounted is named`() {
        let error = #expect(throws: MissingSetting.self) { try Container.test().token(of: "openai") }
        #expect(error?.description == "the container 'catalog' has no file mounted at '/var/run/secrets/openai/token'")
    }

    @Test func `a file is read without the line feed at its end`() throws {
        let container = Container.test(files: ["/a": "one\ntwo\n", "/b": "one"])
        #expect(try container.file("/a") == "one\ntwo")
        #expect(try container.file("/b") == "one")
    }

    @Test func `a dependency's address is found under its name in capitals`() throws {
        let container = Container.test(environment: ["CONTENT_MCP_URL": "http://content-mcp.services"])
        #expect(try container.url(of: "content-mcp") == "http://content-mcp.services")
    }

    @Test func `a store without its variables cannot be reached`() async {
        await #expect(throws: MissingSetting.self) { try await Container.test().mongo("content-db") }
    }

    @Test func `a store's port that is no number is named`() async {
        let container = Container.test(environment: ["CACHE_PORT": "redis"])
        await #expect(throws: MissingSetting.self) { try await container.redis("cache") }
    }

    @Test func `an upstream that refuses becomes an error with its status`() async throws {
        let container = Container.test(send: { _ in .problem(.forbidden, "not you") })
        let error = await #expect(throws: UpstreamError.self) { try await container.json(.get, "http://ads/x") }
        #expect(error?.status == .forbidden)
    }

    @Test func `an upstream's answer that is not JSON is an error`() async throws {
        let container = Container.test(send: { _ in .html("<p>hello</p>") })
        await #expect(throws: UpstreamError.self) { try await container.json(.get, "http://ads/x") }
    }

    @Test func `a JSON document is sent with its media type`() async throws {
        let container = Container.test(send: { request in
            .json(["type": JSON(request.fields["content-type"]), "host": .string(request.host)])
        })
        let answer = try await container.json(.post, "http://ads.services:8080/x", ["a": 1])
        #expect(answer == ["type": "application/json", "host": "ads.services"])
    }
}
