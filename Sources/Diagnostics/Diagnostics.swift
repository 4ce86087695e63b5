/// What is wrong with a file a person wrote, said so that they can put it right.
///
/// A check makes `Diagnostic` values and goes on; nothing in this target prints. A renderer turns the values of one
/// run into terminal text, JSON or CI annotations. Messages follow one form: lower case, no full stop, the user's own
/// names in single quotes, saying what *is*; what to do goes to `help`. Ids are stable kebab-case words.
package struct Diagnostic: Equatable, Sendable {
    package enum Severity: String, Sendable, Comparable {
        case warning, error

        package static func < (lhs: Severity, rhs: Severity) -> Bool { lhs == .warning && rhs == .error }
    }

    package var severity: Severity
    /// A stable kebab-case word such as `unknown-service`.
    package var id: String
    package var message: String
    /// Where the cause stands; nil when no file is to blame.
    package var span: SourceSpan?
    package var notes: [Note]
    package var help: String?

    package init(
        _ id: String, _ message: String, at span: SourceSpan? = nil, severity: Severity = .error,
        notes: [Note] = [], help: String? = nil
    ) {
        self.severity = severity
        self.id = id
        self.message = message
        self.span = span
        self.notes = notes
        self.help = help
    }

    /// A second fact that explains the first, with its own place if it has one.
    package struct Note: Equatable, Sendable {
        package var message: String
        package var span: SourceSpan?

        package init(_ message: String, at span: SourceSpan? = nil) {
            self.message = message
            self.span = span
        }
    }
}
