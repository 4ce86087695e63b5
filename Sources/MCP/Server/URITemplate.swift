import HTTP

/// A URI template with simple expressions (level 1 of RFC 6570), to match URIs against.
struct URITemplate: Sendable {
    private enum Part {
        case literal(String)
        case expression(String)
    }

    private let parts: [Part]

    /// A brace without its partner is taken as it stands.
    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.literal(String(rest[..<open]))) }
            parts.append(.expression(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.literal(String(rest))) }
        self.parts = parts
    }

    /// What the expressions stand for in `uri`, percent-decoded; nil when it does not fit. An expression takes all up to
    /// the next place where the literal after it stands.
    func values(in uri: String) -> [String: String]? {
        var values: [String: String] = [:]
        var rest = uri[...]
        for (index, part) in parts.enumerated() {
            switch part {
            case .literal(let text):
                guard rest.hasPrefix(text) else { return nil }
                rest = rest.dropFirst(text.count)
            case .expression(let name):
                let end = end(ofExpression: index, in: rest)
                guard let end, end > rest.startIndex, !rest[..<end].contains("/") else { return nil }
                values[name] = String(rest[..<end]).percentDecoded()
                rest = rest[end...]
            }
        }
        return rest.isEmpty ? values : nil
    }

    private func end(ofExpression index: Int, in rest: Substring) -> Substring.Index? {
        guard index + 1 < parts.count, case .literal(let next) = parts[index + 1] else {
            return rest.firstIndex(of: "/") ?? rest.endIndex
        }
        return rest.firstRange(of: next)?.lowerBound
    }
}
