/// Stages that bring documents together.
extension Stage {
    static let grouping: [String: Stage] = [
        "$group": Stage { value, parser in
            guard case .document(let document) = value else {
                throw MongoError(.location(15947), "a group's fields must be specified in an object")
            }
            return try group(document, parser)
        },
        "$count": Stage { value, _ in
            guard let name = value.string, !name.isEmpty else {
                throw MongoError(.location(40156), "the count field must be a non-empty string")
            }
            if name.first == "$" { throw MongoError(.location(40158), "the count field cannot be a $-prefixed path") }
            if name.contains(".") { throw MongoError(.location(40160), "the count field cannot contain '.'") }
            return { documents, _ in
                documents.isEmpty ? [] : [BSONDocument().setting(name, .integer(documents.count))]
            }
        },
        "$sortByCount": Stage { value, parser in
            let grouped = try group(
                ["_id": value, "count": ["$sum": 1]], parser)
            let order = try SortOrder(["count": -1])
            return { documents, context in order.sorted(try grouped(documents, &context)) { $0 } }
        },
        "$bucket": Stage(parse: bucket),
        "$facet": Stage { value, parser in
            guard case .document(let document) = value, !document.isEmpty else {
                throw MongoError(.location(40169), "the $facet specification must be a non-empty object")
            }
            let facets = try document.elements.map { element in
                guard case .array = element.value else {
                    throw MongoError(
                        .location(40170),
                        "arguments to $facet must be arrays, \(element.key) is type \(element.value.typeName)")
                }
                let pipeline = try parser.pipeline(element.value)
                for name in pipeline.names where ["$facet", "$out", "$merge", "$geoNear"].contains(name) {
                    throw MongoError(.location(40600), "\(name) is not allowed to be used within a $facet stage")
                }
                return (element.key, pipeline)
            }
            return { documents, context in
                var result = BSONDocument()
                for (name, pipeline) in facets {
                    result.append(name, .array(try pipeline.run(documents, &context).map(BSONValue.document)))
                }
                return [result]
            }
        },
    ]

    /// Groups come in the order in which they first appear.
    private static func group(_ document: BSONDocument, _ parser: StageParser) throws -> Pipeline.Run {
        guard let id = document["_id"] else {
            throw MongoError(.location(15955), "a group specification must include an _id")
        }
        let key = try parser.expressions.expression(id)
        let fields = try document.elements.filter { $0.key != "_id" }.map { try field($0, parser) }
        return { documents, context in
            var order: [(id: BSONValue, accumulators: [Accumulator])] = []
            var places: [[UInt8]: Int] = [:]
            for document in documents {
                let scope = Scope(root: document, variables: context.variables)
                let id = try key.value(scope)
                let bytes = OrderedKey.bytes(of: id)
                let place = places[bytes] ?? order.count
                if place == order.count {
                    places[bytes] = place
                    order.append((id, fields.map { $0.make() }))
                }
                for (accumulator, field) in zip(order[place].accumulators, fields) {
                    accumulator.add(try field.argument.evaluate(scope))
                }
            }
            return order.map { group in
                var result: BSONDocument = ["_id": group.id]
                for (field, accumulator) in zip(fields, group.accumulators) {
                    result.append(field.name, accumulator.result() ?? .null)
                }
                return result
            }
        }
    }

    private static func field(_ element: BSONDocument.Element, _ parser: StageParser) throws
        -> (name: String, make: () -> Accumulator, argument: Expression)
    {
        if element.key.contains(".") {
            throw MongoError(.location(40235), "The field name '\(element.key)' cannot contain '.'")
        }
        guard case .document(let document) = element.value, let first = document.first, first.key.first == "$" else {
            throw MongoError(.location(40234), "The field '\(element.key)' must be an accumulator object")
        }
        guard document.count == 1 else {
            throw MongoError(.location(40238), "The field '\(element.key)' must specify one accumulator")
        }
        if let limited = LimitedAccumulator.table[first.key] {
            let (make, argument) = try limited(first.value, parser.expressions)
            return (element.key, make, argument)
        }
        guard let make = Accumulator.table[first.key] else {
            throw MongoError(
                .location(15952), "unknown group operator '\(first.key)'",
                missingFeature: "accumulator \(first.key)")
        }
        if case .array = first.value, first.key != "$push", first.key != "$addToSet" {
            throw MongoError(.location(40237), "The \(first.key) accumulator is a unary operator")
        }
        return (element.key, make, try parser.expressions.expression(first.value))
    }

    private static let bucket: @Sendable (BSONValue, StageParser) throws -> Pipeline.Run = { value, parser in
        guard case .document(let document) = value else {
            throw MongoError(
                .location(40201), "Argument to $bucket stage must be an object, but found type: \(value.typeName).")
        }
        guard let groupBy = document["groupBy"], case .array(let boundaries) = document["boundaries"] else {
            throw MongoError(.location(40198), "$bucket requires 'groupBy' and 'boundaries' to be specified.")
        }
        guard boundaries.count >= 2 else {
            throw MongoError(
                .location(40192),
                "The $bucket 'boundaries' field must have at least 2 values, but found \(boundaries.count) value(s).")
        }
        for (a, b) in zip(boundaries, boundaries.dropFirst()) where BSONValue.compare(a, b) >= 0 {
            throw MongoError(
                .location(40194),
                "The 'boundaries' option to $bucket must be sorted, but elements 0 and 1 are not in ascending order (\(a.shellText) is not less than \(b.shellText))."
            )
        }
        let key = try parser.expressions.expression(groupBy)
        let standard = document["default"]
        let output = document["output"]?.document ?? ["count": ["$sum": 1]]
        let fields = try output.elements.map { try field($0, parser) }
        return { documents, context in
            var groups: [[UInt8]: (id: BSONValue, accumulators: [Accumulator])] = [:]
            for document in documents {
                let scope = Scope(root: document, variables: context.variables)
                let value = try key.value(scope)
                let place = zip(boundaries, boundaries.dropFirst()).first { low, high in
                    BSONValue.compare(value, low) >= 0 && BSONValue.compare(value, high) < 0
                }
                guard let id = place?.0 ?? standard else {
                    throw MongoError(
                        .location(40066),
                        "$switch could not find a matching branch for an input, and no default was specified.")
                }
                let bytes = OrderedKey.bytes(of: id)
                let group = groups[bytes] ?? (id, fields.map { $0.make() })
                groups[bytes] = group
                for (accumulator, field) in zip(group.accumulators, fields) {
                    accumulator.add(try field.argument.evaluate(scope))
                }
            }
            return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, group in
                var result: BSONDocument = ["_id": group.id]
                for (field, accumulator) in zip(fields, group.accumulators) {
                    result.append(field.name, accumulator.result() ?? .null)
                }
                return result
            }
        }
    }
}
