import Diagnostics
import HTTP
import Kubernetes
import Routing
import Testing

/// One request and what a load balancer does with it: `GET 443 api.example.com /content?x=1 name:value => content:80`.
///
/// The right side is a Service with its port, a status, a status with the address of a redirect, or `nothing` where no
/// listener is.
struct LoadBalancerCase: Sendable, CustomStringConvertible {
    var scenario: String
    var manifests: String
    var line: String

    var description: String { "\(scenario): \(line)" }

    static func scenario(_ name: String, _ manifests: String, _ lines: String) -> [LoadBalancerCase] {
        lines.split(separator: "\n").map {
            LoadBalancerCase(scenario: name, manifests: manifests, line: String($0))
        }
    }

    /// Left and right side in words; nil when the line has a slip of the pen.
    private var sides: (request: [String], expected: String)? {
        guard let arrow = line.firstRange(of: " => ") else { return nil }
        let words = line[..<arrow.lowerBound].split(separator: " ").map(String.init)
        return words.count >= 4 ? (words, String(line[arrow.upperBound...])) : nil
    }

    func check() throws {
        let (rules, diagnostics) = loadBalancers(manifests)
        #expect(diagnostics.filter { $0.severity == .error } == [])
        let (words, expected) = try #require(sides)
        var request = Request(
            Method(words[0]), words[3], scheme: words[1] == "443" ? "https" : "http", authority: words[2])
        request.remoteAddress = "198.51.100.7"
        for field in words.dropFirst(4) {
            let parts = field.split(separator: ":", maxSplits: 1)
            request.fields.append(String(parts[0]), String(parts[1]))
        }
        let decision = rules.decide(request, port: try #require(Int(words[1])))
        #expect(Self.text(of: decision) == expected, "\(decision?.reason ?? "")")
    }

    private static func text(of decision: LoadBalancerDecision?) -> String {
        switch decision?.outcome {
        case nil: return "nothing"
        case .fixedResponse(let fixed): return "\(fixed.status.code)"
        case .redirect(let target): return "\(target.status.code) \(target.location)"
        case .forward(let groups):
            return groups.map { group in
                switch group.target {
                case .external(let name): return name
                case .service(_, let name, .number(let port)): return "\(name):\(port)"
                case .service(_, let name, .name(let port)): return "\(name):\(port)"
                }
            }.joined(separator: " ")
        }
    }
}
