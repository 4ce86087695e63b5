/// The fields that the commands of MongoDB 7.0 take; every other one is an error, as in the real server, whose parsers
/// are made from the same lists: https://github.com/mongodb/mongo/tree/r7.0.14/src/mongo/db/query
enum CommandFields {
    /// What every command takes.
    private static let generic: Set<String> = [
        "$db", "$readPreference", "$clusterTime", "$audit", "$client", "$configServerState", "$configTime",
        "$oplogQueryData", "$queryOptions", "$replData", "$topologyTime", "lsid", "txnNumber", "txnUUID", "autocommit",
        "startTransaction", "coordinator", "readConcern", "writeConcern", "maxTimeMS", "maxTimeMSOpOnly", "comment",
        "apiVersion", "apiStrict", "apiDeprecationErrors", "help", "stmtId", "stmtIds",
    ]

    private static let byCommand: [String: Set<String>] = [
        "find": [
            "filter", "projection", "sort", "hint", "skip", "limit", "batchSize", "singleBatch", "allowDiskUse", "min",
            "max", "returnKey", "showRecordId", "tailable", "oplogReplay", "noCursorTimeout", "awaitData",
            "allowPartialResults", "collation", "let",
        ],
        "getMore": ["collection", "batchSize", "term", "lastKnownCommittedOpTime"],
        "killCursors": ["cursors"],
        "count": ["query", "limit", "skip", "hint", "collation", "fields"],
        "distinct": ["key", "query", "collation"],
        "aggregate": [
            "pipeline", "explain", "allowDiskUse", "cursor", "bypassDocumentValidation", "collation", "hint", "let",
        ],
        "insert": ["documents", "ordered", "bypassDocumentValidation", "isTimeseriesNamespace"],
        "update": ["updates", "ordered", "bypassDocumentValidation", "let", "isTimeseriesNamespace"],
        "delete": ["deletes", "ordered", "let", "isTimeseriesNamespace"],
        "findAndModify": [
            "query", "fields", "sort", "hint", "collation", "remove", "update", "new", "upsert",
            "bypassDocumentValidation", "arrayFilters", "let", "isTimeseriesNamespace",
        ],
        "explain": ["verbosity"],
        "listCollections": ["filter", "nameOnly", "authorizedCollections", "cursor"],
        "listDatabases": ["filter", "nameOnly", "authorizedDatabases"],
        "listIndexes": ["cursor", "includeIndexBuildInfo"],
        "createIndexes": ["indexes", "commitQuorum", "ignoreUnknownIndexOptions"],
        "dropIndexes": ["index"],
        "collMod": [
            "index", "validator", "validationLevel", "validationAction", "viewOn", "pipeline",
            "changeStreamPreAndPostImages",
        ],
        "renameCollection": ["to", "dropTarget"],
        "drop": [], "dropDatabase": [],
        "commitTransaction": ["recoveryToken"], "abortTransaction": ["recoveryToken"],
    ]

    /// - Throws: `MongoError` 40415 for a field that `command` does not know.
    static func check(_ invocation: Invocation, of command: Command) throws {
        guard let known = byCommand[command.name] else { return }
        for key in invocation.command.keys.dropFirst() where !known.contains(key) && !generic.contains(key) {
            throw MongoError.unknownField("\(command.name).\(key)")
        }
        try Concern.check(invocation)
    }

    /// The fields of a statement within a batch.
    static func check(_ statement: BSONDocument, _ name: String, _ known: Set<String>) throws {
        for key in statement.keys where !known.contains(key) { throw MongoError.unknownField("\(name).\(key)") }
    }
}
