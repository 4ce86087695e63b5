import Determinism

/// Comparison, boolean logic and choice, in the order of values of all types; a missing value is below null.
extension ExpressionOperators {
    static let comparison: [String: Function] = [
        "$eq": Function(2) { .bool(order($0) == 0) },
        "$ne": Function(2) { .bool(order($0) != 0) },
        "$gt": Function(2) { .bool(order($0) > 0) },
        "$gte": Function(2) { .bool(order($0) >= 0) },
        "$lt": Function(2) { .bool(order($0) < 0) },
        "$lte": Function(2) { .bool(order($0) <= 0) },
        "$cmp": Function(2) { .int32(Int32(order($0).signum())) },
        "$not": Function(1) { .bool(!($0[0]?.isTruthy ?? false)) },
    ]

    /// Missing values are equal to each other and come before everything but the smallest key.
    private static func order(_ operands: [BSONValue?]) -> Int {
        switch (operands[0], operands[1]) {
        case (let a?, let b?): BSONValue.compare(a, b)
        case (nil, nil): 0
        case (nil, let b?): b == .minKey ? 1 : -1
        case (let a?, nil): a == .minKey ? -1 : 1
        }
    }

    static let conditional: [String: Form] = [
        "$and": { operand, parser in
            let expressions = try (operand.array ?? [operand]).map(parser.expression)
            return Expression { scope in
                for expression in expressions where try !expression.value(scope).isTruthy { return false }
                return true
            }
        },
        "$or": { operand, parser in
            let expressions = try (operand.array ?? [operand]).map(parser.expression)
            return Expression { scope in
                for expression in expressions where try expression.value(scope).isTruthy { return true }
                return false
            }
        },
        "$cond": { operand, parser in
            let parts: [Expression]
            if case .array(let values) = operand {
                guard values.count == 3 else {
                    throw MongoError(
                        .location(16020), "Expression $cond takes exactly 3 arguments. \(values.count) were passed in.")
                }
                parts = try values.map(parser.expression)
            } else {
                guard case .document(let document) = operand else {
                    throw MongoError(
                        .location(16020), "Expression $cond takes exactly 3 arguments. 1 were passed in.")
                }
                for key in document.keys where !["if", "then", "else"].contains(key) {
                    throw MongoError(.location(17083), "Unrecognized parameter to $cond: \(key)")
                }
                parts = try zip(["if", "then", "else"], [17080, 17081, 17082] as [Int32]).map { name, code in
                    guard let value = document[name] else {
                        throw MongoError(.location(code), "Missing '\(name)' parameter to $cond")
                    }
                    return try parser.expression(value)
                }
            }
            return Expression { scope in
                try parts[0].value(scope).isTruthy ? try parts[1].evaluate(scope) : try parts[2].evaluate(scope)
            }
        },
        "$ifNull": { operand, parser in
            let values = operand.array ?? [operand]
            guard values.count >= 2 else {
                throw MongoError(
                    .location(1_257_300), "$ifNull needs at least two arguments, had: \(values.count)")
            }
            let expressions = try values.map(parser.expression)
            return Expression { scope in
                for expression in expressions.dropLast() {
                    let value = try expression.evaluate(scope)
                    if !value.isAbsent { return value }
                }
                return try expressions.last?.evaluate(scope)
            }
        },
        "$switch": { operand, parser in
            guard case .document(let document) = operand else {
                throw MongoError(
                    .location(40060), "$switch requires an object as an argument, found: \(operand.typeName)")
            }
            for key in document.keys where key != "branches" && key != "default" {
                throw MongoError(.location(40067), "$switch found an unknown argument: \(key)")
            }
            guard case .array(let branches) = document["branches"] ?? [] else {
                throw MongoError(
                    .location(40061),
                    "$switch expected an array for 'branches', found: \(document["branches"].typeName)")
            }
            let cases = try branches.map { branch -> (Expression, Expression) in
                guard case .document(let branch) = branch else {
                    throw MongoError(
                        .location(40062), "$switch expected each branch to be an object, found: \(branch.typeName)")
                }
                guard let test = branch["case"] else {
                    throw MongoError(.location(40064), "$switch requires each branch have a 'case' expression")
                }
                guard let then = branch["then"] else {
                    throw MongoError(.location(40065), "$switch requires each branch have a 'then' expression.")
                }
                return (try parser.expression(test), try parser.expression(then))
            }
            if cases.isEmpty { throw MongoError(.location(40068), "$switch requires at least one branch.") }
            let otherwise = try document["default"].map(parser.expression)
            return Expression { scope in
                for (test, then) in cases where try test.value(scope).isTruthy { return try then.evaluate(scope) }
                guard let otherwise else {
                    throw MongoError(
                        .location(40066),
                        "$switch could not find a matching branch for an input, and no default was specified.")
                }
                return try otherwise.evaluate(scope)
            }
        },
    ]

    static let variables: [String: Form] = [
        "$literal": { operand, _ in Expression(constant: operand) },
        "$let": { operand, parser in
            guard case .document(let document) = operand, case .document(let vars) = document["vars"],
                let body = document["in"]
            else { throw MongoError(.location(16876), "$let requires 'vars' and 'in'") }
            let bindings = try vars.elements.map { ($0.key, try parser.expression($0.value)) }
            let inner = try parser.binding(vars.keys).expression(body)
            return Expression { scope in
                var bound = scope
                for (name, expression) in bindings { bound = bound.binding(name, to: try expression.evaluate(scope)) }
                return try inner.evaluate(bound)
            }
        },
        "$rand": { _, _ in
            Expression { scope in
                .double(Double((scope.variables.random?.next() ?? 0) >> 11) / Double(1 << 53))
            }
        },
    ]
}
