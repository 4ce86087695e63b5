import Foundation

/// A pattern of `$regex`, in the options that MongoDB takes: `i`, `m`, `s`, `x`, `u`.
///
/// MongoDB uses PCRE2; this uses ICU's engine, which agrees on everything but a few rare constructs.
struct RegularExpression {
    let pattern: String
    let options: String
    private let compiled: NSRegularExpression
    /// The whole pattern is a literal to be found at the start, which needs no engine and can use an index.
    let literalPrefix: String?

    init(pattern: String, options: String) throws {
        var flags: NSRegularExpression.Options = []
        for option in options {
            guard let flag = Self.flags[option] else {
                throw MongoError(.location(51108), "invalid flag in regex options: \(option)")
            }
            flags.formUnion(flag)
        }
        guard !pattern.utf8.contains(0) else {
            throw MongoError(.badValue, "Regular expression cannot contain an embedded null byte")
        }
        if pattern.utf8.count > Self.lengthLimit { throw MongoError(.badValue, "Regular expression is too long") }
        self.pattern = pattern
        self.options = options
        // In PCRE `$` also matches before a last line break, as in ICU; both need nothing special.
        do { compiled = try NSRegularExpression(pattern: pattern, options: flags) } catch {
            throw MongoError(.location(51091), "Regular expression is invalid: \(pattern)")
        }
        let literal = pattern.dropFirst()
        let isLiteral =
            options.isEmpty && pattern.first == "^"
            && literal.utf8.allSatisfy { $0 >= 128 || $0 == 32 || $0 == 95 || $0 == 45 || Self.isAlphanumeric($0) }
        literalPrefix = isLiteral ? String(literal) : nil
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static let flags: [Character: NSRegularExpression.Options] = [
        "i": .caseInsensitive, "m": .anchorsMatchLines, "s": .dotMatchesLineSeparators,
        "x": .allowCommentsAndWhitespace, "u": [],
    ]

    private static let lengthLimit = 32_764
    /// How often the engine may say that it is still at work, which it does every 10 000 steps; PCRE2 gives up after
    /// ten million.
    private static let patience = 1000

    /// - Throws: `MongoError` 51156 for a pattern that tries too many ways.
    private func firstMatch(in text: String, range: NSRange) throws -> NSTextCheckingResult? {
        var reports = 0
        var found: NSTextCheckingResult?
        compiled.enumerateMatches(in: text, options: [.reportProgress], range: range) { result, _, stop in
            if let result {
                found = result
                stop.pointee = true
            } else {
                reports += 1
                if reports > Self.patience { stop.pointee = true }
            }
        }
        if found == nil, reports > Self.patience {
            throw MongoError(
                .location(51156), "Error occurred while executing the regular expression. Result code: -47")
        }
        return found
    }

    /// Strings that contain the pattern, and the very same regular expression.
    func matches(_ value: BSONValue?) throws -> Bool {
        switch value {
        case .string(let text), .symbol(let text):
            if let literalPrefix { return text.utf8.starts(with: literalPrefix.utf8) }
            return try firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
        case .regex(let pattern, let options):
            return pattern.hasSameBytes(as: self.pattern) && options.hasSameBytes(as: self.options)
        default: return false
        }
    }

    /// One match: what matched, where it starts in characters of Unicode, and the groups.
    struct Match {
        var text: String
        var index: Int
        var groups: [String?]
        /// In UTF-16 units, for going on behind it.
        var end: Int
        var start: Int
    }

    func match(in text: String, from start: Int = 0) throws -> Match? {
        let units = text as NSString
        guard start <= units.length,
            let result = try firstMatch(in: text, range: NSRange(location: start, length: units.length - start))
        else { return nil }
        let groups = (1..<max(1, result.numberOfRanges)).map { group -> String? in
            let range = result.range(at: group)
            return range.location == NSNotFound ? nil : units.substring(with: range)
        }
        return Match(
            text: units.substring(with: result.range),
            index: units.substring(to: result.range.location).unicodeScalars.count, groups: groups,
            end: result.range.location + result.range.length, start: result.range.location)
    }
}
