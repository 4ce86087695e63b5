import Determinism
import Fidelity
import MongoStandIn
import SQLiteStore

/// A stand-in in memory with a clock that stands still, for one test.
struct Laboratory {
    let clock = InstanceClock(frozenAt: Timestamp(seconds: 1_700_000_000))
    let ledger = Ledger()
    let standIn: MongoStandIn
    let session: MongoSession

    init(_ location: Connection.Location = .memory, users: [MongoUser] = []) async throws {
        standIn = try await MongoStandIn(
            name: "mongo", location: location, clock: clock, random: SeededRandom(seed: 1), ledger: ledger, users: users
        )
        session = standIn.makeSession()
    }

    /// Inserts documents, given as Extended JSON, into `db.c`.
    func insert(_ documents: String...) async throws {
        for document in documents { try await session.insertOne("db", "c", try BSONDocument(json: document)) }
    }

    /// The documents that match, as Extended JSON.
    func find(_ filter: String, projection: String = "{}", sort: String = "{}") async throws -> [String] {
        try await session.find(
            "db", "c", filter: try BSONDocument(json: filter), sort: try BSONDocument(json: sort),
            projection: try BSONDocument(json: projection)
        ).map(\.json)
    }

    /// What a pipeline over `db.c` gives, as Extended JSON.
    func aggregate(_ stages: String...) async throws -> [String] {
        try await session.aggregate("db", "c", try stages.map { try BSONDocument(json: $0) }).map(\.json)
    }

    /// The one document of `db.c` after an update of it, as Extended JSON.
    func updated(_ filter: String, _ update: String, arrayFilters: String = "[]") async throws -> String? {
        _ = try await session.run(
            [
                "update": "c",
                "updates": [
                    [
                        "q": .document(try BSONDocument(json: filter)), "u": try BSONValue(json: update),
                        "arrayFilters": try BSONValue(json: arrayFilters),
                    ]
                ],
            ], database: "db")
        return try await find("{}").first
    }

    /// The code of the error with which a command answers; nil when it succeeds.
    func code(_ command: String) async throws -> Int64? {
        do {
            _ = try await session.run(try BSONDocument(json: command), database: "db")
            return nil
        } catch let error as MongoReplyError {
            return error.code
        }
    }
}
