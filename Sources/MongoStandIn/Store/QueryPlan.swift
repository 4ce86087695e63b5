import SQLiteStore

/// How the candidates of a query are found: by `_id`, by the keys of an index, or all of them.
///
/// Every candidate is asked the whole filter afterwards, so a plan may find too many, and never too few.
struct QueryPlan {
    /// Keys from `low` up to `high`, which is not included.
    struct KeyRange: Equatable {
        var low: [UInt8]
        var high: [UInt8]
    }

    enum Access {
        case collectionScan
        case id([KeyRange])
        case index(Index, [KeyRange])
    }

    private static let rangeLimit = 1000
    let access: Access

    init(for filter: BSONDocument, in collection: StoredCollection) {
        let conditions = Self.conditions(of: filter)
        if let condition = conditions["_id"], let ranges = Self.ranges([condition], isMultikey: false) {
            access = .id(ranges)
            return
        }
        var best: (score: Int, index: Index, ranges: [KeyRange])?
        for index in collection.indexes where index.partial == nil {
            var used: [Condition] = []
            for path in index.paths {
                guard let condition = conditions[path.description] else { break }
                used.append(condition)
                if condition.values == nil || index.isMultikey { break }
            }
            guard !used.isEmpty, let ranges = Self.ranges(used, isMultikey: index.isMultikey) else { continue }
            let score = used.count { $0.values != nil } * 2 + used.count
            if best.map({ score > $0.score }) ?? true { best = (score, index, ranges) }
        }
        access = best.map { .index($0.index, $0.ranges) } ?? .collectionScan
    }

    /// What the filter asks of one field, in a form that keys can answer.
    private struct Condition {
        /// The field is equal to one of these.
        var values: [BSONValue]?
        var lower: BSONValue?
        var upper: BSONValue?
    }

    /// The conditions that must all hold, from the top level and from `$and`; the first for each field counts.
    private static func conditions(of filter: BSONDocument) -> [String: Condition] {
        var conditions: [String: Condition] = [:]
        for element in filter.elements {
            if element.key == "$and" {
                for part in element.value.array ?? [] {
                    conditions.merge(self.conditions(of: part.document ?? [:])) { first, _ in first }
                }
            } else if element.key.first != "$", let condition = condition(element.value) {
                conditions.merge([element.key: condition]) { first, _ in first }
            }
        }
        return conditions
    }

    private static func condition(_ value: BSONValue) -> Condition? {
        guard case .document(let document) = value, document.first?.key.first == "$", !document.isReference else {
            return isIndexable(value) ? Condition(values: [value]) : nil
        }
        var condition = Condition()
        for element in document.elements {
            switch element.key {
            case "$eq" where isIndexable(element.value): return Condition(values: [element.value])
            case "$in":
                guard let values = element.value.array, values.allSatisfy(isIndexable) else { continue }
                return Condition(values: values)
            case "$gt", "$gte": if isBound(element.value) { condition.lower = element.value }
            case "$lt", "$lte": if isBound(element.value) { condition.upper = element.value }
            default: continue
            }
        }
        return condition.lower == nil && condition.upper == nil ? nil : condition
    }

    /// Null also means missing, arrays also match by their elements, patterns match strings.
    private static func isIndexable(_ value: BSONValue) -> Bool {
        switch value {
        case .null, .undefined, .array, .regex: false
        default: true
        }
    }

    private static func isBound(_ value: BSONValue) -> Bool {
        switch value {
        case .null, .undefined, .array, .regex, .minKey, .maxKey: false
        default: !value.isNotANumber
        }
    }

    /// Nil when there would be too many.
    private static func ranges(_ conditions: [Condition], isMultikey: Bool) -> [KeyRange]? {
        var prefixes: [[UInt8]] = [[]]
        for condition in conditions {
            guard let values = condition.values else {
                return prefixes.map { range(below: $0, condition, isMultikey: isMultikey) }
            }
            guard prefixes.count * values.count <= rangeLimit else { return nil }
            let keys = values.map(OrderedKey.bytes(of:))
            prefixes = prefixes.flatMap { prefix in keys.map { prefix + $0 } }
        }
        var seen: Set<[UInt8]> = []
        return prefixes.filter { seen.insert($0).inserted }.sorted { $0.lexicographicallyPrecedes($1) }
            .map { KeyRange(low: $0, high: $0 + [0xFF]) }
    }

    /// In a multikey index two bounds can be met by two elements, so only one of them can be used.
    private static func range(below prefix: [UInt8], _ condition: Condition, isMultikey: Bool) -> KeyRange {
        let rank = (condition.lower ?? condition.upper ?? .null).rank
        let upper = isMultikey && condition.lower != nil ? nil : condition.upper
        return KeyRange(
            low: prefix + (condition.lower.map(OrderedKey.bytes(of:)) ?? [rank]),
            high: prefix + (upper.map { OrderedKey.bytes(of: $0) + [0xFF] } ?? [rank + 1]))
    }

    /// Calls `visit` with every candidate, once each and in the order of insertion, until it returns false.
    func records(of collection: StoredCollection, on connection: Connection, _ visit: (Int64, [UInt8]) throws -> Bool)
        throws
    {
        switch access {
        case .collectionScan:
            // A statement of its own: `visit` may run others over the same table.
            let statement = try Statement(
                "select record, document from \(collection.table) order by record", on: connection)
            while try statement.step() {
                guard let record = statement.value(0).integer, let bytes = statement.value(1).blob else { continue }
                if try !visit(record, bytes) { return }
            }
        case .id(let ranges):
            try visitAll(
                ranges.flatMap { range in
                    try connection.rows(
                        "select record from \(collection.table) where id >= ? and id < ?",
                        [.blob(range.low), .blob(range.high)])
                }, of: collection, on: connection, visit)
        case .index(let index, let ranges):
            try visitAll(
                ranges.flatMap { range in
                    try connection.rows(
                        "select record from \(index.table) where key >= ? and key < ?",
                        [.blob(range.low), .blob(range.high)])
                }, of: collection, on: connection, visit)
        }
    }

    private func visitAll(
        _ rows: [[SQLiteValue]], of collection: StoredCollection, on connection: Connection,
        _ visit: (Int64, [UInt8]) throws -> Bool
    ) throws {
        for record in Set(rows.compactMap { $0[0].integer }).sorted() {
            let found = try connection.rows(
                "select document from \(collection.table) where record = ?", [.integer(record)])
            guard let bytes = found.first?[0].blob else { continue }
            if try !visit(record, bytes) { return }
        }
    }
}
