/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/#object-expression-operators
extension ExpressionOperators {
    static let objects: [String: Function] = [
        "$mergeObjects": Function(Function.any) { operands in
            let inner = operands.count == 1 ? operands[0]?.array : nil
            let values = inner?.map(Optional.some) ?? operands
            var result = BSONDocument()
            for value in values where !value.isAbsent {
                guard case .document(let document) = value else {
                    throw MongoError(
                        .location(40400),
                        "$mergeObjects requires object inputs, but input \(value?.shellText ?? "missing") is of type \(value.typeName)"
                    )
                }
                for element in document.elements { result[element.key] = element.value }
            }
            return .document(result)
        },
        "$objectToArray": Function(1) { operands in
            if operands[0].isAbsent { return .null }
            guard case .document(let document) = operands[0] else {
                throw MongoError(
                    .location(40390), "$objectToArray requires a document input, found: \(operands[0].typeName)")
            }
            return .array(document.elements.map { ["k": .string($0.key), "v": $0.value] })
        },
        "$bsonSize": Function(1) { operands in
            if operands[0].isAbsent { return .null }
            guard case .document(let document) = operands[0] else {
                throw MongoError(
                    .location(31393), "$bsonSize requires a document input, found: \(operands[0].typeName)")
            }
            return .integer(document.bytes.count)
        },
        "$binarySize": Function(1) { operands in
            switch operands[0] {
            case .string(let text): return .integer(text.utf8.count)
            case .binary(let binary): return .integer(binary.bytes.count)
            case let value where value.isAbsent: return .null
            case let value:
                throw MongoError(
                    .location(51276), "$binarySize requires a string or BinData argument, found: \(value.typeName)")
            }
        },
    ]

    static let objectForms: [String: Form] = [
        "$getField": { operand, parser in
            let field = operand.document?["field"] ?? operand
            let input = try operand.document?["input"].map(parser.expression)
            let name = try parser.expression(field)
            return Expression { scope in
                guard case .string(let key) = try name.evaluate(scope) else {
                    throw MongoError(.location(5_654_602), "$getField requires 'field' to evaluate to type String")
                }
                guard let input else { return scope.current?.document?[key] ?? scope.root[key] }
                let value = try input.evaluate(scope)
                if let document = value?.document { return document[key] }
                return value.isAbsent ? .null : nil
            }
        },
        "$setField": { try setField("$setField", $0, $1, removes: false) },
        "$unsetField": { try setField("$unsetField", $0, $1, removes: true) },
    ]

    private static func setField(_ name: String, _ operand: BSONValue, _ parser: ExpressionParser, removes: Bool) throws
        -> Expression
    {
        let required = removes ? ["field", "input"] : ["field", "input", "value"]
        let arguments = try arguments(of: name, operand, required: required, parser)
        return Expression { scope in
            guard let key = try arguments["field"]?.value(scope).string else {
                throw MongoError(.location(4_161_107), "\(name) requires 'field' to evaluate to type String")
            }
            let input = try arguments["input"]?.value(scope) ?? .null
            if input.isNullish { return .null }
            guard case .document(let document) = input else {
                throw MongoError(.location(4_161_105), "\(name) requires 'input' to evaluate to type Object")
            }
            return .document(document.setting(key, removes ? nil : try arguments["value"]?.evaluate(scope)))
        }
    }
}
