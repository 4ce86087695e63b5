/// The conditions on array elements that `$[name]` refers to.
struct ArrayFilters: Sendable {
    private let filters: [(name: String, document: BSONDocument)]

    var names: [String] { filters.map(\.name) }

    init(_ documents: [BSONDocument]) throws {
        filters = try documents.map { document in
            let name = try Self.name(of: document)
            _ = try FilterParser.filter(document)
            return (name, document)
        }
        var seen: Set<String> = []
        for (name, _) in filters where !seen.insert(name).inserted {
            throw MongoError(
                .failedToParse, "Found multiple array filters with the same top-level field name \(name)")
        }
    }

    private static func name(of document: BSONDocument) throws -> String {
        guard let first = document.first else {
            throw MongoError(.failedToParse, "Cannot use an expression without a top-level field name in arrayFilters")
        }
        if first.key.first == "$" {
            guard let inner = first.value.array?.first?.document else {
                throw MongoError(
                    .failedToParse, "Cannot use an expression without a top-level field name in arrayFilters")
            }
            return try name(of: inner)
        }
        let name = try FieldPath(first.key).parts[0]
        guard let letter = name.unicodeScalars.first, ("a"..."z").contains(letter) else {
            throw MongoError(
                .badValue,
                "Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '\(name)'"
            )
        }
        return name
    }

    func matches(_ element: BSONValue, _ name: String) throws -> Bool {
        guard let filter = filters.first(where: { $0.name == name }) else { return false }
        return try FilterParser.filter(filter.document).matches(
            BSONDocument([BSONDocument.Element(key: name, value: element)]))
    }
}
