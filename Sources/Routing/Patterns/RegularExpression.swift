/// A regular expression from a manifest, kept as text so that values can be compared and sent.
package struct RegularExpression: Hashable, Sendable {
    package let text: String

    /// nil when it is none.
    package init?(_ text: String) {
        guard (try? Regex(text)) != nil else { return nil }
        self.text = text
    }

    /// Whether `text` has what Swift's regular expressions know and AWS's do not: lookaround, backreferences, atomic
    /// groups and possessive quantifiers.
    static func usesMoreThanAWS(_ text: String) -> Bool {
        let marks = ["(?=", "(?!", "(?<=", "(?<!", "(?>", "*+", "++", "?+", "\\p{", "\\k<"]
        if marks.contains(where: text.contains) { return true }
        return (try? Regex(#"(?:^|[^\\])(?:\\\\)*\\[1-9]"#)).map { (try? $0.firstMatch(in: text)) != nil } ?? false
    }

    /// The first place where it fits, and what its groups have there: the whole at 0, and nothing for a group that took no
    /// part.
    func firstMatch(in candidate: String) -> (range: Range<String.Index>, captures: [Substring])? {
        guard let regex = try? Regex(text), let match = try? regex.firstMatch(in: candidate) else { return nil }
        return (match.range, match.output.map { $0.substring ?? "" })
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
