/// An error as PostgreSQL reports it: what becomes an `ErrorResponse`.
///
/// Fields: https://www.postgresql.org/docs/15/protocol-error-fields.html
package struct PostgresError: Error, Equatable, Sendable, CustomStringConvertible {
    package var severity = "ERROR"
    /// The SQLSTATE, five characters.
    package var code: String
    package var message: String
    package var detail: String?
    package var hint: String?
    /// The place in the statement, in characters, from 1.
    package var position: Int?
    package var schema: String?
    package var table: String?
    package var column: String?
    package var constraint: String?

    package init(
        _ code: String, _ message: String, detail: String? = nil, hint: String? = nil, schema: String? = nil,
        table: String? = nil, column: String? = nil, constraint: String? = nil
    ) {
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
        self.schema = schema
        self.table = table
        self.column = column
        self.constraint = constraint
    }

    package var description: String { "\(severity) \(code): \(message)" + (detail.map { " (\($0))" } ?? "") }

    /// The same error at the byte offset `location` of the statement, unless it has a place already.
    ///
    /// The offset is kept as it is in `byteOffset`; the session turns it into a character position.
    func at(_ location: Int) -> PostgresError {
        guard byteOffset == nil, location >= 0 else { return self }
        var copy = self
        copy.byteOffset = location
        return copy
    }

    /// Where in the bytes of the script the error is; becomes `position` once the script is at hand.
    var byteOffset: Int?

    /// The same error with its position counted in the characters of `script`.
    func positioned(in script: String) -> PostgresError {
        guard position == nil, let byteOffset, byteOffset >= 0, byteOffset <= script.utf8.count else { return self }
        var copy = self
        copy.position = String(decoding: script.utf8.prefix(byteOffset), as: UTF8.self).unicodeScalars.count + 1
        copy.byteOffset = nil
        return copy
    }
}
