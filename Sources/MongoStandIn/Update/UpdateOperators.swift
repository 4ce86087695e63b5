import Determinism

/// https://www.mongodb.com/docs/manual/reference/operator/update-field/
enum UpdateOperators {
    typealias Reader = @Sendable (FieldPath, BSONValue) throws -> UpdateOperation

    static let table: [String: Reader] = fields.merging(UpdateArrayOperators.table) { first, _ in first }

    private static let fields: [String: Reader] = [
        "$set": { path, value in UpdateOperation(path: path) { _, _, _ in value } },
        "$setOnInsert": { path, value in UpdateOperation(path: path, onlyInserting: true) { _, _, _ in value } },
        "$unset": { path, _ in UpdateOperation(path: path, onlyExisting: true) { _, _, _ in nil } },
        "$inc": { try arithmetic("$inc", $0, $1) { NumberArithmetic.add($0, $1) } },
        "$mul": { try arithmetic("$mul", $0, $1) { NumberArithmetic.multiply($0, $1) } },
        "$min": { path, value in
            UpdateOperation(path: path) { old, _, _ in
                old.map { BSONValue.compare(value, $0) < 0 ? value : $0 } ?? value
            }
        },
        "$max": { path, value in
            UpdateOperation(path: path) { old, _, _ in
                old.map { BSONValue.compare(value, $0) > 0 ? value : $0 } ?? value
            }
        },
        "$rename": rename,
        "$currentDate": { path, value in
            var isTimestamp = false
            switch value {
            case .bool: break
            case .document(let document):
                guard let type = document["$type"]?.string, type == "date" || type == "timestamp" else {
                    throw MongoError(
                        .badValue,
                        "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}"
                    )
                }
                isTimestamp = type == "timestamp"
            default:
                throw MongoError(
                    .badValue,
                    "\(value.typeName) is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'})."
                )
            }
            let asTimestamp = isTimestamp
            return UpdateOperation(path: path) { _, context, _ in
                asTimestamp
                    ? .timestamp(seconds: UInt32(truncatingIfNeeded: context.now.milliseconds / 1000), increment: 1)
                    : .date(context.now.milliseconds)
            }
        },
        "$bit": bit,
    ]

    private static func arithmetic(
        _ name: String, _ path: FieldPath, _ amount: BSONValue,
        _ combine: @escaping @Sendable (BSONValue, BSONValue) -> BSONValue
    ) throws -> UpdateOperation {
        guard amount.isNumber else {
            let verb = name == "$inc" ? "increment" : "multiply"
            throw MongoError(.typeMismatch, "Cannot \(verb) with non-numeric argument: {\(path): \(amount.shellText)}")
        }
        return UpdateOperation(path: path) { old, context, path in
            guard let old else { return name == "$inc" ? amount : combine(amount, .int32(0)) }
            guard old.isNumber else {
                let verb = name == "$inc" ? "$inc" : "$mul"
                throw MongoError(
                    .typeMismatch,
                    "Cannot apply \(verb) to a value of non-numeric type. {_id: \(context.id?.shellText ?? "ObjectId")} has the field '\(path.parts.last ?? "")' of non-numeric type \(old.typeName)"
                )
            }
            let result = combine(old, amount)
            if NumberArithmetic.integers(old, amount) != nil, case .double = result {
                throw MongoError(
                    .badValue,
                    "Failed to apply \(name) operations to current value ((NumberLong)\(old.shellText)) for document {_id: \(context.id?.shellText ?? "ObjectId")}"
                )
            }
            return result
        }
    }

    private static let rename: Reader = { path, value in
        guard let text = value.string else {
            throw MongoError(.badValue, "The 'to' field for $rename must be a string: \(path): \(value.shellText)")
        }
        let destination = try FieldPath(text)
        for place in [path, destination] where place.parts.contains(where: { $0.first == "$" }) {
            throw MongoError(
                .badValue,
                "The source and destination field for $rename may not be dynamic: \(place)")
        }
        if path.conflicts(with: destination) {
            throw MongoError(
                .badValue,
                "The source and target field for $rename must \(path == destination ? "differ" : "not be on the same path"): \(path): \(value.shellText)"
            )
        }
        return UpdateOperation(path: path, destination: destination) { _, _, _ in nil }
    }

    private static let bit: Reader = { path, value in
        let operations: [String: @Sendable (Int64, Int64) -> Int64] = [
            "and": { $0 & $1 }, "or": { $0 | $1 }, "xor": { $0 ^ $1 },
        ]
        guard case .document(let document) = value else {
            throw MongoError(
                .badValue,
                "The $bit modifier is not compatible with a \(value.typeName). You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}"
            )
        }
        guard let first = document.first, document.count == 1, let operation = operations[first.key] else {
            throw MongoError(
                .badValue, "The $bit modifier only supports 'and', 'or', and 'xor', not '\(document.first?.key ?? "")'")
        }
        switch first.value {
        case .int32, .int64: break
        default:
            throw MongoError(
                .badValue,
                "The $bit modifier field must be an Integer(32/64 bit); a '\(first.value.typeName)' is not supported here: \(value.shellText)"
            )
        }
        let operand = first.value
        return UpdateOperation(path: path) { old, context, path in
            let current = old ?? .int32(0)
            guard let (a, b, isLong) = NumberArithmetic.integers(current, operand) else {
                throw MongoError(
                    .badValue,
                    "Cannot apply $bit to a value of non-integral type. {_id: \(context.id?.shellText ?? "ObjectId")} has the field \(path) of non-integer type \(current.typeName)"
                )
            }
            return isLong ? .int64(operation(a, b)) : .int32(Int32(truncatingIfNeeded: operation(a, b)))
        }
    }
}
