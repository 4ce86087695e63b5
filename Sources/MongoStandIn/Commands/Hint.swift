/// The `hint` of a command: the name of an index or its key pattern.
///
/// The stand-in chooses its own plan, so a hint changes only what it changes in the result: with a sparse or partial
/// index the documents that are not in it are left out, and `$natural` gives the direction of the scan.
struct Hint {
    /// Leaves out documents that do not stand in it.
    private let index: Index?
    let isReversed: Bool

    static var none: Hint { Hint(index: nil, isReversed: false) }

    private init(index: Index?, isReversed: Bool) {
        self.index = index
        self.isReversed = isReversed
    }

    /// - Throws: `MongoError` BadValue for an index that `collection` does not have.
    init(_ value: BSONValue?, in collection: StoredCollection?) throws {
        let isWanted: (Index) -> Bool
        switch value {
        case nil, .null?, .document([:])?:
            self = .none
            return
        case .document(let document)?:
            if let direction = document["$natural"] {
                self.init(index: nil, isReversed: (direction.double ?? 1) < 0)
                return
            }
            if document == ["_id": 1] {
                self = .none
                return
            }
            isWanted = { BSONValue.areEqual(.document($0.keyPattern), .document(document)) }
        case .string(let name)?:
            if name == "_id_" {
                self = .none
                return
            }
            isWanted = { $0.name == name }
        default: throw MongoError(.failedToParse, "Hint must be a string or an object")
        }
        guard let collection, collection.view == nil else {
            self = .none
            return
        }
        guard let index = collection.indexes.first(where: isWanted) else {
            throw MongoError(
                .badValue,
                "error processing query: ns=\(collection.namespace) planner returned error :: caused by :: hint provided does not correspond to an existing index"
            )
        }
        self.init(index: index.isSparse || index.partial != nil ? index : nil, isReversed: false)
    }

    /// Whether a scan with this hint comes to `document`.
    func reaches(_ document: BSONDocument) throws -> Bool {
        guard let index else { return true }
        return try !index.keys(of: document).keys.isEmpty
    }
}
