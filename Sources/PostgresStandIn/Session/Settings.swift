/// The run-time parameters of a session, as `SET` and `SHOW` know them.
///
/// https://www.postgresql.org/docs/15/runtime-config-client.html
struct Settings: Sendable, Equatable {
    /// One parameter: what it is without a `SET`, and how a new value is checked.
    struct Parameter: Sendable {
        enum Kind: Sendable { case text, bool, integer(ClosedRange<Int>), choice([String]), zone, fixed }

        var name: String
        var initial: String
        var kind: Kind
        /// Whether the client is told of changes (`ParameterStatus`).
        var isReported = false
        /// How it is written in the message: `TimeZone`, `DateStyle`.
        var display: String
        var description: String
    }

    static let parameters: [Parameter] = [
        p(
            "application_name", "", .text, "Sets the application name to be reported in statistics and logs.",
            reported: true),
        p("bytea_output", "hex", .choice(["hex"]), "Sets the output format for bytea."),
        p("check_function_bodies", "on", .bool, "Check routine bodies during CREATE FUNCTION and CREATE PROCEDURE."),
        p(
            "client_encoding", "UTF8", .choice(["UTF8", "UTF-8", "utf8", "utf-8", "unicode"]),
            "Sets the client's character set encoding.", reported: true),
        p(
            "client_min_messages", "notice",
            .choice(["debug5", "debug4", "debug3", "debug2", "debug1", "log", "notice", "warning", "error"]),
            "Sets the message levels that are sent to the client."),
        p(
            "datestyle", "ISO, MDY", .choice(["ISO, MDY", "ISO", "iso", "iso, mdy"]),
            "Sets the display format for date and time values.", reported: true, display: "DateStyle"),
        p("default_table_access_method", "heap", .text, "Sets the default table access method for new tables."),
        p("default_tablespace", "", .text, "Sets the default tablespace to create tables and indexes in."),
        p(
            "default_transaction_isolation", "read committed",
            .choice(["read committed", "repeatable read", "serializable", "read uncommitted"]),
            "Sets the transaction isolation level of each new transaction.", reported: false),
        p(
            "default_transaction_read_only", "off", .bool, "Sets the default read-only status of new transactions.",
            reported: true),
        p(
            "extra_float_digits", "1", .integer(-15...3),
            "Sets the number of digits displayed for floating-point values."),
        p(
            "idle_in_transaction_session_timeout", "0", .integer(0...Int(Int32.max)),
            "Sets the maximum allowed idle time between queries, when in a transaction."),
        p("in_hot_standby", "off", .fixed, "Shows whether hot standby is currently active.", reported: true),
        p("integer_datetimes", "on", .fixed, "Shows whether datetimes are integer based.", reported: true),
        p(
            "intervalstyle", "postgres", .choice(["postgres"]), "Sets the display format for interval values.",
            reported: true, display: "IntervalStyle"),
        p("is_superuser", "on", .fixed, "Shows whether the current user is a superuser.", reported: true),
        p(
            "lock_timeout", "0", .integer(0...Int(Int32.max)),
            "Sets the maximum allowed duration of any wait for a lock."),
        p("max_identifier_length", "63", .fixed, "Shows the maximum identifier length."),
        p("row_security", "on", .bool, "Enable row security."),
        p(
            "search_path", "\"$user\", public", .text,
            "Sets the schema search order for names that are not schema-qualified."),
        p("server_encoding", "UTF8", .fixed, "Shows the server (database) character set encoding.", reported: true),
        p("server_version", "15.4", .fixed, "Shows the server version.", reported: true),
        p("server_version_num", "150004", .fixed, "Shows the server version as an integer."),
        p("session_authorization", "", .fixed, "Shows the session user.", reported: true),
        p(
            "standard_conforming_strings", "on", .choice(["on"]),
            "Causes '...' strings to treat backslashes literally.", reported: true),
        p(
            "statement_timeout", "0", .integer(0...Int(Int32.max)),
            "Sets the maximum allowed duration of any statement."),
        p(
            "synchronous_commit", "on", .choice(["on", "off", "local"]),
            "Sets the current transaction's synchronization level."),
        p(
            "timezone", "Etc/UTC", .zone, "Sets the time zone for displaying and interpreting time stamps.",
            reported: true, display: "TimeZone"),
        p(
            "transaction_isolation", "read committed",
            .choice(["read committed", "repeatable read", "serializable", "read uncommitted"]),
            "Sets the current transaction's isolation level."),
        p("transaction_read_only", "off", .bool, "Sets the current transaction's read-only status."),
        p(
            "xmloption", "content", .choice(["content", "document"]),
            "Sets whether XML data is to be considered as documents or content fragments."),
    ]

    private static func p(
        _ name: String, _ initial: String, _ kind: Parameter.Kind, _ description: String, reported: Bool = false,
        display: String? = nil
    ) -> Parameter {
        Parameter(
            name: name, initial: initial, kind: kind, isReported: reported, display: display ?? name,
            description: description)
    }

    static let byName = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0) })

    private var changed: [String: String] = [:]
    /// Values of the start-up message, to which `RESET` goes back.
    private var initial: [String: String] = [:]
    private(set) var zone = SessionZone.utc

    func value(_ name: String) throws(PostgresError) -> String {
        let key = name.lowercased()
        if let value = changed[key] ?? initial[key] ?? Self.byName[key]?.initial { return value }
        throw .noSetting(name)
    }

    /// Checks and sets; a name with a dot is a user's own.
    mutating func set(_ name: String, to value: String, asInitial: Bool = false) throws(PostgresError) {
        let key = name.lowercased()
        guard let parameter = Self.byName[key] else {
            guard key.contains(".") else { throw .noSetting(name) }
            changed[key] = value
            return
        }
        let stored = try check(parameter, value)
        if asInitial { initial[key] = stored } else { changed[key] = stored }
        if key == "timezone" { zone = SessionZone(stored) ?? .utc }
    }

    private func check(_ parameter: Parameter, _ value: String) throws(PostgresError) -> String {
        let wrong = PostgresError.invalidParameter("invalid value for parameter \"\(parameter.display)\": \"\(value)\"")
        switch parameter.kind {
        case .text: return value
        case .bool:
            let words = [
                "on": "on", "true": "on", "1": "on", "yes": "on", "off": "off", "false": "off", "0": "off", "no": "off",
            ]
            guard let word = words[value.lowercased()] else {
                throw .invalidParameter("parameter \"\(parameter.display)\" requires a Boolean value")
            }
            return word
        case .integer(let range):
            let digits = value.lowercased().replacing("ms", with: "")
            let scale = digits.hasSuffix("s") ? 1000 : digits.hasSuffix("min") ? 60_000 : 1
            guard let number = Int(digits.filter { $0.isNumber || $0 == "-" }), range.contains(number) else {
                throw wrong
            }
            return String(number.multipliedReportingOverflow(by: scale).partialValue)
        case .choice(let choices):
            guard choices.contains(value) || choices.contains(value.lowercased()) else { throw wrong }
            if parameter.name == "client_encoding" { return "UTF8" }
            if parameter.name == "datestyle" { return "ISO, MDY" }
            return choices.contains(value) ? value : value.lowercased()
        case .zone:
            guard let zone = SessionZone(value) else { throw wrong }
            return zone.name
        case .fixed: throw PostgresError("55P02", "parameter \"\(parameter.name)\" cannot be changed")
        }
    }

    mutating func reset(_ name: String) throws(PostgresError) {
        let key = name.lowercased()
        guard Self.byName[key] != nil || key.contains(".") else { throw .noSetting(name) }
        changed[key] = nil
        if key == "timezone" { zone = SessionZone((try? value("timezone")) ?? "UTC") ?? .utc }
    }

    mutating func resetAll() {
        changed = [:]
        zone = SessionZone((try? value("timezone")) ?? "UTC") ?? .utc
    }

    /// The schemas that exist for names without one, `pg_catalog` first as the server looks.
    func searchPath(user: String) -> [String] {
        let text = changed["search_path"] ?? initial["search_path"] ?? "\"$user\", public"
        var names: [String] = []
        var inQuotes = false
        var current = ""
        for character in text {
            if character == "\"" {
                inQuotes.toggle()
            } else if character == ",", !inQuotes {
                names.append(current)
                current = ""
            } else if inQuotes || !character.isWhitespace {
                current += inQuotes ? String(character) : character.lowercased()
            }
        }
        names.append(current)
        return ["pg_catalog"] + names.map { $0 == "$user" ? user : $0 }.filter { !$0.isEmpty && $0 != "pg_catalog" }
    }
}
