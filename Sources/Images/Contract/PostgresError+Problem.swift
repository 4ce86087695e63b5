import HTTP
import JSONTree
import PostgresStandIn

extension PostgresError {
    /// The error as the answer to a client whose values the table refused; nil for one that is not the client's doing.
    ///
    /// PostgreSQL documentation, "Error Codes": class 22 is data that does not fit, class 23 a broken constraint.
    ///
    /// - Parameters:
    ///   - columns: the table's, to find the one that a constraint is about.
    ///   - values: what was written, to find the one that could not be read.
    func problem(columns: [String], values: [(column: String, value: PostgresValue)]) -> Problem? {
        if code == "23505" || code == "23503" {
            return Problem(.conflict, detail.map { "\(message): \($0)" } ?? message)
        }
        guard code.hasPrefix("22") || code == "23502" || code == "23514" else { return nil }
        let unreadable = values.first { $0.value.string.map { message.contains("\"\($0)\"") } ?? false }?.column
        guard let column = column ?? columnOfConstraint(columns) ?? unreadable else {
            return Problem(.unprocessableContent, message)
        }
        return Problem(.unprocessableContent, "'\(column)' is refused: \(message)")
    }

    /// A check that PostgreSQL named itself is called `<table>_<column>_check`.
    private func columnOfConstraint(_ columns: [String]) -> String? {
        guard let table, let constraint else { return nil }
        return columns.first { constraint == "\(table)_\($0)_check" }
    }
}
