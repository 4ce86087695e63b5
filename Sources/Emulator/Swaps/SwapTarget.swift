import HTTP
package import Serving

/// A real server that plays a part.
package struct SwapTarget: Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable { case http, redis, postgres, mongo }

    package let kind: Kind
    package let host: String
    package let port: Int
    package let username: String
    package let password: String
    /// The path of an HTTP server, or the database of another.
    package let path: String
    /// How the connection is encrypted; nil for plain bytes.
    package let tls: ClientTLS?
    /// The database that a MongoDB user is known in.
    let authSource: String
    private let scheme: String
    private let client: HTTPClient?

    /// - Throws: `UnusableSwapTarget` for what names no server.
    package init(url: String) throws {
        guard let schemeEnd = url.firstRange(of: "://") else {
            throw UnusableSwapTarget(url: url, reason: "it is no URL")
        }
        scheme = url[..<schemeEnd.lowerBound].lowercased()
        guard let (kind, usualPort) = Self.schemes[scheme] else {
            throw UnusableSwapTarget(url: url, reason: "the scheme is none of \(Self.schemeList)")
        }
        self.kind = kind
        let rest = url[schemeEnd.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        let path = rest[authority.endIndex...]
        self.path = kind == .http ? (path == "/" ? "" : String(path)) : String(path.drop { $0 == "/" })
        let at = authority.lastIndex(of: "@")
        let userInfo = (at.map { authority[..<$0] } ?? "").split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        username = userInfo.first.map { String($0).percentDecoded() } ?? ""
        password = userInfo.count > 1 ? String(userInfo[1]).percentDecoded() : ""
        let hostAndPort = (at.map { authority[authority.index(after: $0)...] } ?? authority)
            .split(separator: ":", omittingEmptySubsequences: false)
        host = hostAndPort.first.map(String.init) ?? ""
        guard !host.isEmpty, hostAndPort.count <= 2 else {
            throw UnusableSwapTarget(url: url, reason: "it names no host")
        }
        guard let port = hostAndPort.count == 2 ? UInt16(hostAndPort[1]).map(Int.init) : usualPort else {
            throw UnusableSwapTarget(url: url, reason: "'\(hostAndPort[1])' is no port")
        }
        self.port = port
        let options = try SwapOptions(url: url, kind: kind, scheme: scheme)
        tls = try options.tls(host: host)
        authSource = options.authSource ?? (self.path.isEmpty ? "admin" : self.path)
        client = kind == .http ? try HTTPClient(host: host, port: port, isTLS: scheme == "https") : nil
    }

    private static let schemes: [String: (Kind, Int)] = [
        "http": (.http, 80), "https": (.http, 443), "redis": (.redis, 6379), "rediss": (.redis, 6379),
        "postgres": (.postgres, 5432), "postgresql": (.postgres, 5432), "mongodb": (.mongo, 27017),
    ]
    private static let schemeList = "http, https, redis, rediss, postgres and mongodb"

    package var address: ListenAddress { ListenAddress(host: host, port: port) }

    /// Without the password.
    package var description: String {
        let user = username.isEmpty ? "" : "\(username)@"
        let path = path.isEmpty || path.hasPrefix("/") ? path : "/\(path)"
        return "\(scheme)://\(user)\(host):\(port)\(path)"
    }

    /// Sends a request to the real server, under its own name.
    func respond(to request: Request) async -> Response {
        guard let client else { return .problem(.badGateway, "\(self) does not speak HTTP").explained("\(self)") }
        var request = request
        let isUsual = port == (scheme == "https" ? 443 : 80)
        request.scheme = scheme
        request.authority = isUsual ? host : "\(host):\(port)"
        request.fields["host"] = request.authority
        request.path = path + request.path
        do {
            return try await client.send(request)
        } catch {
            return .problem(.badGateway, "\(self) gives no answer: \(error)").explained("\(error)")
        }
    }
}

/// A URL that nothing can be swapped for.
package struct UnusableSwapTarget: Error, Sendable, CustomStringConvertible {
    package var url: String
    package var reason: String

    package var description: String { "nothing can be swapped for '\(url)': \(reason)" }
}
