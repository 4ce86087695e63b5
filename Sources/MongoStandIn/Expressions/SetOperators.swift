/// Sets and truth over arrays: https://www.mongodb.com/docs/manual/reference/operator/aggregation/#set-expression-operators
extension ExpressionOperators {
    static let sets: [String: Function] = [
        "$setUnion": Function(Function.any) { operands in
            guard let arrays = try arrays(operands, "$setUnion", 17043) else { return .null }
            return .array(distinct(arrays.flatMap { $0 }))
        },
        "$setIntersection": Function(Function.any) { operands in
            guard let arrays = try arrays(operands, "$setIntersection", 17047), let first = arrays.first else {
                return operands.isEmpty ? [] : .null
            }
            let others = arrays.dropFirst().map { Set($0.map(OrderedKey.bytes(of:))) }
            return .array(
                distinct(first.filter { value in others.allSatisfy { $0.contains(OrderedKey.bytes(of: value)) } }))
        },
        "$setDifference": Function(2) { operands in
            guard let arrays = try arrays(operands, "$setDifference", 17048) else { return .null }
            let removed = Set(arrays[1].map(OrderedKey.bytes(of:)))
            return .array(distinct(arrays[0].filter { !removed.contains(OrderedKey.bytes(of: $0)) }))
        },
        "$setEquals": Function(2...Int.max) { operands in
            guard let arrays = try arrays(operands, "$setEquals", 17044) else { return .null }
            let sets = arrays.map { Set($0.map(OrderedKey.bytes(of:))) }
            return .bool(sets.dropFirst().allSatisfy { $0 == sets[0] })
        },
        "$setIsSubset": Function(2) { operands in
            guard let arrays = try arrays(operands, "$setIsSubset", 17046) else { return .null }
            return .bool(
                Set(arrays[0].map(OrderedKey.bytes(of:))).isSubset(of: arrays[1].map(OrderedKey.bytes(of:))))
        },
        "$anyElementTrue": Function(1) { operands in
            guard let values = operands[0]?.array else {
                throw MongoError(
                    .location(17041), "$anyElementTrue's argument must be an array, but is \(operands[0].typeName)")
            }
            return .bool(values.contains(where: \.isTruthy))
        },
        "$allElementsTrue": Function(1) { operands in
            guard let values = operands[0]?.array else {
                throw MongoError(
                    .location(17040), "$allElementsTrue's argument must be an array, but is \(operands[0].typeName)")
            }
            return .bool(values.allSatisfy(\.isTruthy))
        },
    ]

    /// Without repetitions, in the order of values, which is what the server gives.
    static func distinct(_ values: [BSONValue]) -> [BSONValue] {
        var seen: Set<[UInt8]> = []
        return values.filter { seen.insert(OrderedKey.bytes(of: $0)).inserted }
            .sorted { BSONValue.compare($0, $1) < 0 }
    }

    private static func arrays(_ operands: [BSONValue?], _ name: String, _ code: Int32) throws -> [[BSONValue]]? {
        var arrays: [[BSONValue]] = []
        for operand in operands {
            if operand.isAbsent { return nil }
            guard case .array(let values) = operand else {
                throw MongoError(
                    .location(code),
                    "All operands of \(name) must be arrays. One argument is of type: \(operand.typeName)")
            }
            arrays.append(values)
        }
        return arrays
    }
}
