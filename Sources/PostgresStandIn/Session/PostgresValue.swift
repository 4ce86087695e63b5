/// A value as a caller in this process sees it.
package enum PostgresValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// Text, and every type without a case of its own, as PostgreSQL prints it: numerics, dates, arrays.
    case text(String)
    case bytes([UInt8])
    /// The text of a `json` or `jsonb`.
    case json(String)

    package var string: String? {
        switch self {
        case .text(let value), .json(let value): value
        case .int(let value): String(value)
        case .bool(let value): value ? "t" : "f"
        case .double(let value): FloatText.float8(value)
        case .null, .bytes: nil
        }
    }

    /// A whole number; also of a text that is one, such as a numeric.
    package var int: Int? {
        switch self {
        case .int(let value): Int(value)
        case .text(let text): Int(text)
        case .null, .bool, .double, .bytes, .json: nil
        }
    }

    package var double: Double? {
        switch self {
        case .double(let value): value
        case .int(let value): Double(value)
        case .text(let text): Double(text)
        case .null, .bool, .bytes, .json: nil
        }
    }

    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var isNull: Bool { self == .null }

    var bound: BoundValue {
        switch self {
        case .null: .null
        case .bytes(let bytes): .text(Array(("\\x" + TypeOutput.hex(bytes)).utf8))
        case .bool, .int, .double, .text, .json: .text(Array((string ?? "").utf8))
        }
    }
}

extension PostgresValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int64) { self = .int(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(nilLiteral: ()) { self = .null }
}

/// The rows of one statement.
package struct PostgresResult: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package var name: String
        /// As `format_type` prints it, such as `numeric(10,2)`.
        package var type: String

        package init(name: String, type: String) {
            self.name = name
            self.type = type
        }

        /// What `format_type` prints for a built-in type without a modifier; `???` for any other.
        package static func typeName(of oid: OID) -> String { TypeTable.entry(oid).display }
    }

    package var columns: [Column] = []
    package var rows: [[PostgresValue]] = []
    /// The command tag, such as `INSERT 0 1`.
    package var tag = ""

    package init(columns: [Column] = [], rows: [[PostgresValue]] = [], tag: String = "") {
        self.columns = columns
        self.rows = rows
        self.tag = tag
    }

    /// The value of the named column in a row; nil when there is no such column or row.
    package func value(_ column: String, row: Int = 0) -> PostgresValue? {
        guard let index = columns.firstIndex(where: { $0.name == column }), rows.indices.contains(row) else {
            return nil
        }
        return rows[row][index]
    }

    /// How many rows the statement returned or changed.
    package var count: Int { tag.split(separator: " ").last.flatMap { Int($0) } ?? rows.count }
}
