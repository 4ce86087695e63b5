/// The operators of expressions, from the files beside this one.
enum ExpressionOperators {
    /// An operator whose operands are all evaluated first.
    struct Function: Sendable {
        var arity: ClosedRange<Int>
        var apply: @Sendable ([BSONValue?]) throws -> BSONValue?

        init(_ arity: ClosedRange<Int>, _ apply: @escaping @Sendable ([BSONValue?]) throws -> BSONValue?) {
            self.arity = arity
            self.apply = apply
        }

        init(_ arity: Int, _ apply: @escaping @Sendable ([BSONValue?]) throws -> BSONValue?) {
            self.init(arity...arity, apply)
        }

        static let any = 0...Int.max

        func arityMessage(_ name: String, _ count: Int) -> String {
            arity.lowerBound == arity.upperBound
                ? "Expression \(name) takes exactly \(arity.lowerBound) arguments. \(count) were passed in."
                : "Expression \(name) takes at least \(arity.lowerBound) arguments, and at most \(arity.upperBound), "
                    + "but \(count) were passed in."
        }
    }

    /// An operator that reads its operand itself: named arguments, variables, or evaluation on demand.
    typealias Form = @Sendable (BSONValue, ExpressionParser) throws -> Expression

    static let functions: [String: Function] = merged([
        arithmetic, comparison, strings, arrays, sets, objects, conversion, dateParts,
    ])

    static let forms: [String: Form] = merged([
        conditional, variables, arrayForms, stringForms, dateForms, objectForms, conversionForms, accumulatorForms,
    ])

    /// Every name, in order.
    static var names: [String] { (Array(functions.keys) + Array(forms.keys)).sorted() }

    private static func merged<Entry>(_ tables: [[String: Entry]]) -> [String: Entry] {
        tables.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }

    /// Reads named arguments, of which `required` must be there and nothing but `optional` may be there too.
    static func arguments(
        of name: String, _ value: BSONValue, required: [String], optional: [String] = [],
        _ parser: ExpressionParser
    ) throws -> [String: Expression] {
        guard case .document(let document) = value else {
            throw MongoError(.failedToParse, "\(name) only supports an object as its argument")
        }
        var arguments: [String: Expression] = [:]
        for element in document.elements {
            guard required.contains(element.key) || optional.contains(element.key) else {
                throw MongoError(.failedToParse, "Unrecognized argument to \(name): \(element.key)")
            }
            arguments[element.key] = try parser.expression(element.value)
        }
        for key in required where arguments[key] == nil {
            throw MongoError(.failedToParse, "Missing '\(key)' parameter to \(name)")
        }
        return arguments
    }
}

extension BSONValue? {
    /// Missing, null or undefined.
    var isAbsent: Bool { self.map(\.isNullish) ?? true }

    /// The name of the type for messages, `missing` for none.
    var typeName: String { self.map(\.typeName) ?? "missing" }
}
