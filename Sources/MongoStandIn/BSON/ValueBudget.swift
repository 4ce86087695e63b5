/// How large and how deep a value may become before it is a result, so that a few lines of a client's pipeline cannot
/// fill the memory or the stack: values share their parts, so doubling one costs nothing until it is written out.
struct ValueBudget {
    /// What MongoDB allows a document within a pipeline: 64 MB.
    private static let byteLimit = 64 * 1024 * 1024
    /// https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-Nested-Depth-for-BSON-Documents
    static let storedDepth = 180
    /// Within a pipeline a value may be deeper for a while than one that is stored.
    private static let passingDepth = 250

    private var bytes = ValueBudget.byteLimit
    private let depth: Int

    private init(depth: Int) { self.depth = depth }

    /// - Throws: `MongoError` for a value that no pipeline may hold.
    static func check(_ value: BSONValue) throws {
        switch value {
        case .document, .array, .string:
            var budget = ValueBudget(depth: passingDepth)
            try budget.spend(value, level: 0)
        default: return
        }
    }

    /// - Throws: `MongoError` for a document that may not be stored.
    static func checkStored(_ document: BSONDocument) throws {
        var budget = ValueBudget(depth: storedDepth)
        try budget.spend(.document(document), level: 0)
    }

    private mutating func spend(_ value: BSONValue, level: Int) throws {
        if level > depth {
            throw MongoError(.overflow, "Document exceeds maximum nested object depth: \(Self.storedDepth)")
        }
        switch value {
        case .document(let document):
            for element in document.elements {
                try pay(element.key.utf8.count)
                try spend(element.value, level: level + 1)
            }
        case .array(let values): for value in values { try spend(value, level: level + 1) }
        case .string(let text), .symbol(let text), .javascript(let text): try pay(text.utf8.count)
        case .binary(let binary): try pay(binary.bytes.count)
        default: break
        }
        // About what a value takes in memory, beside its content.
        try pay(32)
    }

    private mutating func pay(_ count: Int) throws {
        bytes -= count
        if bytes < 0 {
            throw MongoError(
                .objectTooLarge, "BSONObj size is invalid. Size must be between 0 and \(Self.byteLimit)")
        }
    }
}
