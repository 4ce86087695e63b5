/// https://www.mongodb.com/docs/manual/reference/operator/update-array/
enum UpdateArrayOperators {
    static let table: [String: UpdateOperators.Reader] = [
        "$push": push,
        "$pushAll": { _, _ in
            throw MongoError(
                .failedToParse,
                "Unknown modifier: $pushAll. Expected a valid update modifier or pipeline-style update specified as an array"
            )
        },
        "$addToSet": { path, value in
            var values = [value]
            if case .document(let document) = value, document.first?.key == "$each" {
                guard case .array(let each) = document["$each"] else {
                    throw MongoError(
                        .typeMismatch,
                        "The argument to $each in $addToSet must be an array but it was of type \(document["$each"].typeName)"
                    )
                }
                if document.count > 1 {
                    throw MongoError(
                        .badValue, "Found unexpected fields after $each in $addToSet: \(document.shellText)")
                }
                values = each
            }
            let added = values
            return UpdateOperation(path: path) { old, context, path in
                var result = try array(old, "$addToSet", path, context)
                for value in added where !result.contains(where: { BSONValue.areEqual($0, value) }) {
                    result.append(value)
                }
                return .array(result)
            }
        },
        "$pop": { path, value in
            guard let end = value.integer else {
                throw MongoError(.failedToParse, "Expected a number in: \(path): \(value.shellText)")
            }
            guard end == 1 || end == -1 else {
                throw MongoError(.failedToParse, "$pop expects 1 or -1, found: \(end)")
            }
            return UpdateOperation(path: path, onlyExisting: true) { old, _, path in
                guard let old else { return nil }
                guard case .array(let values) = old else {
                    throw MongoError(
                        .typeMismatch, "Path '\(path)' contains an element of non-array type '\(old.typeName)'")
                }
                return .array(Array(end == 1 ? values.dropLast() : values.dropFirst()))
            }
        },
        "$pull": { path, value in
            if case .document(let document) = value, document.first?.key.first != "$" {
                let filter = try FilterParser.filter(document)
                _ = filter
                return try removal("$pull", path) { element in
                    guard case .document(let inner) = element else { return false }
                    return try FilterParser.filter(document).matches(inner)
                }
            }
            _ = try FilterParser.predicate(value, depth: 0)
            return try removal("$pull", path) { try FilterParser.predicate(value, depth: 0).holdsForPull($0) }
        },
        "$pullAll": { path, value in
            guard case .array(let values) = value else {
                throw MongoError(.badValue, "$pullAll requires an array argument but was given a \(value.typeName)")
            }
            return try removal("$pullAll", path) { element in values.contains { BSONValue.areEqual($0, element) } }
        },
    ]

    private static func array(_ value: BSONValue?, _ name: String, _ path: FieldPath, _ context: UpdateContext) throws
        -> [BSONValue]
    {
        guard let value else { return [] }
        guard case .array(let values) = value else {
            let text =
                name == "$push"
                ? "The field '\(path)' must be an array but is of type \(value.typeName) in document {_id: \(context.id?.shellText ?? "ObjectId")}"
                : "Cannot apply \(name) to non-array field. Field named '\(path.parts.last ?? "")' has non-array type \(value.typeName)"
            throw MongoError(.badValue, text)
        }
        return values
    }

    private static func removal(
        _ name: String, _ path: FieldPath, _ goes: @escaping @Sendable (BSONValue) throws -> Bool
    )
        throws -> UpdateOperation
    {
        UpdateOperation(path: path, onlyExisting: true) { old, _, _ in
            guard let old else { return nil }
            guard case .array(let values) = old else {
                throw MongoError(.badValue, "Cannot apply \(name) to a non-array value")
            }
            return .array(try values.filter { try !goes($0) })
        }
    }

    private static let push: UpdateOperators.Reader = { path, value in
        guard case .document(let document) = value, document.elements.contains(where: { $0.key == "$each" }) else {
            return UpdateOperation(path: path) { old, context, path in
                .array(try array(old, "$push", path, context) + [value])
            }
        }
        guard case .array(let each) = document["$each"] else {
            throw MongoError(
                .badValue,
                "The argument to $each in $push must be an array but it was of type: \(document["$each"].typeName)")
        }
        for key in document.keys where !["$each", "$slice", "$sort", "$position"].contains(key) {
            throw MongoError(.badValue, "Unrecognized clause in $push: \(key)")
        }
        func number(_ key: String) throws -> Int? {
            guard let value = document[key] else { return nil }
            guard let number = value.integer else {
                throw MongoError(
                    .badValue, "The value for \(key) must be an integer value but was given type: \(value.typeName)")
            }
            return Int(number)
        }
        let position = try number("$position")
        let slice = try number("$slice")
        let sort = document["$sort"]
        if case .document(let order) = sort {
            _ = try SortOrder(order)
        } else if let sort, ![1, -1].contains(sort.integer) {
            throw MongoError(
                .badValue,
                "The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields")
        }
        return UpdateOperation(path: path) { old, context, path in
            var values = try array(old, "$push", path, context)
            let place = position.map { $0 < 0 ? max(0, values.count + $0) : min($0, values.count) } ?? values.count
            values.insert(contentsOf: each, at: place)
            if case .document(let order) = sort {
                values = try SortOrder(order).sorted(values) { $0.document ?? [:] }
            } else if let direction = sort?.integer {
                values = values.enumerated().sorted { a, b in
                    let order = BSONValue.compare(a.element, b.element) * Int(direction)
                    return order == 0 ? a.offset < b.offset : order < 0
                }.map(\.element)
            }
            if let slice {
                values = Array(slice >= 0 ? values.prefix(slice) : values.suffix(slice == .min ? .max : -slice))
            }
            return .array(values)
        }
    }
}

extension Predicate {
    /// `$pull` asks the element as if it were the value of a field of its own.
    fileprivate func holdsForPull(_ element: BSONValue) throws -> Bool {
        var ignored: Int?
        return try matches(
            BSONDocument([BSONDocument.Element(key: "element", value: element)]), at: FieldPath(parts: ["element"]),
            .none,
            position: &ignored)
    }
}
