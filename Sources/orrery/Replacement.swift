import Generator
import YAMLTree

/// The part of a field's value that is another: whole words, so that `staging` for `production` is the same in every
/// name that has it.
struct Replacement: Hashable {
    enum Kind: Hashable {
        case text(old: String, new: String)
        case onlyInFirst(String)
        case onlyInSecond(String)
        /// A number that the generator derives from the ConfigMap: each is another, and none says anything.
        case fingerprint
    }

    var kind: Kind

    init(_ field: FieldDifference) {
        if field.path.steps.last == .key("orrery.dev/configuration") {
            kind = .fingerprint
            return
        }
        switch (field.old, field.new) {
        case (.string(let old)?, .string(let new)?):
            let (a, b) = Self.replaced(old, new)
            kind = .text(old: a, new: b)
        case (let old?, let new?): kind = .text(old: old.inline, new: new.inline)
        case (let old?, nil): kind = .onlyInFirst(old.inline)
        case (nil, let new?): kind = .onlyInSecond(new.inline)
        case (nil, nil): kind = .text(old: "", new: "")
        }
    }

    func title(_ first: String, _ second: String) -> String {
        switch kind {
        case .text(let old, let new): "- \(shown(old))\n+ \(shown(new))"
        case .onlyInFirst(let value): "- \(shown(value))   (only in \(first))"
        case .onlyInSecond(let value): "+ \(shown(value))   (only in \(second))"
        case .fingerprint: "a fingerprint of the ConfigMap, which differs"
        }
    }

    private func shown(_ text: String) -> String {
        let limit = 110
        let line = text.replacing("\n", with: "\\n")
        return line.count > limit ? "\(line.prefix(limit))…" : line.isEmpty ? "''" : line
    }

    /// What is left when the common beginning and end are taken away up to the next boundary of a word.
    private static func replaced(_ old: String, _ new: String) -> (String, String) {
        let (a, b) = (Array(old), Array(new))
        var start = zip(a, b).prefix { $0 == $1 }.count
        while start > 0, !isBoundary(a[start - 1]) { start -= 1 }
        let rest = min(a.count, b.count) - start
        var end = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
        end = min(end, rest)
        while end > 0, !isBoundary(a[a.count - end]) { end -= 1 }
        return (String(a[start..<(a.count - end)]), String(b[start..<(b.count - end)]))
    }

    private static func isBoundary(_ character: Character) -> Bool { "/,:@= \"'\n;?&#[](){}".contains(character) }
}
