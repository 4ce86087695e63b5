import JSONTree

/// A `SELECT` of the kind SOQL and GAQL share: fields from one object, conditions, an order, a limit.
struct SelectQuery: Sendable {
    struct Order: Sendable {
        var field: String
        var isDescending: Bool
    }

    indirect enum Condition: Sendable {
        case comparison(field: String, Comparison, [JSON])
        case all([Condition])
        case any([Condition])
        case not(Condition)
    }

    enum Comparison: Sendable {
        case equal, unequal, less, lessOrEqual, greater, greaterOrEqual, like, notLike, among, notAmong, between
        case isNull, isNotNull
    }

    var fields: [String]
    var object: String
    var condition: Condition?
    var orders: [Order] = []
    var limit: Int?
    var offset = 0

    /// What the parser did not understand: the word it stands at, and what it wanted there.
    struct Malformed: Error, Equatable {
        var word: String
        var wanted: String
    }
}

extension SelectQuery {
    /// The rows that meet the condition, in order, cut to the limit.
    ///
    /// - Parameter value: the value of a field in a row; nil when it has none.
    func run(over rows: [JSON], value: (JSON, String) -> JSON?) -> [JSON] {
        var found = rows.filter { row in condition.map { Self.holds($0) { value(row, $0) ?? .null } } ?? true }
        if !orders.isEmpty {
            let indexed = Array(found.enumerated())
            found = indexed.sorted { left, right in
                for order in orders {
                    let result = Self.compare(
                        value(left.element, order.field) ?? .null, value(right.element, order.field) ?? .null)
                    if result != 0 { return order.isDescending ? result > 0 : result < 0 }
                }
                return left.offset < right.offset
            }.map(\.element)
        }
        return Array(found.dropFirst(max(0, offset)).prefix(max(0, limit ?? found.count)))
    }

    /// Every field a condition or an order mentions.
    var mentioned: [String] { orders.map(\.field) + (condition.map(Self.fields) ?? []) }

    private static func fields(_ condition: Condition) -> [String] {
        switch condition {
        case .comparison(let field, _, _): [field]
        case .all(let parts), .any(let parts): parts.flatMap(fields)
        case .not(let part): fields(part)
        }
    }

    private static func holds(_ condition: Condition, _ value: (String) -> JSON) -> Bool {
        switch condition {
        case .all(let parts): parts.allSatisfy { holds($0, value) }
        case .any(let parts): parts.contains { holds($0, value) }
        case .not(let part): !holds(part, value)
        case .comparison(let field, let comparison, let operands): holds(comparison, value(field), operands)
        }
    }

    private static func holds(_ comparison: Comparison, _ value: JSON, _ operands: [JSON]) -> Bool {
        let first = operands.first ?? .null
        let isOrdered = !value.isNull && !first.isNull
        switch comparison {
        case .equal: return compare(value, first) == 0
        case .unequal: return compare(value, first) != 0
        case .less: return isOrdered && compare(value, first) < 0
        case .lessOrEqual: return isOrdered && compare(value, first) <= 0
        case .greater: return isOrdered && compare(value, first) > 0
        case .greaterOrEqual: return isOrdered && compare(value, first) >= 0
        case .like: return matches(text(value).lowercased(), pattern: text(first).lowercased())
        case .notLike: return !matches(text(value).lowercased(), pattern: text(first).lowercased())
        case .among: return operands.contains { compare(value, $0) == 0 }
        case .notAmong: return !operands.contains { compare(value, $0) == 0 }
        case .between: return isOrdered && compare(value, first) >= 0 && compare(value, operands.last ?? .null) <= 0
        case .isNull: return value.isNull
        case .isNotNull: return !value.isNull
        }
    }

    private static func text(_ value: JSON) -> String { value.string ?? (value.isNull ? "" : value.text) }

    /// Negative, 0 or positive; null comes first, numbers compare as numbers, texts without regard to case.
    private static func compare(_ left: JSON, _ right: JSON) -> Int {
        if left.isNull || right.isNull { return left.isNull ? (right.isNull ? 0 : -1) : 1 }
        if let a = left.double ?? Double(text(left)), let b = right.double ?? Double(text(right)) {
            return a < b ? -1 : a > b ? 1 : 0
        }
        let (a, b) = (text(left).lowercased(), text(right).lowercased())
        return a < b ? -1 : a > b ? 1 : 0
    }

    /// SQL's LIKE: `%` is any text, `_` one character, a backslash takes the next as it is.
    private static func matches(_ text: String, pattern: String) -> Bool {
        let (text, pattern) = (Array(text), Array(pattern))
        var (at, place) = (0, 0)
        var retry: (at: Int, place: Int)?
        while at < text.count {
            let isEscaped = place + 1 < pattern.count && pattern[place] == "\\"
            if place < pattern.count, !isEscaped, pattern[place] == "%" {
                retry = (at, place)
                place += 1
            } else if isEscaped, pattern[place + 1] == text[at] {
                (at, place) = (at + 1, place + 2)
            } else if place < pattern.count, !isEscaped, pattern[place] == "_" || pattern[place] == text[at] {
                (at, place) = (at + 1, place + 1)
            } else if let last = retry {
                retry = (last.at + 1, last.place)
                (at, place) = (last.at + 1, last.place + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == "%" }
    }
}
