package import Determinism
package import HTTP
package import JSONTree

/// What a running image sees of the world: what its Deployment gives it, and no more.
package struct Container: Sendable {
    /// The workload's name: `content`.
    package let name: String
    package let namespace: String
    /// The repository without registry and tag.
    package let image: String
    package let environment: [String: String]
    /// Mounted files by absolute path.
    package let files: [String: [UInt8]]
    package let clock: InstanceClock
    package let random: SeededRandom
    package let network: ContainerNetwork

    package init(
        name: String, namespace: String, image: String, environment: [String: String], files: [String: [UInt8]],
        clock: InstanceClock, random: SeededRandom, network: ContainerNetwork
    ) {
        self.name = name
        self.namespace = namespace
        self.image = image
        self.environment = environment
        self.files = files
        self.clock = clock
        self.random = random
        self.network = network
    }

    /// The variable `name`.
    ///
    /// - Throws: `MissingSetting` when the manifest gives the container no such variable.
    package func setting(_ name: String) throws -> String {
        guard let value = environment[name], !value.isEmpty else { throw MissingSetting(variable: name, of: self.name) }
        return value
    }

    /// The text of the mounted file at `path`, without a line feed at its end.
    ///
    /// - Throws: `MissingSetting` when nothing is mounted there.
    package func file(_ path: String) throws -> String {
        guard let bytes = files[path] else { throw MissingSetting(file: path, of: name) }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    // MARK: - Edges

    /// The variable part of a dependency's name: `content-db` gives `CONTENT_DB`.
    package static func variablePrefix(of dependency: String) -> String {
        dependency.uppercased().replacing("-", with: "_")
    }

    package func redis(_ store: String) async throws -> any RedisClient {
        try await network.redis(address(of: store))
    }

    package func postgres(_ store: String) async throws -> any PostgresClient {
        try await network.postgres(address(of: store))
    }

    package func mongo(_ store: String) async throws -> any MongoClient {
        try await network.mongo(address(of: store))
    }

    private func address(of store: String) throws -> StoreAddress {
        let prefix = Self.variablePrefix(of: store)
        let port = try setting("\(prefix)_PORT")
        guard let number = Int(port) else { throw MissingSetting(variable: "\(prefix)_PORT", of: name) }
        return StoreAddress(
            host: try setting("\(prefix)_HOST"), port: number, database: environment["\(prefix)_DATABASE"] ?? "",
            username: try file("/var/run/secrets/\(store)/username"),
            password: try file("/var/run/secrets/\(store)/password"))
    }

    /// The base URL of a service, an MCP server or a vendor: `http://ads.services.svc.cluster.local`.
    package func url(of dependency: String) throws -> String {
        try setting("\(Self.variablePrefix(of: dependency))_URL")
    }

    /// The token that calls to the vendor `external` carry.
    package func token(of external: String) throws -> String {
        try file("/var/run/secrets/\(external)/token")
    }

    /// Sends a request to `url`, which is absolute.
    package func send(
        _ method: Method, _ url: String, fields: Fields = Fields(), body: [UInt8] = []
    ) async throws -> Response {
        guard let request = Request(method, url: url, fields: fields, body: body) else {
            throw NetworkError.nameNotResolved(url)
        }
        return try await network.send(request)
    }

    /// Sends a JSON document, or nothing, and reads the JSON that comes back.
    ///
    /// - Throws: `UpstreamError` for a status of 400 and above, and for a body that is not JSON.
    package func json(
        _ method: Method, _ url: String, _ document: JSON? = nil, fields: Fields = Fields()
    ) async throws -> JSON {
        var fields = fields
        fields["accept"] = "application/json"
        if document != nil { fields["content-type"] = "application/json" }
        let response = try await send(method, url, fields: fields, body: document?.bytes ?? [])
        let body = try await response.collectedBody()
        if response.status.code >= 400 {
            throw UpstreamError(
                method: method, url: url, status: response.status, body: String(decoding: body, as: UTF8.self))
        }
        if body.isEmpty { return .null }
        guard let value = try? JSON.parse(body) else {
            throw UpstreamError(method: method, url: url, status: response.status, body: "the body is not JSON")
        }
        return value
    }
}

/// The manifest does not give a container something that its image needs.
package struct MissingSetting: Error, Equatable, Sendable, CustomStringConvertible {
    package let description: String

    init(variable: String, of container: String) {
        description = "the container '\(container)' has no usable environment variable '\(variable)'"
    }

    init(file: String, of container: String) {
        description = "the container '\(container)' has no file mounted at '\(file)'"
    }
}

/// A dependency answered with an error.
package struct UpstreamError: Error, Sendable, CustomStringConvertible {
    package var method: Method
    package var url: String
    package var status: Status
    package var body: String

    package init(method: Method, url: String, status: Status, body: String) {
        self.method = method
        self.url = url
        self.status = status
        self.body = body
    }

    package var description: String { "\(method) \(url) answered \(status): \(body.prefix(500))" }
}
