import Determinism

/// Reads an expression's document into an `Expression`.
struct ExpressionParser {
    /// The variables that `$let`, `$map` and the like have bound around here.
    var names: Set<String> = []
    var depth = 0

    private static let depthLimit = 120
    private static let systemVariables: Set<String> = [
        "ROOT", "CURRENT", "NOW", "CLUSTER_TIME", "REMOVE", "DESCEND", "PRUNE", "KEEP",
    ]

    /// The parser for what stands within, where `more` are bound too.
    func binding(_ more: [String] = []) -> ExpressionParser {
        ExpressionParser(names: names.union(more), depth: depth + 1)
    }

    func expression(_ value: BSONValue) throws -> Expression {
        if depth > Self.depthLimit { throw MongoError(.overflow, "exceeded maximum expression nesting depth") }
        switch value {
        case .string(let text) where text.hasPrefix("$$"): return try variable(String(text.dropFirst(2)))
        case .string(let text) where text.hasPrefix("$"): return try field(String(text.dropFirst()))
        case .document(let document): return try self.document(document)
        case .array(let values):
            let inner = binding()
            let items = try values.map(inner.expression)
            if let constants = Self.constants(items) { return Expression(constant: .array(constants)) }
            return Self.bounded(Expression { scope in .array(try items.map { try $0.value(scope) }) })
        default: return Expression(constant: value)
        }
    }

    private static func constants(_ expressions: [Expression]) -> [BSONValue]? {
        let constants = expressions.compactMap(\.constant)
        return constants.count == expressions.count ? constants : nil
    }

    private func document(_ document: BSONDocument) throws -> Expression {
        if let first = document.first, first.key.hasPrefix("$") {
            guard document.count == 1 else {
                throw MongoError(
                    .location(15983),
                    "an expression specification must contain exactly one field, the name of the expression. Found "
                        + "\(document.count) fields in \(document.shellText), while parsing object \(document.shellText)"
                )
            }
            return try call(first.key, first.value)
        }
        let inner = binding()
        let fields = try document.elements.map { ($0.key, try inner.expression($0.value)) }
        if let constants = Self.constants(fields.map(\.1)) {
            let pairs = zip(document.keys, constants).map { BSONDocument.Element(key: $0, value: $1) }
            return Expression(constant: .document(BSONDocument(pairs)))
        }
        return Self.bounded(
            Expression { scope in
                var result = BSONDocument()
                for (key, expression) in fields {
                    if let value = try expression.evaluate(scope) { result.append(key, value) }
                }
                return .document(result)
            })
    }

    private func call(_ name: String, _ operand: BSONValue) throws -> Expression {
        if let form = ExpressionOperators.forms[name] { return Self.bounded(try form(operand, binding())) }
        guard let function = ExpressionOperators.functions[name] else {
            throw MongoError(
                .invalidPipelineOperator, "Unrecognized expression '\(name)'", missingFeature: "expression \(name)")
        }
        let inner = binding()
        let operands = operand.array ?? [operand]
        guard function.arity.contains(operands.count) else {
            throw MongoError(.location(16020), function.arityMessage(name, operands.count))
        }
        let arguments = try operands.map(inner.expression)
        return Expression { scope in
            let result = try function.apply(try arguments.map { try $0.evaluate(scope) })
            if let result { try ValueBudget.check(result) }
            return result
        }
    }

    /// The same expression, with a limit to what it may make.
    private static func bounded(_ expression: Expression) -> Expression {
        if expression.constant != nil { return expression }
        return Expression { scope in
            let result = try expression.evaluate(scope)
            if let result { try ValueBudget.check(result) }
            return result
        }
    }

    /// A path from the document: `$address.city` over arrays of documents gives an array.
    private func field(_ path: String) throws -> Expression {
        let parts = try FieldPath(path).parts
        for part in parts where part.isEmpty {
            throw MongoError(
                path.isEmpty ? .location(16872) : .location(15998),
                path.isEmpty
                    ? "'$' by itself is not a valid FieldPath" : "FieldPath field names may not be empty strings.")
        }
        for part in parts where part.first == "$" {
            throw MongoError(
                .location(16410),
                "FieldPath field names may not start with '$'. Consider using $getField or $setField.")
        }
        return Expression { scope in
            switch scope.current {
            case nil: Self.value(.document(scope.root), at: parts[...])
            case let current?: Self.value(current, at: parts[...])
            }
        }
    }

    private func variable(_ text: String) throws -> Expression {
        let parts = try FieldPath(text).parts
        let name = parts.first ?? ""
        let rest = parts.dropFirst()
        guard Self.systemVariables.contains(name) || names.contains(name) else {
            throw MongoError(.location(17276), "Use of undefined variable: \(name)")
        }
        return Expression { scope in
            let value: BSONValue?
            if let bound = scope.variables.value(name) {
                value = bound
            } else {
                switch name {
                case "ROOT": value = .document(scope.root)
                case "CURRENT": value = scope.current ?? .document(scope.root)
                case "NOW": value = .date(scope.variables.now.milliseconds)
                case "CLUSTER_TIME":
                    value = .timestamp(
                        seconds: UInt32(truncatingIfNeeded: scope.variables.now.seconds), increment: 1)
                case "DESCEND", "PRUNE", "KEEP": value = .string(name.lowercased())
                default: value = nil
                }
            }
            return value.flatMap { Self.value($0, at: rest) }
        }
    }

    /// What a path means in expressions: arrays are mapped, elements without the field left out.
    static func value(_ value: BSONValue, at path: ArraySlice<String>) -> BSONValue? {
        guard let name = path.first else { return value }
        switch value {
        case .document(let document): return document[name].flatMap { Self.value($0, at: path.dropFirst()) }
        case .array(let values):
            return .array(
                values.compactMap { element in
                    switch element {
                    case .document, .array: Self.value(element, at: path)
                    default: nil
                    }
                })
        default: return nil
        }
    }
}
