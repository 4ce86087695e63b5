/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/#array-expression-operators
extension ExpressionOperators {
    static let arrays: [String: Function] = [
        "$size": Function(1) { operands in
            guard case .array(let values) = operands[0] else {
                throw MongoError(
                    .location(17124), "The argument to $size must be an array, but was of type: \(operands[0].typeName)"
                )
            }
            return .integer(values.count)
        },
        "$arrayElemAt": Function(2) { operands in
            if operands.contains(where: \.isAbsent) { return .null }
            guard case .array(let values) = operands[0] else {
                throw MongoError(
                    .location(28689), "$arrayElemAt's first argument must be an array, but is \(operands[0].typeName)")
            }
            guard let index = operands[1]?.integer.flatMap(Int.init(exactly:)) else {
                throw MongoError(
                    .location(28690),
                    "$arrayElemAt's second argument must be a numeric value, but is \(operands[1].typeName)")
            }
            let place = index < 0 ? values.count + index : index
            return values.indices.contains(place) ? values[place] : nil
        },
        "$first": Function(1) { try end($0[0], "$first") { $0.first } },
        "$last": Function(1) { try end($0[0], "$last") { $0.last } },
        "$in": Function(2) { operands in
            guard case .array(let values) = operands[1] else {
                throw MongoError(
                    .location(40081), "$in requires an array as a second argument, found: \(operands[1].typeName)")
            }
            guard let value = operands[0] else { return false }
            return .bool(values.contains { BSONValue.areEqual($0, value) })
        },
        "$concatArrays": Function(Function.any) { operands in
            var result: [BSONValue] = []
            for operand in operands {
                if operand.isAbsent { return .null }
                guard case .array(let values) = operand else {
                    throw MongoError(.location(28664), "$concatArrays only supports arrays, not \(operand.typeName)")
                }
                result += values
            }
            return .array(result)
        },
        "$isArray": Function(1) { .bool($0[0]?.array != nil) },
        "$reverseArray": Function(1) { operands in
            if operands[0].isAbsent { return .null }
            guard case .array(let values) = operands[0] else {
                throw MongoError(
                    .location(34435),
                    "The argument to $reverseArray must be an array, but was of type: \(operands[0].typeName)")
            }
            return .array(values.reversed())
        },
        "$slice": Function(2...3, slice),
        "$indexOfArray": Function(2...4) { operands in
            if operands[0].isAbsent { return .null }
            guard case .array(let values) = operands[0] else {
                throw MongoError(
                    .location(40090),
                    "$indexOfArray requires an array as a first argument, found: \(operands[0].typeName)")
            }
            guard let wanted = operands[1] else { return -1 }
            let start = operands.count > 2 ? max(0, Int(operands[2]?.integer ?? 0)) : 0
            let end = operands.count > 3 ? min(values.count, Int(operands[3]?.integer ?? 0)) : values.count
            guard start < end else { return -1 }
            return .integer((start..<end).first { BSONValue.areEqual(values[$0], wanted) } ?? -1)
        },
        "$range": Function(2...3) { operands in
            let bounds = operands.compactMap { $0?.integer.flatMap(Int32.init(exactly:)) }
            guard bounds.count == operands.count else {
                throw MongoError(
                    .location(34443),
                    "$range requires a numeric starting value, found value of type: \(operands[0].typeName)")
            }
            let step = bounds.count > 2 ? Int(bounds[2]) : 1
            if step == 0 { throw MongoError(.location(34449), "$range requires a non-zero step value") }
            let count = (Int(bounds[1]) - Int(bounds[0])) / step
            if count > 1_600_000 {
                throw MongoError(
                    .exceededMemoryLimit,
                    "$range would use too much memory (\(count) values) and cannot spill to disk.")
            }
            return .array(stride(from: Int(bounds[0]), to: Int(bounds[1]), by: step).map { .integer($0) })
        },
        "$arrayToObject": Function(1, arrayToObject),
    ]

    private static func end(_ value: BSONValue?, _ name: String, _ pick: ([BSONValue]) -> BSONValue?) throws
        -> BSONValue?
    {
        if value.isAbsent { return .null }
        guard case .array(let values) = value else {
            throw MongoError(.location(28689), "\(name)'s argument must be an array, but is \(value.typeName)")
        }
        return pick(values)
    }

    private static let slice: @Sendable ([BSONValue?]) throws -> BSONValue? = { operands in
        if operands.contains(where: \.isAbsent) { return .null }
        guard case .array(let values) = operands[0] else {
            throw MongoError(
                .location(28724), "First argument to $slice must be an array, but is of type: \(operands[0].typeName)")
        }
        let numbers = operands.dropFirst().compactMap { $0?.integer.flatMap(Int32.init(exactly:)) }.map(Int.init)
        guard numbers.count == operands.count - 1 else {
            throw MongoError(
                .location(28725),
                "Second argument to $slice must be a numeric value, but is of type: \(operands[1].typeName)")
        }
        if numbers.count == 1 {
            return .array(numbers[0] >= 0 ? Array(values.prefix(numbers[0])) : Array(values.suffix(-numbers[0])))
        }
        guard numbers[1] > 0 else {
            throw MongoError(.location(28729), "Third argument to $slice must be positive: \(numbers[1])")
        }
        let start = numbers[0] < 0 ? max(0, values.count + numbers[0]) : numbers[0]
        return .array(Array(values.dropFirst(start).prefix(numbers[1])))
    }

    private static let arrayToObject: @Sendable ([BSONValue?]) throws -> BSONValue? = { operands in
        if operands[0].isAbsent { return .null }
        guard case .array(let values) = operands[0] else {
            throw MongoError(
                .location(40386), "$arrayToObject requires an array input, found: \(operands[0].typeName)")
        }
        var result = BSONDocument()
        for value in values {
            switch value {
            case .document(let pair):
                guard pair.count == 2, let key = pair["k"]?.string, let value = pair["v"] else {
                    throw MongoError(
                        .location(40392),
                        "$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:\(pair.count)"
                    )
                }
                result[key] = value
            case .array(let pair):
                guard pair.count == 2, let key = pair[0].string else {
                    throw MongoError(
                        .location(40397),
                        "$arrayToObject requires an array of size 2 arrays,found array of size: \(pair.count)")
                }
                result[key] = pair[1]
            default:
                throw MongoError(
                    .location(40398), "Unrecognised input type format for $arrayToObject: \(value.typeName)")
            }
        }
        return .document(result)
    }

    static let arrayForms: [String: Form] = [
        "$map": { operand, parser in
            let (input, name) = try loop("$map", operand, parser, allowed: ["input", "as", "in"])
            let body = try parser.binding([name]).expression(try part("in", of: operand, "$map"))
            return Expression { scope in
                guard let values = try elements(input, scope, "$map", 16883) else { return .null }
                return .array(try values.map { try body.value(scope.binding(name, to: $0)) })
            }
        },
        "$filter": { operand, parser in
            let (input, name) = try loop("$filter", operand, parser, allowed: ["input", "as", "cond", "limit"])
            let condition = try parser.binding([name]).expression(try part("cond", of: operand, "$filter"))
            let limit = try operand.document?["limit"].map(parser.expression)
            return Expression { scope in
                guard let values = try elements(input, scope, "$filter", 28651) else { return .null }
                let most = try limit?.value(scope).integer.flatMap(Int.init(exactly:)) ?? .max
                var kept: [BSONValue] = []
                for value in values where kept.count < most {
                    if try condition.value(scope.binding(name, to: value)).isTruthy { kept.append(value) }
                }
                return .array(kept)
            }
        },
        "$reduce": { operand, parser in
            let arguments = try arguments(
                of: "$reduce", operand.document.map { .document($0.setting("in", .null)) } ?? operand,
                required: ["input", "initialValue", "in"], parser)
            let body = try parser.binding(["this", "value"]).expression(try part("in", of: operand, "$reduce"))
            return Expression { scope in
                guard let input = arguments["input"],
                    let values = try elements(input, scope, "$reduce", 40080)
                else { return .null }
                var result = try arguments["initialValue"]?.evaluate(scope)
                for value in values {
                    result = try body.evaluate(scope.binding("this", to: value).binding("value", to: result))
                    if let result { try ValueBudget.check(result) }
                }
                return result
            }
        },
        "$zip": { operand, parser in
            guard case .document(let document) = operand, case .array(let inputs) = document["inputs"] else {
                throw MongoError(.location(34461), "inputs must be an array of expressions, found \(operand.typeName)")
            }
            let expressions = try inputs.map(parser.expression)
            let defaults = try document["defaults"].map(parser.expression)
            let useLongest = document["useLongestLength"]?.isTruthy ?? false
            return Expression { scope in
                var arrays: [[BSONValue]] = []
                for expression in expressions {
                    let value = try expression.value(scope)
                    if value.isNullish { return .null }
                    guard let values = value.array else {
                        throw MongoError(
                            .location(34468), "$zip found a non-array expression in input: \(value.shellText)")
                    }
                    arrays.append(values)
                }
                let fill = try defaults?.value(scope).array ?? []
                let lengths = arrays.map(\.count)
                let length = (useLongest ? lengths.max() : lengths.min()) ?? 0
                return .array(
                    (0..<length).map { row in
                        .array(
                            arrays.enumerated().map { column, values in
                                row < values.count ? values[row] : column < fill.count ? fill[column] : .null
                            })
                    })
            }
        },
        "$sortArray": { operand, parser in
            guard case .document(let document) = operand, let input = document["input"], let by = document["sortBy"]
            else {
                throw MongoError(.location(2_942_500), "$sortArray requires 'input' and 'sortBy' to be specified")
            }
            let expression = try parser.expression(input)
            let order = try by.document.map { try SortOrder($0) }
            let isDescending = (by.integer ?? 1) < 0
            return Expression { scope in
                guard let values = try elements(expression, scope, "$sortArray", 2_942_504) else { return .null }
                guard let order else {
                    let sorted = values.sorted { BSONValue.compare($0, $1) < 0 }
                    return .array(isDescending ? sorted.reversed() : sorted)
                }
                return .array(order.sorted(values) { $0.document ?? [:] })
            }
        },
        "$firstN": { try ends("$firstN", $0, $1) { Array($0.prefix($1)) } },
        "$lastN": { try ends("$lastN", $0, $1) { Array($0.suffix($1)) } },
        "$minN": {
            try ends("$minN", $0, $1) { values, count in
                Array(values.filter { !$0.isNullish }.sorted { BSONValue.compare($0, $1) < 0 }.prefix(count))
            }
        },
        "$maxN": {
            try ends("$maxN", $0, $1) { values, count in
                Array(values.filter { !$0.isNullish }.sorted { BSONValue.compare($0, $1) > 0 }.prefix(count))
            }
        },
    ]

    private static func part(_ key: String, of operand: BSONValue, _ name: String) throws -> BSONValue {
        guard let value = operand.document?[key] else {
            throw MongoError(.location(16882), "Missing '\(key)' parameter to \(name)")
        }
        return value
    }

    private static func loop(_ name: String, _ operand: BSONValue, _ parser: ExpressionParser, allowed: [String]) throws
        -> (Expression, String)
    {
        guard case .document(let document) = operand else {
            throw MongoError(.location(16878), "\(name) only supports an object as its argument")
        }
        for key in document.keys where !allowed.contains(key) {
            throw MongoError(.location(16879), "Unrecognized parameter to \(name): \(key)")
        }
        return (try parser.expression(try part("input", of: operand, name)), document["as"]?.string ?? "this")
    }

    /// Nil for an absent input.
    private static func elements(_ input: Expression, _ scope: Scope, _ name: String, _ code: Int32) throws
        -> [BSONValue]?
    {
        let value = try input.evaluate(scope)
        if value.isAbsent { return nil }
        guard case .array(let values) = value else {
            throw MongoError(.location(code), "input to \(name) must be an array not \(value.typeName)")
        }
        return values
    }

    private static func ends(
        _ name: String, _ operand: BSONValue, _ parser: ExpressionParser,
        _ pick: @escaping ([BSONValue], Int) -> [BSONValue]
    ) throws -> Expression {
        let arguments = try arguments(of: name, operand, required: ["input", "n"], parser)
        return Expression { scope in
            guard let count = try arguments["n"]?.value(scope).integer.flatMap(Int.init(exactly:)), count > 0 else {
                throw MongoError(.location(5_787_908), "'n' must be greater than 0")
            }
            guard case .array(let values) = try arguments["input"]?.value(scope) else {
                throw MongoError(.location(5_788_200), "Input must be an array")
            }
            return .array(pick(values, count))
        }
    }
}
