/// A regular expression from a manifest, kept as text so that values can be compared and sent.
package struct RegularExpression: Hashable, Sendable {
    package let text: String

    /// nil when it is none.
    package init?(_ text: String) {
        guard (try? Regex(text)) != nil else { return nil }
        self.text = text
    }

    /// Whether it fits somewhere in `candidate`, as an ALB asks.
    package func isFound(in candidate: String) -> Bool {
        guard let regex = try? Regex(text) else { return false }
        return (try? regex.firstMatch(in: candidate)) != nil
    }

    /// Whether it fits the whole of `candidate`, as Envoy asks.
    package func fits(_ candidate: String) -> Bool {
        guard let regex = try? Regex(text) else { return false }
        return (try? regex.wholeMatch(in: candidate)) != nil
    }
}
