import Identity
import JSONTree
import Testing

@Suite struct ConfigurationTests {
    @Test func `a configuration and its secrets are read from two documents`() throws {
        let json: JSON = [
            "issuer": "https://auth.example/", "resources": ["https://api.example"],
            "scopes": ["content.read": "Read"], "lifetimes": ["code": 30], "accessTokenAlgorithm": "ES256",
            "clients": [["id": "portal", "redirectURIs": ["https://a.example/cb"], "grants": ["authorization_code"]]],
            "users": [["username": "ana", "claims": ["name": "Ana"]]],
        ]
        let read = try Configuration(json: json, secrets: ["clients": ["portal": "s"], "users": ["ana": "p"]])
        #expect(read.issuer == "https://auth.example")
        #expect(read.lifetimes.code == .seconds(30))
        #expect(read.accessTokenAlgorithm == .es256)
        #expect(read.scopes == [.init("content.read", "Read")])
        #expect(read.clients.first?.secret?.matches("s") == true)
        #expect(read.clients.first?.grants == [.authorizationCode])
        #expect(read.users.first?.password.matches("p") == true)
        #expect(read.users.first?.subject == "ana")
    }

    static let wrong: [(JSON, String)] = [
        ([], "must be an object"), ([:], "'issuer' must be a URL"), (["issuer": "x"], "'issuer' must be a URL"),
        (["issuer": "a://b", "isuer": 1], "'isuer' is not known"),
        (["issuer": "a://b", "lifetimes": ["code": 0]], "'lifetimes.code' must be a whole number of seconds"),
        (["issuer": "a://b", "accessTokenAlgorithm": "HS256"], "'accessTokenAlgorithm' must be one of RS256, ES256"),
        (["issuer": "a://b", "clients": [["name": "x"]]], "'clients.0.id' is missing"),
        (["issuer": "a://b", "clients": [["id": "x"], ["id": "x"]]], "'clients' has 'x' twice"),
        (
            ["issuer": "a://b", "clients": [["id": "x", "grants": ["password"]]]],
            "'clients.0.grants' has 'password', which is no grant here"
        ),
        (
            ["issuer": "a://b", "clients": [["id": "x", "redirectURIs": ["https://a/#f"]]]],
            "'clients.0.redirectURIs' has 'https://a/#f', which is not a URI without a fragment"
        ),
        (["issuer": "a://b", "users": [["username": "x"]]], "'users.0.password' is missing"),
        (["issuer": "a://b", "users": "x"], "'users' must be a list"),
    ]

    @Test(arguments: wrong)
    func `a mistake says where it is`(_ json: JSON, _ message: String) {
        let error = #expect(throws: ConfigurationError.self) { try Configuration(json: json) }
        #expect(error?.description == message)
    }
}
