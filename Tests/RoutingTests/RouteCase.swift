import Diagnostics
import HTTP
import Routing
import Testing

/// One request and the route it takes: `GET api.example /content?x=1 name:value => content:80 GET /content?x=1`.
///
/// The right side is a Service with its port, then the request as the Service gets it when that is asked; a status with
/// the address of a redirect; a status alone; or `nothing` where no route fits.
struct RouteCase: Sendable, CustomStringConvertible {
    var scenario: String
    var manifests: String
    var line: String

    var description: String { "\(scenario): \(line)" }

    static func scenario(_ name: String, _ manifests: String, _ lines: String) -> [RouteCase] {
        lines.split(separator: "\n").map { RouteCase(scenario: name, manifests: manifests, line: String($0)) }
    }

    func check() throws {
        let (routes, _) = gatewayRoutes(manifests)
        let arrow = try #require(line.firstRange(of: " => "))
        let words = line[..<arrow.lowerBound].split(separator: " ").map(String.init)
        let expected = line[arrow.upperBound...].split(separator: " ").map(String.init)
        var request = Request(Method(words[0]), words[2], authority: words[1])
        for field in words.dropFirst(3) {
            let parts = field.split(separator: ":", maxSplits: 1)
            request.fields.append(String(parts[0]), String(parts[1]))
        }
        let match = routes.match(request)
        let actual = Self.words(of: match, for: request)
        #expect(Array(actual.prefix(expected.count)) == expected, "\(match?.reason ?? "no route")")
    }

    /// Everything that a right side may say, in its order.
    private static func words(of match: GatewayMatch?, for request: Request) -> [String] {
        switch match?.outcome {
        case nil: return ["nothing"]
        case .failure(let status, _): return ["\(status.code)"]
        case .redirect(let target): return ["\(target.status.code)", target.location]
        case .forward(let backends):
            guard let match, let backend = backends.first else { return [] }
            if backend.fault != nil { return ["fault"] }
            let forwarded = match.forwarded(request, to: backend)
            let fields = forwarded.fields.map { "\($0.name):\($0.value)" }
            return ["\(backend.service):\(backend.port)", forwarded.authority, forwarded.target] + fields
        }
    }
}
