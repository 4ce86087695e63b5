// The exact error texts of PostgreSQL 15, in the order of their SQLSTATE.
// https://www.postgresql.org/docs/15/errcodes-appendix.html; the texts are those of the server's sources.

extension PostgresError {
    static let numericOverflow = PostgresError("22003", "value overflows numeric format")
    static func unsupported(_ what: String) -> PostgresError { PostgresError("0A000", what) }
    static func protocolViolation(_ text: String) -> PostgresError {
        var error = PostgresError("08P01", text)
        error.severity = "FATAL"
        return error
    }

    static func cardinality() -> PostgresError {
        PostgresError("21000", "more than one row returned by a subquery used as an expression")
    }

    // MARK: 22: data exceptions

    static func tooLong(_ type: String) -> PostgresError { PostgresError("22001", "value too long for type \(type)") }
    static func outOfRange(_ type: String) -> PostgresError { PostgresError("22003", "\(type) out of range") }
    static func outOfRange(_ text: String, _ type: String) -> PostgresError {
        PostgresError("22003", "value \"\(text)\" is out of range for type \(type)")
    }
    static func numericOverflow(precision: Int, scale: Int) -> PostgresError {
        let bound = precision == scale ? "1" : "10^\(precision - scale)"
        return PostgresError(
            "22003", "numeric field overflow",
            detail:
                "A field with precision \(precision), scale \(scale) must round to an absolute value less than \(bound)."
        )
    }
    static func badDateTime(_ type: String, _ text: String) -> PostgresError {
        PostgresError("22007", "invalid input syntax for type \(type): \"\(text)\"")
    }
    static func dateTimeOutOfRange(_ text: String) -> PostgresError {
        PostgresError("22008", "date/time field value out of range: \"\(text)\"")
    }
    static var divisionByZero: PostgresError { PostgresError("22012", "division by zero") }
    static func badText(_ type: String, _ text: String, detail: String? = nil) -> PostgresError {
        PostgresError("22P02", "invalid input syntax for type \(type): \"\(text)\"", detail: detail)
    }
    static func malformedArray(_ text: String, _ detail: String) -> PostgresError {
        PostgresError("22P02", "malformed array literal: \"\(text)\"", detail: detail)
    }
    static func invalidParameter(_ text: String) -> PostgresError { PostgresError("22023", text) }
    static func badRegularExpression(_ text: String) -> PostgresError {
        PostgresError("2201B", "invalid regular expression: \(text)")
    }

    // MARK: 23: integrity

    static func notNull(column: String, table: String, schema: String, row: String) -> PostgresError {
        PostgresError(
            "23502", "null value in column \"\(column)\" of relation \"\(table)\" violates not-null constraint",
            detail: "Failing row contains \(row).", schema: schema, table: table, column: column)
    }
    static func missingParent(table: String, schema: String, constraint: String, key: String, parent: String)
        -> PostgresError
    {
        PostgresError(
            "23503", "insert or update on table \"\(table)\" violates foreign key constraint \"\(constraint)\"",
            detail: "Key \(key) is not present in table \"\(parent)\".", schema: schema, table: table,
            constraint: constraint)
    }
    static func stillReferenced(parent: String, schema: String, constraint: String, table: String, key: String)
        -> PostgresError
    {
        PostgresError(
            "23503",
            "update or delete on table \"\(parent)\" violates foreign key constraint \"\(constraint)\" on table \"\(table)\"",
            detail: "Key \(key) is still referenced from table \"\(table)\".", schema: schema, table: table,
            constraint: constraint)
    }
    static func duplicateKey(constraint: String, table: String, schema: String, key: String?) -> PostgresError {
        PostgresError(
            "23505", "duplicate key value violates unique constraint \"\(constraint)\"",
            detail: key.map { "Key \($0) already exists." }, schema: schema, table: table, constraint: constraint)
    }
    static func check(constraint: String, table: String, schema: String, row: String) -> PostgresError {
        PostgresError(
            "23514", "new row for relation \"\(table)\" violates check constraint \"\(constraint)\"",
            detail: "Failing row contains \(row).", schema: schema, table: table, constraint: constraint)
    }

    // MARK: 25: transactions

    static func readOnly(_ command: String) -> PostgresError {
        PostgresError("25006", "cannot execute \(command) in a read-only transaction")
    }
    static var abortedTransaction: PostgresError {
        PostgresError("25P02", "current transaction is aborted, commands ignored until end of transaction block")
    }
    static func onlyInTransaction(_ command: String) -> PostgresError {
        PostgresError("25P01", "\(command) can only be used in transaction blocks")
    }

    // MARK: 26, 28, 34, 3B, 3D, 3F

    static func noPreparedStatement(_ name: String) -> PostgresError {
        PostgresError(
            "26000",
            name.isEmpty ? "unnamed prepared statement does not exist" : "prepared statement \"\(name)\" does not exist"
        )
    }
    static func badPassword(_ user: String) -> PostgresError {
        var error = PostgresError("28P01", "password authentication failed for user \"\(user)\"")
        error.severity = "FATAL"
        return error
    }
    static func noPortal(_ name: String) -> PostgresError {
        PostgresError("34000", "portal \"\(name)\" does not exist")
    }
    static func noSavepoint(_ name: String) -> PostgresError {
        PostgresError("3B001", "savepoint \"\(name)\" does not exist")
    }
    static func noDatabase(_ name: String) -> PostgresError {
        var error = PostgresError("3D000", "database \"\(name)\" does not exist")
        error.severity = "FATAL"
        return error
    }
    static func noSchema(_ name: String) -> PostgresError {
        PostgresError("3F000", "schema \"\(name)\" does not exist")
    }

    // MARK: 42: syntax and names

    static func syntax(_ text: String) -> PostgresError { PostgresError("42601", text) }
    static func noColumn(_ name: String, hint: String? = nil) -> PostgresError {
        PostgresError("42703", "column \(name) does not exist", hint: hint)
    }
    static func noColumn(_ name: String, of table: String) -> PostgresError {
        PostgresError("42703", "column \"\(name)\" of relation \"\(table)\" does not exist")
    }
    static func ambiguousColumn(_ name: String) -> PostgresError {
        PostgresError("42702", "column reference \"\(name)\" is ambiguous")
    }
    static func noRelation(_ name: String) -> PostgresError {
        PostgresError("42P01", "relation \"\(name)\" does not exist")
    }
    static func noRangeEntry(_ name: String) -> PostgresError {
        PostgresError("42P01", "missing FROM-clause entry for table \"\(name)\"")
    }
    static func duplicateAlias(_ name: String) -> PostgresError {
        PostgresError("42712", "table name \"\(name)\" specified more than once")
    }
    static func duplicateColumn(_ name: String) -> PostgresError {
        PostgresError("42701", "column \"\(name)\" specified more than once")
    }
    static func duplicateRelation(_ name: String) -> PostgresError {
        PostgresError("42P07", "relation \"\(name)\" already exists")
    }
    static func duplicateObject(_ what: String) -> PostgresError { PostgresError("42710", "\(what) already exists") }
    static func noType(_ name: String) -> PostgresError { PostgresError("42704", "type \"\(name)\" does not exist") }
    static func noObject(_ what: String) -> PostgresError { PostgresError("42704", "\(what) does not exist") }
    static func noSetting(_ name: String) -> PostgresError {
        PostgresError("42704", "unrecognized configuration parameter \"\(name)\"")
    }
    static func datatypeMismatch(_ text: String, hint: String? = nil) -> PostgresError {
        PostgresError("42804", text, hint: hint)
    }
    static func grouping(_ column: String) -> PostgresError {
        PostgresError(
            "42803", "column \"\(column)\" must appear in the GROUP BY clause or be used in an aggregate function")
    }
    static func noFunction(_ call: String) -> PostgresError {
        PostgresError(
            "42883", "function \(call) does not exist",
            hint: "No function matches the given name and argument types. You might need to add explicit type casts.")
    }
    static func noOperator(_ call: String) -> PostgresError {
        PostgresError(
            "42883", "operator does not exist: \(call)",
            hint: "No operator matches the given name and argument types. You might need to add explicit type casts.")
    }
    static func ambiguousFunction(_ call: String) -> PostgresError {
        PostgresError(
            "42725", "function \(call) is not unique",
            hint: "Could not choose a best candidate function. You might need to add explicit type casts.")
    }
    static func cannotCast(_ from: String, _ to: String) -> PostgresError {
        PostgresError("42846", "cannot cast type \(from) to \(to)")
    }
    static var noArbiter: PostgresError {
        PostgresError("42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification")
    }
    static func undeterminedParameter(_ number: Int) -> PostgresError {
        PostgresError("42P18", "could not determine data type of parameter $\(number)")
    }
    static func noParameter(_ number: Int) -> PostgresError {
        PostgresError("42P02", "there is no parameter $\(number)")
    }
    static func dependent(_ what: String, _ detail: String) -> PostgresError {
        PostgresError(
            "2BP01", "cannot drop \(what) because other objects depend on it", detail: detail,
            hint: "Use DROP ... CASCADE to drop the dependent objects too.")
    }

    // MARK: 54, 55, 57

    static var tooDeep: PostgresError {
        PostgresError(
            "54001", "stack depth limit exceeded",
            hint:
                "Increase the configuration parameter \"max_stack_depth\" (currently 2048kB), after ensuring the platform's stack depth limit is adequate."
        )
    }
    static func lockNotAvailable(_ relation: String) -> PostgresError {
        PostgresError("55P03", "could not obtain lock on row in relation \"\(relation)\"")
    }
    static var canceled: PostgresError { PostgresError("57014", "canceling statement due to user request") }
}
