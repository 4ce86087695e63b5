/// A sort specification: https://www.mongodb.com/docs/manual/reference/method/cursor.sort/
struct SortOrder {
    private let keys: [(path: FieldPath, isAscending: Bool)]

    init(_ document: BSONDocument) throws {
        if document.count > 32 { throw MongoError(.badValue, "too many compound keys") }
        keys = try document.elements.map { element in
            if element.value.document?["$meta"] != nil {
                throw MongoError.unsupported("$meta sort")
            }
            guard let direction = element.value.integer ?? element.value.double.map({ $0 < 0 ? -1 : 1 }) else {
                throw MongoError(
                    .location(15974), "Illegal key in $sort specification: \(element.key): \(element.value.shellText)")
            }
            guard direction == 1 || direction == -1 else {
                throw MongoError(
                    .location(15975), "$sort key ordering must be 1 (for ascending) or -1 (for descending)")
            }
            let path = try FieldPath(element.key)
            if path.parts.contains("") {
                throw MongoError(.location(15998), "FieldPath field names may not be empty strings.")
            }
            return (path, direction > 0)
        }
    }

    var isEmpty: Bool { keys.isEmpty }

    /// A stable sort.
    func sorted<Item>(_ items: [Item], _ document: (Item) -> BSONDocument) -> [Item] {
        let keyed = items.enumerated().map { (offset: $0.offset, item: $0.element, key: key(of: document($0.element))) }
        return keyed.sorted { a, b in
            for (index, (x, y)) in zip(a.key, b.key).enumerated() where x != y {
                return x.lexicographicallyPrecedes(y) == keys[index].isAscending
            }
            return a.offset < b.offset
        }.map(\.item)
    }

    /// For each field the bytes by which it sorts: of an array the smallest or the largest element.
    private func key(of document: BSONDocument) -> [[UInt8]] {
        keys.map { path, isAscending in
            if path.parts.count == 1, let value = document[path.parts[0]], value.array == nil {
                return OrderedKey.bytes(of: value)
            }
            var found: [[UInt8]] = []
            var ignored: Int?
            _ = document.anyValue(at: path.parts[...], position: &ignored) { value, _ in
                switch value {
                case .array(let values):
                    // An empty array sorts as undefined, below null.
                    found += values.isEmpty ? [OrderedKey.bytes(of: .undefined)] : values.map(OrderedKey.bytes(of:))
                case let value: found.append(OrderedKey.bytes(of: value ?? .null))
                }
                return false
            }
            let best = found.min { $0.lexicographicallyPrecedes($1) == isAscending && $0 != $1 }
            return best ?? OrderedKey.bytes(of: .null)
        }
    }
}
