import Foundation

/// The regular expression of each format, made once: a large blueprint asks some ten thousand times.
struct Expressions: Sendable {
    static let shared = Expressions()

    private let expressions: [Format: NSRegularExpression]

    private init() {
        expressions = Dictionary(
            uniqueKeysWithValues: Format.allCases.map { format in
                guard let expression = try? NSRegularExpression(pattern: "\\A(?:\(format.pattern))\\z") else {
                    preconditionFailure("the pattern of '\(format)' is no regular expression")
                }
                return (format, expression)
            })
    }

    /// Whether a text as a whole has the form.
    func match(_ text: String, _ format: Format) -> Bool {
        guard let expression = expressions[format] else { return false }
        return expression.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
    }
}
