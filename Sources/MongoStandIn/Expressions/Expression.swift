import Determinism

/// An aggregation expression, ready to be evaluated against documents; nil is a missing value.
///
/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/
struct Expression {
    let evaluate: (Scope) throws -> BSONValue?
    /// The value when it does not depend on the document.
    let constant: BSONValue?

    init(_ evaluate: @escaping (Scope) throws -> BSONValue?) {
        self.evaluate = evaluate
        constant = nil
    }

    init(constant: BSONValue) {
        evaluate = { _ in constant }
        self.constant = constant
    }

    /// Evaluates and takes a missing value for null.
    func value(_ scope: Scope) throws -> BSONValue { try evaluate(scope) ?? .null }
}

/// What an expression sees: the document, and the variables in force.
struct Scope {
    var root: BSONDocument
    var current: BSONValue?
    var variables: Variables

    init(root: BSONDocument, variables: Variables) {
        self.root = root
        self.variables = variables
        current = nil
    }

    func binding(_ name: String, to value: BSONValue?) -> Scope {
        var copy = self
        if name == "CURRENT" { copy.current = value } else { copy.variables.bound.append((name, value)) }
        return copy
    }
}

/// `$$NOW`, and what `let` and the array operators bind.
struct Variables: Sendable {
    /// The last one of a name counts; nil is a variable that is bound to a missing value.
    var bound: [(name: String, value: BSONValue?)] = []
    var now: Timestamp
    var random: SeededRandom?

    static let none = Variables(now: Timestamp(microseconds: 0))

    /// Outer nil: not bound at all.
    func value(_ name: String) -> BSONValue?? {
        guard let binding = bound.last(where: { $0.name == name }) else { return nil }
        return .some(binding.value)
    }
}
