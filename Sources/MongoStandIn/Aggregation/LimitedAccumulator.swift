/// Accumulators that keep `n` values: `$firstN`, `$lastN`, `$minN`, `$maxN`, and `$top`, `$bottom` with their `N`.
enum LimitedAccumulator {
    typealias Reader = @Sendable (BSONValue, ExpressionParser) throws -> (() -> Accumulator, Expression)

    static let table: [String: Reader] = [
        "$firstN": { try simple("$firstN", $0, $1) { Array($0.prefix($1)) } },
        "$lastN": { try simple("$lastN", $0, $1) { Array($0.suffix($1)) } },
        "$minN": { try simple("$minN", $0, $1) { values, count in ordered(values, count) { $0 < 0 } } },
        "$maxN": { try simple("$maxN", $0, $1) { values, count in ordered(values, count) { $0 > 0 } } },
        "$top": { try sorted("$top", $0, $1, isN: false) { $0.first } },
        "$bottom": { try sorted("$bottom", $0, $1, isN: false) { $0.last } },
        "$topN": { operand, parser in
            let count = try count("$topN", operand)
            return try sorted("$topN", operand, parser, isN: true) { .array(Array($0.prefix(count))) }
        },
        "$bottomN": { operand, parser in
            let count = try count("$bottomN", operand)
            return try sorted("$bottomN", operand, parser, isN: true) { .array(Array($0.suffix(count))) }
        },
    ]

    private static func ordered(_ values: [BSONValue], _ count: Int, _ isBefore: (Int) -> Bool) -> [BSONValue] {
        Array(values.filter { !$0.isNullish }.sorted { isBefore(BSONValue.compare($0, $1)) }.prefix(count))
    }

    private static func count(_ name: String, _ operand: BSONValue) throws -> Int {
        guard let count = operand.document?["n"]?.integer, count > 0 else {
            throw MongoError(
                .location(5_787_908), "'n' must be greater than 0, found \(operand.document?["n"]?.shellText ?? "none")"
            )
        }
        return Int(clamping: count)
    }

    private static func gathering(_ finish: @escaping ([BSONValue]) -> BSONValue?) -> Accumulator {
        let gathered = Accumulator.table["$push"]?()
        return Accumulator(
            add: { gathered?.add($0 ?? .null) }, result: { finish(gathered?.result()?.array ?? []) })
    }

    private static func simple(
        _ name: String, _ operand: BSONValue, _ parser: ExpressionParser,
        _ pick: @escaping ([BSONValue], Int) -> [BSONValue]
    ) throws -> (() -> Accumulator, Expression) {
        guard let input = operand.document?["input"] else {
            throw MongoError(.location(5_787_906), "Missing value for 'input'")
        }
        let count = try count(name, operand)
        return ({ gathering { .array(pick($0, count)) } }, try parser.expression(input))
    }

    private static func sorted(
        _ name: String, _ operand: BSONValue, _ parser: ExpressionParser, isN: Bool,
        _ pick: @escaping ([BSONValue]) -> BSONValue?
    ) throws -> (() -> Accumulator, Expression) {
        guard let output = operand.document?["output"], let sortBy = operand.document?["sortBy"]?.document else {
            throw MongoError(.location(5_788_005), "\(name) requires 'output' and 'sortBy'")
        }
        let order = try SortOrder(sortBy)
        let value = try parser.expression(output)
        let argument = Expression { scope in ["root": .document(scope.root), "value": try value.value(scope)] }
        return (
            {
                gathering { pairs in
                    pick(
                        order.sorted(pairs) { $0.document?["root"]?.document ?? [:] }.map {
                            $0.document?["value"] ?? .null
                        })
                }
            }, argument
        )
    }
}
