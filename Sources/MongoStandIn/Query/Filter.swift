/// A query that has been read and checked, ready to be asked of documents.
///
/// https://www.mongodb.com/docs/manual/reference/operator/query/
indirect enum Filter {
    case and([Filter])
    case or([Filter])
    case nor([Filter])
    case field(FieldPath, Predicate)
    case not(Filter)
    case expression(Expression)
    case constant(Bool)
    case schema(JSONSchema)

    static var all: Filter { .constant(true) }

    /// `position` receives the place in an array at which the document matched, for the positional `$`.
    func matches(_ document: BSONDocument, _ variables: Variables = .none, position: inout Int?) throws -> Bool {
        switch self {
        case .and(let filters):
            for filter in filters where try !filter.matches(document, variables, position: &position) { return false }
            return true
        case .or(let filters):
            for filter in filters where try filter.matches(document, variables, position: &position) { return true }
            return false
        case .nor(let filters):
            var ignored: Int?
            for filter in filters where try filter.matches(document, variables, position: &ignored) { return false }
            return true
        case .not(let filter):
            var ignored: Int?
            return try !filter.matches(document, variables, position: &ignored)
        case .field(let path, let predicate):
            return try predicate.matches(document, at: path, variables, position: &position)
        case .expression(let expression):
            return try expression.evaluate(Scope(root: document, variables: variables))?.isTruthy ?? false
        case .constant(let value): return value
        case .schema(let schema): return try schema.accepts(.document(document))
        }
    }

    func matches(_ document: BSONDocument, _ variables: Variables = .none) throws -> Bool {
        var position: Int?
        return try matches(document, variables, position: &position)
    }
}
