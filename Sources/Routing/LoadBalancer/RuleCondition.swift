import HTTP
package import Kubernetes

/// One condition of a listener rule: one of its values fits.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html.
package enum RuleCondition: Equatable, Sendable {
    case host([Pattern])
    case path([Pattern])
    case header(name: String, [Pattern])
    case method([String])
    case query([QueryPattern])
    case sourceAddress([CIDRBlock], text: [String])

    /// A value with wildcards, or a regular expression.
    package enum Pattern: Equatable, Sendable {
        case glob(GlobPattern)
        case regex(RegularExpression)

        func matches(_ text: String) -> Bool {
            switch self {
            case .glob(let glob): glob.matches(text)
            case .regex(let regex): regex.isFound(in: text)
            }
        }

        package var text: String {
            switch self {
            case .glob(let glob): glob.text
            case .regex(let regex): regex.text
            }
        }
    }

    /// A parameter of the query; any parameter with the value when the key is nil.
    package struct QueryPattern: Equatable, Sendable {
        package var key: GlobPattern?
        package var value: GlobPattern

        package init(key: GlobPattern?, value: GlobPattern) {
            self.key = key
            self.value = value
        }
    }

    func holds(for request: Request) -> Bool {
        switch self {
        case .host(let patterns): patterns.contains { $0.matches(request.host) }
        case .path(let patterns): patterns.contains { $0.matches(request.path) }
        case .header(let name, let patterns):
            request.fields.all(name).contains { value in patterns.contains { $0.matches(value) } }
        case .method(let methods): methods.contains(request.method.rawValue)
        case .query(let patterns):
            request.queryForm.pairs.contains { pair in
                patterns.contains { $0.key?.matches(pair.name) ?? true && $0.value.matches(pair.value) }
            }
        case .sourceAddress(let blocks, _):
            request.remoteAddress.flatMap { IPAddress($0) }.map { address in
                blocks.contains { $0.contains(address) }
            } ?? false
        }
    }

    /// `path /api or /api/*`.
    var summary: String {
        switch self {
        case .host(let patterns): "host " + Self.alternatives(patterns.map(\.text))
        case .path(let patterns): "path " + Self.alternatives(patterns.map(\.text))
        case .header(let name, let patterns): "header \(name) " + Self.alternatives(patterns.map(\.text))
        case .method(let methods): "method " + Self.alternatives(methods)
        case .query(let patterns):
            "query " + Self.alternatives(patterns.map { ($0.key.map { "\($0.text)=" } ?? "") + $0.value.text })
        case .sourceAddress(_, let text): "source " + Self.alternatives(text)
        }
    }

    /// How many values AWS counts.
    var valueCount: Int {
        switch self {
        case .host(let patterns), .path(let patterns), .header(_, let patterns): patterns.count
        case .method(let methods): methods.count
        case .query(let patterns): patterns.count
        case .sourceAddress(let blocks, _): blocks.count
        }
    }

    var wildcardCount: Int {
        switch self {
        case .host(let patterns), .path(let patterns), .header(_, let patterns):
            patterns.reduce(0) { sum, pattern in
                if case .glob(let glob) = pattern { sum + glob.wildcardCount } else { sum }
            }
        case .query(let patterns): patterns.reduce(0) { $0 + ($1.key?.wildcardCount ?? 0) + $1.value.wildcardCount }
        case .method, .sourceAddress: 0
        }
    }

    /// Whether every request for which `other` holds makes this one hold too.
    func covers(_ other: RuleCondition) -> Bool {
        switch (self, other) {
        case (.host(let mine), .host(let theirs)), (.path(let mine), .path(let theirs)): Self.covers(mine, theirs)
        case (.header(let name, let mine), .header(let otherName, let theirs)):
            name.lowercased() == otherName.lowercased() && Self.covers(mine, theirs)
        case (.method(let mine), .method(let theirs)): theirs.allSatisfy(mine.contains)
        case (.query, .query), (.sourceAddress, .sourceAddress): self == other
        case (.path(let mine), _): mine.contains { $0.text == "/*" || $0.text == "*" }
        default: false
        }
    }

    private static func covers(_ mine: [Pattern], _ theirs: [Pattern]) -> Bool {
        theirs.allSatisfy { theirs in
            mine.contains { mine in
                switch (mine, theirs) {
                case (.glob(let mine), .glob(let theirs)): mine.covers(theirs)
                case (.regex(let mine), .regex(let theirs)): mine == theirs
                case (.glob, .regex), (.regex, .glob): false
                }
            }
        }
    }

    private static func alternatives(_ values: [String]) -> String { values.joined(separator: " or ") }
}
