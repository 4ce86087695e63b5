import Fidelity

/// Commands of the real server that are known and not done, each with the reason.
extension CommandTable {
    static let refused: [Command] = [
        refuse("bulkWrite", "it came with MongoDB 8", as: MongoError(.commandNotFound, "no such command: 'bulkWrite'")),
        refuse("mapReduce", "there is no JavaScript engine; the aggregation pipeline replaces it"),
        refuse("compact", "SQLite reuses free pages itself"),
        refuse("validate", "documents are checked when they are written"),
        refuse("createUser", "users are given when the stand-in starts"),
        refuse("updateUser", "users are given when the stand-in starts"),
        refuse("dropUser", "users are given when the stand-in starts"),
        refuse("usersInfo", "users are given when the stand-in starts"),
        refuse("createRole", "a user may read, or read and write"),
        refuse("rolesInfo", "a user may read, or read and write"),
        refuse("grantRolesToUser", "a user may read, or read and write"),
        refuse("currentOp", "operations are not tracked"),
        refuse("killOp", "operations are not tracked"),
        refuse("profile", "there is no profiler"),
        refuse("setParameter", "there is nothing to set"),
        refuse("fsync", "every acknowledged write is committed already"),
        refuse("shutdown", "the stand-in stops with its instance"),
        refuse("top", "usage is not counted"),
        refuse("replSetInitiate", "the replica set of one is always there"),
        refuse("replSetStepDown", "there is no other member"),
        refuse("dbHash", "there is no other member to compare with"),
        refuse("configureFailPoint", "faults are injected outside of the stand-in"),
        refuse("createSearchIndexes", "it is part of Atlas Search"),
        refuse("listSearchIndexes", "it is part of Atlas Search"),
        refuse("convertToCapped", "create the collection capped"),
        refuse("cloneCollectionAsCapped", "create the collection capped"),
    ]

    private static func refuse(_ name: String, _ reason: String, as error: MongoError? = nil) -> Command {
        let refusal = error ?? MongoError(.commandNotSupported, "\(name) is not supported by this server: \(reason)")
        return Command(name, "", .unsupported(reason), access: .open, .refused(refusal))
    }
}
