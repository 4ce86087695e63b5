/// Accumulators as expressions: over their operands, or over the elements of the one operand when that is an array.
///
/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/#accumulators--in-other-stages-
extension ExpressionOperators {
    static let accumulatorForms: [String: Form] = [
        "$sum": fold("$sum"), "$avg": fold("$avg"), "$min": fold("$min"), "$max": fold("$max"),
        "$stdDevPop": fold("$stdDevPop"), "$stdDevSamp": fold("$stdDevSamp"),
    ]

    private static func fold(_ name: String) -> Form {
        { operand, parser in
            let expressions = try (operand.array ?? [operand]).map(parser.expression)
            guard let make = Accumulator.table[name] else { return Expression(constant: .null) }
            return Expression { scope in
                let state = make()
                for expression in expressions {
                    let value = try expression.evaluate(scope)
                    if expressions.count == 1, case .array(let values) = value {
                        for value in values { state.add(value) }
                    } else {
                        state.add(value)
                    }
                }
                return state.result()
            }
        }
    }
}
