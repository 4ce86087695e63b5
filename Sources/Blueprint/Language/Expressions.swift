import Foundation
import Synchronization

/// The regular expression of each format, made when it is first asked for, and what it said: a large blueprint asks some
/// ten thousand times, and of most names three times.
final class Expressions: Sendable {
    static let shared = Expressions()

    private struct Question: Hashable {
        var text: String
        var format: Format
    }

    private struct State {
        var expressions: [Format: NSRegularExpression] = [:]
        var answers: [Question: Bool] = [:]
    }

    /// More are not kept: a program that reads many blueprints must not grow.
    private static let capacity = 65_536

    private let state = Mutex(State())

    private init() {}

    /// Whether a text as a whole has the form.
    func match(_ text: String, _ format: Format) -> Bool {
        let question = Question(text: text, format: format)
        return state.withLock { state in
            if let known = state.answers[question] { return known }
            let expression = state.expressions[format] ?? Self.expression(of: format)
            state.expressions[format] = expression
            let answer = expression.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
            if state.answers.count >= Self.capacity { state.answers = [:] }
            state.answers[question] = answer
            return answer
        }
    }

    private static func expression(of format: Format) -> NSRegularExpression {
        guard let expression = try? NSRegularExpression(pattern: "\\A(?:\(format.pattern))\\z") else {
            preconditionFailure("the pattern of '\(format)' is no regular expression")
        }
        return expression
    }
}
