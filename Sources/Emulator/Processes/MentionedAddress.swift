/// An address in the value of a variable, and how the value says another one in its place.
///
/// Three forms are understood: a URL with any scheme and user, `host:port`, and a `…_HOST` with a `…_PORT` beside it.
struct MentionedAddress: Hashable {
    /// `https`, `redis`; empty where no URL says it.
    var scheme: String
    var host: String
    var port: Int

    private static let usualPorts = [
        "http": 80, "https": 443, "ws": 80, "wss": 443, "redis": 6379, "rediss": 6379, "postgres": 5432,
        "postgresql": 5432, "mongodb": 27017,
    ]
    private static let webSchemes = ["https": "http", "wss": "ws"]

    /// The address in `variables[name]`; nil for a value that mentions none.
    init?(in name: String, _ variables: [String: String]) {
        guard let value = variables[name] else { return nil }
        if let url = Self.parts(ofURL: value) {
            guard let port = url.port ?? Self.usualPorts[url.scheme] else { return nil }
            self.init(scheme: url.scheme, host: url.host, port: port)
        } else if name.hasSuffix("_HOST"), let port = variables[Self.companion(of: name)].flatMap({ Int($0) }) {
            self.init(scheme: "", host: value, port: port)
        } else {
            let sides = value.split(separator: ":", omittingEmptySubsequences: false)
            guard sides.count == 2, let port = UInt16(sides[1]), sides[0].contains(where: \.isLetter) else {
                return nil
            }
            self.init(scheme: "", host: String(sides[0]), port: Int(port))
        }
    }

    private init(scheme: String, host: String, port: Int) {
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
    }

    /// The variables whose values change when the address in the variable `name` does, with their new values.
    ///
    /// An edge speaks plain HTTP, so that `https` becomes `http`; the other protocols are spoken with TLS or without.
    func rewritten(
        _ name: String, _ variables: [String: String], to address: (host: String, port: Int)
    ) -> [(name: String, value: String)] {
        let value = variables[name] ?? ""
        if let url = Self.parts(ofURL: value) {
            let scheme = Self.webSchemes[url.scheme] ?? url.scheme
            return [(name, "\(scheme)://\(url.userInfo)\(address.host):\(address.port)\(url.rest)")]
        }
        if value.contains(":") { return [(name, "\(address.host):\(address.port)")] }
        return [(name, address.host), (Self.companion(of: name), "\(address.port)")]
    }

    private static func companion(of name: String) -> String { name.dropLast("HOST".count) + "PORT" }

    private static func parts(
        ofURL value: String
    ) -> (scheme: String, userInfo: String, host: String, port: Int?, rest: String)? {
        guard let schemeEnd = value.firstRange(of: "://"), schemeEnd.lowerBound != value.startIndex,
            value[..<schemeEnd.lowerBound].allSatisfy({ $0.isLetter || $0.isNumber || "+-.".contains($0) })
        else { return nil }
        let after = value[schemeEnd.upperBound...]
        let authority = after.prefix { !"/?#".contains($0) }
        let userEnd = authority.lastIndex(of: "@").map { authority.index(after: $0) } ?? authority.startIndex
        let sides = authority[userEnd...].split(separator: ":", omittingEmptySubsequences: false)
        guard let host = sides.first, !host.isEmpty, sides.count <= 2 else { return nil }
        return (
            value[..<schemeEnd.lowerBound].lowercased(), String(authority[..<userEnd]), String(host),
            sides.count == 2 ? Int(sides[1]) : nil, String(after[authority.endIndex...])
        )
    }
}
