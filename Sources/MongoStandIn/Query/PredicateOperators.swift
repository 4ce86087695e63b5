/// The operators that stand below a field: https://www.mongodb.com/docs/manual/reference/operator/query/
enum PredicateOperators {
    typealias Reader = @Sendable (BSONValue, Int) throws -> Predicate

    static let table: [String: Reader] = [
        "$eq": { value, _ in try equality("$eq", value) },
        "$ne": { value, _ in
            if case .regex = value { throw MongoError(.badValue, "Can't have regex as arg to $ne.") }
            return .not(try equality("$ne", value))
        },
        "$gt": { try comparison(.greater, $0, $1) },
        "$gte": { try comparison(.greaterOrEqual, $0, $1) },
        "$lt": { try comparison(.less, $0, $1) },
        "$lte": { try comparison(.lessOrEqual, $0, $1) },
        "$in": { value, _ in try list("$in", value) },
        "$nin": { value, _ in .not(try list("$nin", value)) },
        "$not": negation,
        "$exists": { value, _ in value.isTruthy ? .exists : .not(.exists) },
        "$type": { value, _ in .hasType(try types(value)) },
        "$mod": { value, _ in try mod(value) },
        "$all": all,
        "$elemMatch": elementMatch,
        "$size": { value, _ in try size(value) },
        "$bitsAllSet": { value, _ in
            .bits(try BitTest("$bitsAllSet", needsAll: true, wantsSet: true, operand: value))
        },
        "$bitsAllClear": { value, _ in
            .bits(try BitTest("$bitsAllClear", needsAll: true, wantsSet: false, operand: value))
        },
        "$bitsAnySet": { value, _ in
            .bits(try BitTest("$bitsAnySet", needsAll: false, wantsSet: true, operand: value))
        },
        "$bitsAnyClear": { value, _ in
            .bits(try BitTest("$bitsAnyClear", needsAll: false, wantsSet: false, operand: value))
        },
        "$comment": { _, _ in .all([]) },
        "$geoWithin": { _, _ in throw unsupported("$geoWithin") },
        "$geoIntersects": { _, _ in throw unsupported("$geoIntersects") },
        "$near": { _, _ in throw unsupported("$near") },
        "$nearSphere": { _, _ in throw unsupported("$nearSphere") },
    ]

    private static func unsupported(_ name: String) -> MongoError {
        MongoError.unsupported(name)
    }

    private static func equality(_ name: String, _ value: BSONValue) throws -> Predicate {
        if value == .undefined { throw MongoError(.badValue, "cannot compare to undefined") }
        return .equal(value)
    }

    private static func comparison(_ comparison: Predicate.Comparison, _ value: BSONValue, _ depth: Int) throws
        -> Predicate
    {
        if value == .undefined { throw MongoError(.badValue, "cannot compare to undefined") }
        if case .regex = value { throw MongoError(.badValue, "Can't have RegEx as arg to predicate over field.") }
        return .compare(comparison, value)
    }

    private static func list(_ name: String, _ value: BSONValue) throws -> Predicate {
        guard case .array(let operands) = value else { throw MongoError(.badValue, "\(name) needs an array") }
        var values: [BSONValue] = []
        var patterns: [RegularExpression] = []
        for operand in operands {
            switch operand {
            case .regex(let pattern, let options):
                patterns.append(try RegularExpression(pattern: pattern, options: options))
            case .document(let document) where document.first?.key.first == "$" && !document.isReference:
                throw MongoError(.badValue, "cannot nest $ under \(name)")
            default: values.append(operand)
            }
        }
        return .inList(values: values, patterns: patterns)
    }

    private static let negation: Reader = { value, depth in
        switch value {
        case .regex(let pattern, let options):
            return .not(.pattern(try RegularExpression(pattern: pattern, options: options)))
        case .document(let document):
            guard !document.isEmpty else { throw MongoError(.badValue, "$not cannot be empty") }
            for key in document.keys where key.first != "$" {
                throw MongoError(.badValue, "unknown operator: \(key)")
            }
            return .not(try FilterParser.predicate(value, depth: depth + 1))
        default: throw MongoError(.badValue, "$not needs a regex or a document")
        }
    }

    private static func types(_ value: BSONValue) throws -> Set<Int> {
        let operands = value.array ?? [value]
        if operands.isEmpty { throw MongoError(.failedToParse, "a must match at least one type") }
        var types: Set<Int> = []
        for operand in operands {
            if let alias = operand.string {
                if alias == "number" {
                    types.formUnion([1, 16, 18, 19])
                    continue
                }
                guard let type = BSONType.named(alias) else {
                    throw MongoError(.badValue, "Unknown type name alias: \(alias)")
                }
                types.insert(type.number)
            } else if operand.isNumber {
                guard let number = operand.integer.flatMap(Int.init(exactly:)), BSONType.numbered(number) != nil else {
                    throw MongoError(.badValue, "Invalid numerical type code: \(operand.shellText)")
                }
                types.insert(number)
            } else {
                throw MongoError(.typeMismatch, "type must be represented as a number or a string")
            }
        }
        return types
    }

    private static func mod(_ value: BSONValue) throws -> Predicate {
        guard case .array(let operands) = value else {
            throw MongoError(.badValue, "malformed mod, needs to be an array")
        }
        if operands.count < 2 { throw MongoError(.badValue, "malformed mod, not enough elements") }
        if operands.count > 2 { throw MongoError(.badValue, "malformed mod, too many elements") }
        guard let divisor = operands[0].truncatedInteger else {
            throw MongoError(.badValue, "malformed mod, divisor not a number")
        }
        guard let remainder = operands[1].truncatedInteger else {
            throw MongoError(.badValue, "malformed mod, remainder not a number")
        }
        if divisor == 0 { throw MongoError(.badValue, "divisor cannot be 0") }
        return .mod(divisor: divisor, remainder: remainder)
    }

    private static let all: Reader = { value, depth in
        guard case .array(let operands) = value else { throw MongoError(.badValue, "$all needs an array") }
        if operands.isEmpty { return .inList(values: [], patterns: []) }
        return .all(
            try operands.map { operand in
                guard case .document(let document) = operand, document.first?.key.first == "$", !document.isReference
                else { return try FilterParser.predicate(operand, depth: depth + 1) }
                guard document.first?.key == "$elemMatch", document.count == 1 else {
                    throw MongoError(.badValue, "no $ expressions in $all")
                }
                return try FilterParser.predicate(operand, depth: depth + 1)
            })
    }

    private static let elementMatch: Reader = { value, depth in
        guard case .document(let document) = value else { throw MongoError(.badValue, "$elemMatch needs an Object") }
        let logical = ["$and", "$or", "$nor", "$expr", "$where", "$comment"]
        if let first = document.first, first.key.first == "$", !logical.contains(first.key), !document.isReference {
            return .elementValue(try FilterParser.predicate(value, depth: depth + 1))
        }
        return .elementMatch(try FilterParser.filter(document, depth: depth + 1))
    }

    private static func size(_ value: BSONValue) throws -> Predicate {
        guard value.isNumber else {
            throw MongoError(.failedToParse, "Failed to parse $size. Expected a number in: $size: \(value.shellText)")
        }
        guard let size = value.integer else {
            throw MongoError(.failedToParse, "Failed to parse $size. Expected an integer: $size: \(value.shellText)")
        }
        guard size >= 0 else {
            throw MongoError(
                .failedToParse, "Failed to parse $size. Expected a non-negative number in: $size: \(value.shellText)")
        }
        return .size(size)
    }
}
