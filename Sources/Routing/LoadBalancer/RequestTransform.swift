package import HTTP

/// What a rule changes about a request before it goes to a target; the rule's conditions saw it as it was.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html.
package struct RequestTransform: Equatable, Sendable {
    /// A pattern and what is put where it is found. Captures are `$1` to `$9`, and a dollar sign is `$$`.
    package struct Rewrite: Equatable, Sendable {
        package var pattern: RegularExpression
        package var replacement: String

        package init(pattern: RegularExpression, replacement: String) {
            self.pattern = pattern
            self.replacement = replacement
        }

        /// `text` with the first place where the pattern fits replaced; `text` itself when it fits nowhere, and nil for a
        /// capture that the pattern does not have.
        func applied(to text: String) -> String? {
            guard let found = pattern.firstMatch(in: text) else { return text }
            var result = String(text[..<found.range.lowerBound])
            var rest = replacement[...]
            while let mark = rest.firstIndex(of: "$") {
                result += rest[..<mark]
                rest = rest[mark...].dropFirst()
                guard let next = rest.first else { return nil }
                if next == "$" {
                    result.append("$")
                } else {
                    guard let number = next.wholeNumberValue, next.isASCII, number < found.captures.count else {
                        return nil
                    }
                    result += found.captures[number]
                }
                rest = rest.dropFirst()
            }
            return result + rest + text[found.range.upperBound...]
        }
    }

    package var host: Rewrite?
    package var url: Rewrite?

    package init(host: Rewrite? = nil, url: Rewrite? = nil) {
        self.host = host
        self.url = url
    }

    /// The request as it goes on; nil when a pattern fits and what it makes is no host or no target, which an ALB answers
    /// with 500.
    package func applied(to request: Request) -> Request? {
        var changed = request
        if let host {
            guard let name = host.applied(to: request.host), !name.isEmpty,
                name.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") })
            else { return nil }
            if name != request.host {
                changed.authority = name
                changed.fields["host"] = name
            }
        }
        if let url {
            guard let target = url.applied(to: request.target), target.hasPrefix("/"),
                target.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
            else { return nil }
            let mark = target.firstIndex(of: "?")
            changed.path = String(target[..<(mark ?? target.endIndex)])
            changed.query = mark.map { String(target[target.index(after: $0)...]) }
        }
        return changed
    }
}
