/// One index: https://www.mongodb.com/docs/manual/indexes/
final class Index {
    let id: Int64
    /// What `listIndexes` answers, without the version.
    let spec: BSONDocument
    let paths: [FieldPath]
    let partial: Filter?
    /// Some document has, or had, an array on the indexed path.
    var isMultikey: Bool

    init(id: Int64, spec: BSONDocument, isMultikey: Bool) throws {
        self.id = id
        self.spec = spec
        self.isMultikey = isMultikey
        paths = try (spec["key"]?.document ?? [:]).keys.map { try FieldPath($0) }
        partial = try spec["partialFilterExpression"]?.document.map { try FilterParser.filter($0) }
    }

    var table: String { "i_\(id)" }
    var name: String { spec["name"]?.string ?? "" }
    var keyPattern: BSONDocument { spec["key"]?.document ?? [:] }
    var isUnique: Bool { spec["unique"]?.isTruthy ?? false }
    var isSparse: Bool { spec["sparse"]?.isTruthy ?? false }
    var expireAfterSeconds: Int64? { spec["expireAfterSeconds"]?.truncatedInteger }

    /// The keys under which `document` stands, each with a value for every path; and whether an array was met.
    ///
    /// - Throws: `MongoError` when two of the paths end in different arrays.
    func keys(of document: BSONDocument) throws -> (keys: [[BSONValue]], isMultikey: Bool) {
        if let partial, try !partial.matches(document) { return ([], false) }
        let start = paths.map { Cursor(value: .document(document), rest: $0.parts[...], walked: []) }
        if isSparse, start.allSatisfy({ $0.isMissing }) { return ([], false) }
        var isMultikey = false
        let keys = try Self.expand(start, &isMultikey)
        var seen: Set<[UInt8]> = []
        return (keys.filter { seen.insert(OrderedKey.bytes(of: .array($0))).inserted }, isMultikey)
    }

    /// The bytes of one key in the index's table.
    static func bytes(of key: [BSONValue]) -> [UInt8] {
        var bytes = OrderedKey()
        for value in key { bytes.append(value) }
        return bytes.bytes
    }

    /// How far one path has been followed.
    private struct Cursor {
        var value: BSONValue?
        var rest: ArraySlice<String>
        var walked: [String]

        /// Goes on until the end of the path or an array.
        mutating func advance() {
            while let name = rest.first {
                switch value {
                case .document(let document): value = document[name]
                case .array(let values):
                    guard let index = FieldPath.arrayIndex(name) else { return }
                    value = index < values.count ? values[index] : nil
                default: value = nil
                }
                walked.append(name)
                rest = rest.dropFirst()
            }
        }

        var isMissing: Bool {
            var copy = self
            copy.advance()
            return copy.rest.isEmpty && copy.value == nil
        }
    }

    private static func expand(_ cursors: [Cursor], _ isMultikey: inout Bool) throws -> [[BSONValue]] {
        var cursors = cursors
        for index in cursors.indices { cursors[index].advance() }
        guard let first = cursors.first(where: { $0.value?.array != nil }), case .array(let values) = first.value else {
            return [cursors.map { $0.value ?? .null }]
        }
        isMultikey = true
        for other in cursors where other.value?.array != nil && other.walked != first.walked {
            throw MongoError(
                .cannotIndexParallelArrays,
                "cannot index parallel arrays [\(other.walked.last ?? "")] [\(first.walked.last ?? "")]")
        }
        let elements: [BSONValue?] = values.isEmpty ? [nil] : values
        return try elements.flatMap { element in
            var next = cursors
            for index in next.indices where next[index].value?.array != nil {
                // An element that is an array itself is indexed as it is.
                next[index].value = element ?? (next[index].rest.isEmpty ? .undefined : nil)
                next[index].walked.append("")
            }
            if element?.array != nil { return [next.map { $0.rest.isEmpty ? $0.value ?? .null : .null }] }
            return try expand(next, &isMultikey)
        }
    }
}
