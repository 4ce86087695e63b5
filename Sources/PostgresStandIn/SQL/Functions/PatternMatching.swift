import Fidelity
import Foundation
import Synchronization

/// `LIKE` and regular expressions.
enum PatternMatching {
    static let fidelity = Fidelity.approximate("the regular expressions are ICU's, not PostgreSQL's own dialect")

    /// `text LIKE pattern`, with `\` as the escape.
    static func like(_ text: String, _ pattern: String) throws(PostgresError) -> Bool {
        let (subject, wanted) = (Array(text.unicodeScalars), Array(pattern.unicodeScalars))
        var (i, j) = (0, 0)
        var star: (i: Int, j: Int)?
        while i < subject.count {
            if j < wanted.count, wanted[j] == "%" {
                star = (i, j)
                j += 1
                continue
            }
            if j < wanted.count {
                let isEscape = wanted[j] == "\\"
                if isEscape, j + 1 >= wanted.count {
                    throw PostgresError("22025", "LIKE pattern must not end with escape character")
                }
                let literal = isEscape ? wanted[j + 1] : wanted[j]
                if !isEscape && wanted[j] == "_" || literal == subject[i] {
                    i += 1
                    j += isEscape ? 2 : 1
                    continue
                }
            }
            guard let last = star else { return false }
            star = (last.i + 1, last.j)
            (i, j) = (last.i + 1, last.j + 1)
        }
        while j < wanted.count, wanted[j] == "%" { j += 1 }
        return j == wanted.count
    }

    /// A pattern with its own escape character, as one with `\`.
    static func escaped(_ pattern: String, by escape: String) throws(PostgresError) -> String {
        guard escape.unicodeScalars.count <= 1 else {
            throw PostgresError("22025", "invalid escape string", hint: "Escape string must be empty or one character.")
        }
        var out = ""
        var isEscaped = false
        for character in pattern {
            if isEscaped {
                out += "\\" + String(character)
                isEscaped = false
            } else if String(character) == escape {
                isEscaped = true
            } else {
                out += character == "\\" ? "\\\\" : String(character)
            }
        }
        return out
    }

    // MARK: Regular expressions

    private static let cache = Mutex<[String: NSRegularExpression]>([:])

    private static func compiled(_ pattern: String, _ flags: String) throws(PostgresError) -> NSRegularExpression {
        let key = flags + "/" + pattern
        if let known = cache.withLock({ $0[key] }) { return known }
        var options: NSRegularExpression.Options = []
        if flags.contains("i") { options.insert(.caseInsensitive) }
        if flags.contains("x") { options.insert(.allowCommentsAndWhitespace) }
        if flags.contains("n") || flags.contains("m") {
            options.insert(.anchorsMatchLines)
        } else {
            options.insert(.dotMatchesLineSeparators)
        }
        // `\m`, `\M` and `\y` are PostgreSQL's word boundaries.
        let translated = pattern.replacing("\\y", with: "\\b").replacing("\\m", with: "\\b(?=\\w)").replacing(
            "\\M", with: "\\b(?<=\\w)")
        guard let expression = try? NSRegularExpression(pattern: translated, options: options) else {
            throw .badRegularExpression(reason(pattern))
        }
        cache.withLock { cache in
            if cache.count > 256 { cache.removeAll() }
            cache[key] = expression
        }
        return expression
    }

    private static func reason(_ pattern: String) -> String {
        let opens = pattern.filter { $0 == "(" }.count, closes = pattern.filter { $0 == ")" }.count
        if opens != closes { return "parentheses () not balanced" }
        if pattern.filter({ $0 == "[" }).count != pattern.filter({ $0 == "]" }).count {
            return "brackets [] not balanced"
        }
        return "quantifier operand invalid"
    }

    private static func range(_ text: String) -> NSRange { NSRange(text.startIndex..., in: text) }

    static func matches(_ text: String, _ pattern: String, flags: String = "") throws(PostgresError) -> Bool {
        try compiled(pattern, flags).firstMatch(in: text, range: range(text)) != nil
    }

    static func groups(_ text: String, _ pattern: String) throws(PostgresError) -> [String?]? {
        guard let match = try compiled(pattern, "").firstMatch(in: text, range: range(text)) else { return nil }
        let all = (0..<match.numberOfRanges).map { Range(match.range(at: $0), in: text).map { String(text[$0]) } }
        return all.count > 1 ? Array(all.dropFirst()) : all
    }

    static func first(_ text: String, _ pattern: String) throws(PostgresError) -> String? {
        try groups(text, pattern)?.first ?? nil
    }

    static func split(_ text: String, by pattern: String) throws(PostgresError) -> [String] {
        var parts: [String] = []
        var start = text.startIndex
        for match in try compiled(pattern, "").matches(in: text, range: range(text)) {
            guard let found = Range(match.range, in: text) else { continue }
            if found.isEmpty, found.lowerBound == start || found.lowerBound == text.endIndex { continue }
            parts.append(String(text[start..<found.lowerBound]))
            start = found.upperBound
        }
        return parts + [String(text[start...])]
    }

    static func replace(_ text: String, _ pattern: String, _ replacement: String, flags: String) throws(PostgresError)
        -> String
    {
        let expression = try compiled(pattern, flags.filter { $0 != "g" })
        var matches = expression.matches(in: text, range: range(text))
        if !flags.contains("g") { matches = Array(matches.prefix(1)) }
        var out = ""
        var start = text.startIndex
        for match in matches {
            guard let found = Range(match.range, in: text) else { continue }
            out += text[start..<found.lowerBound]
            var isEscaped = false
            for character in replacement {
                if isEscaped {
                    if let group = character.wholeNumberValue, group < match.numberOfRanges {
                        out += Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
                    } else if character == "&" {
                        out += text[found]
                    } else {
                        out += character == "\\" ? "\\" : "\\" + String(character)
                    }
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else {
                    out.append(character)
                }
            }
            start = found.upperBound
        }
        return out + text[start...]
    }
}
