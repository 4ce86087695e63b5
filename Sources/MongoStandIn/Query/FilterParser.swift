/// Reads a query document into a `Filter`.
enum FilterParser {
    private static let depthLimit = 100

    /// - Throws: `MongoError` with the code and text of the server's own parser.
    ///
    /// - Parameter names: variables that `$expr` may use.
    static func filter(_ document: BSONDocument, names: Set<String> = [], depth: Int = 0) throws -> Filter {
        if depth > depthLimit { throw MongoError(.overflow, "exceeded maximum query nesting depth") }
        let filters = try document.elements.map { try filter($0, names, depth: depth) }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    private static func filter(_ element: BSONDocument.Element, _ names: Set<String>, depth: Int) throws -> Filter {
        guard element.key.first == "$" else {
            return .field(try FieldPath(element.key), try predicate(element.value, depth: depth))
        }
        guard let read = topLevel[element.key] else {
            throw MongoError(
                .badValue,
                "unknown top level operator: \(element.key). If you have a field name that starts with a '$' symbol, "
                    + "consider using $getField or $setField.", missingFeature: "query \(element.key)")
        }
        return try read(element.value, names, depth)
    }

    /// The operators of the top level.
    static var names: [String] { Array(topLevel.keys) }

    private static let topLevel: [String: @Sendable (BSONValue, Set<String>, Int) throws -> Filter] = [
        "$and": { .and(try filters("$and", $0, $1, $2)) },
        "$or": { .or(try filters("$or", $0, $1, $2)) },
        "$nor": { .nor(try filters("$nor", $0, $1, $2)) },
        "$expr": { value, names, _ in .expression(try ExpressionParser(names: names).expression(value)) },
        "$comment": { _, _, _ in .all },
        "$alwaysTrue": { _, _, _ in .constant(true) },
        "$alwaysFalse": { _, _, _ in .constant(false) },
        "$sampleRate": { _, _, _ in throw unsupported("$sampleRate") },
        "$where": { _, _, _ in throw unsupported("$where") },
        "$text": { _, _, _ in throw unsupported("$text") },
        "$jsonSchema": { value, _, _ in
            guard case .document(let schema) = value else {
                throw MongoError(.typeMismatch, "$jsonSchema must be an object")
            }
            return .schema(try JSONSchema(schema))
        },
    ]

    private static func unsupported(_ name: String) -> MongoError {
        MongoError.unsupported(name)
    }

    private static func filters(_ name: String, _ value: BSONValue, _ names: Set<String>, _ depth: Int) throws
        -> [Filter]
    {
        guard case .array(let values) = value else { throw MongoError(.badValue, "\(name) must be an array") }
        guard !values.isEmpty else { throw MongoError(.badValue, "$and/$or/$nor must be a nonempty array") }
        return try values.map { value in
            guard case .document(let document) = value else {
                throw MongoError(.badValue, "$or/$and/$nor entries need to be full objects")
            }
            return try filter(document, names: names, depth: depth + 1)
        }
    }

    /// The condition on one field: operators, or a value to be equal to.
    static func predicate(_ value: BSONValue, depth: Int) throws -> Predicate {
        switch value {
        case .document(let document) where document.first?.key.first == "$" && !document.isReference:
            return try operators(document, depth: depth)
        case .regex(let pattern, let options):
            return .pattern(try RegularExpression(pattern: pattern, options: options))
        case .undefined: throw MongoError(.badValue, "cannot compare to undefined")
        default: return .equal(value)
        }
    }

    private static func operators(_ document: BSONDocument, depth: Int) throws -> Predicate {
        if depth > depthLimit { throw MongoError(.overflow, "exceeded maximum query nesting depth") }
        var predicates: [Predicate] = []
        for element in document.elements {
            switch element.key {
            case "$options":
                if document["$regex"] == nil { throw MongoError(.badValue, "$options needs a $regex") }
            case "$regex": predicates.append(try pattern(element.value, options: document["$options"]))
            default:
                guard let read = PredicateOperators.table[element.key] else {
                    throw MongoError(
                        .badValue, "unknown operator: \(element.key)", missingFeature: "query \(element.key)")
                }
                predicates.append(try read(element.value, depth))
            }
        }
        return predicates.count == 1 ? predicates[0] : .all(predicates)
    }

    private static func pattern(_ value: BSONValue, options: BSONValue?) throws -> Predicate {
        let given = options?.string
        if options != nil, given == nil { throw MongoError(.badValue, "$options has to be a string") }
        switch value {
        case .string(let text): return .pattern(try RegularExpression(pattern: text, options: given ?? ""))
        case .regex(let pattern, let own):
            if let given, !own.isEmpty, !given.isEmpty {
                throw MongoError(.location(51075), "options set in both $regex and $options")
            }
            return .pattern(try RegularExpression(pattern: pattern, options: given ?? own))
        default: throw MongoError(.badValue, "$regex has to be a string")
        }
    }
}

extension BSONDocument {
    /// `{$ref, $id, ...}`, which is a value although its first name looks like an operator.
    var isReference: Bool { first?.key == "$ref" || first?.key == "$id" }
}
