/// Read and write concerns. There is one member and every acknowledged write is committed, so `local`, `available`,
/// `majority` and `linearizable` read the same; `snapshot` is for transactions.
enum Concern {
    private static let levels: Set<String> = ["local", "available", "majority", "linearizable", "snapshot"]

    /// - Throws: `MongoError` for what is no concern, or one that cannot be had.
    static func check(_ invocation: Invocation) throws {
        if let read = try invocation.document("readConcern") {
            try CommandFields.check(
                read, "readConcern", ["level", "afterClusterTime", "afterOpTime", "atClusterTime", "provenance"])
            if let level = read["level"] {
                guard let name = level.string else {
                    throw MongoError.wrongType("readConcern.level", is: level, expected: "string")
                }
                guard levels.contains(name) else {
                    throw MongoError(
                        .badValue, "Enumeration value '\(name)' for field 'readConcern.level' is not a valid value.")
                }
                if name == "snapshot", !invocation.isInTransaction {
                    throw MongoError.unsupported("readConcern snapshot outside of a transaction")
                }
            }
            if read["atClusterTime"] != nil { throw MongoError.unsupported("readConcern atClusterTime") }
        }
        guard let write = try invocation.document("writeConcern") else { return }
        try CommandFields.check(
            write, "writeConcern",
            ["w", "j", "fsync", "wtimeout", "wElectionId", "wOpTime", "provenance", "getLastError"])
        switch write["w"] {
        case nil, .string, .document: break
        case let value? where value.isNumber:
            guard let number = value.integer, (0...50).contains(number) else {
                throw MongoError(
                    .failedToParse,
                    "w has to be a non-negative number and not greater than 50; found: \(value.shellText)")
            }
        case let value?:
            throw MongoError(
                .failedToParse, "w has to be a number, string, or object; found: \(value.typeName)")
        }
    }

    /// What a reply says beside its result when the write is done, and the members that were asked for are not there.
    static func unsatisfied(_ invocation: Invocation) -> BSONValue? {
        switch invocation.command["writeConcern"]?.document?["w"] {
        case let value? where value.isNumber && (value.integer ?? 0) > 1:
            ["code": 100, "codeName": "UnsatisfiableWriteConcern", "errmsg": "Not enough data-bearing nodes"]
        case let value? where value.string != nil && value.string != "majority":
            [
                "code": 79, "codeName": "UnknownReplWriteConcern",
                "errmsg": .string(
                    "No write concern mode named '\(value.string ?? "")' found in replica set configuration"),
            ]
        default: nil
        }
    }
}
