/// `format()`: https://www.postgresql.org/docs/15/functions-string.html#FUNCTIONS-STRING-FORMAT
enum FormatString {
    /// Fills `%s`, `%I`, `%L`, `%%` and positions such as `%1$s`; nil stands for null.
    static func fill(_ format: String, _ values: [String?]) throws(PostgresError) -> String {
        var out = ""
        var next = 0
        let characters = Array(format)
        var index = 0
        while index < characters.count {
            guard characters[index] == "%" else {
                out.append(characters[index])
                index += 1
                continue
            }
            index += 1
            guard index < characters.count else { throw .invalidParameter("unterminated format() type specifier") }
            if characters[index] == "%" {
                out += "%"
                index += 1
                continue
            }
            let digits = String(characters[index...].prefix { $0.isNumber })
            if !digits.isEmpty, index + digits.count < characters.count, characters[index + digits.count] == "$" {
                guard let place = Int(digits), place > 0 else {
                    throw .invalidParameter("format specifies argument 0, but arguments are numbered from 1")
                }
                next = place - 1
                index += digits.count + 1
            }
            guard index < characters.count else { throw .invalidParameter("unterminated format() type specifier") }
            guard next < values.count else { throw .invalidParameter("too few arguments for format()") }
            let value = values[next]
            switch characters[index] {
            case "s": out += value ?? ""
            case "I":
                guard let value else {
                    throw PostgresError("22004", "null values cannot be formatted as an SQL identifier")
                }
                out += QualifiedName.quoted(value)
            case "L": out += value.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
            default:
                throw PostgresError(
                    "22023", "unrecognized format() type specifier \"\(characters[index])\"",
                    hint: "For a single \"%\" use \"%%\".")
            }
            next += 1
            index += 1
        }
        return out
    }
}
