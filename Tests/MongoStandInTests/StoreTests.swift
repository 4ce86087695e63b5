import Determinism
import Fidelity
import MongoStandIn
import SQLiteStore
import TestSupport
import Testing

@Suite struct StoreTests {
    @Test func `what was acknowledged is there for the next one to open the file, without a close`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/mongo.sqlite"
            let copy = folder + "/after-kill.sqlite"
            let laboratory = try await Laboratory(.file(path))
            try await laboratory.insert(#"{"_id":1,"a":"x"}"#, #"{"_id":2,"a":"y"}"#)
            #expect(
                try await laboratory.code(
                    #"{"createIndexes":"c","indexes":[{"key":{"a":1},"name":"a_1","unique":true}]}"#) == nil)
            // What a killed process leaves: the files as they are on the disk.
            for suffix in ["", "-wal"] { try copyFile(path + suffix, to: copy + suffix) }
            let reopened = try await Laboratory(.file(copy))
            #expect(try await reopened.find("{}") == [#"{"_id":1,"a":"x"}"#, #"{"_id":2,"a":"y"}"#])
            #expect(try await reopened.code(#"{"insert":"c","documents":[{"_id":3,"a":"x"}]}"#) == 11000)
            await laboratory.standIn.close()
        }
    }

    @Test func `a duplicate key names the index and the key`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1}"#)
        await #expect {
            try await laboratory.session.insertOne("db", "c", ["_id": 1])
        } throws: { error in
            (error as? MongoReplyError)?.message
                == "E11000 duplicate key error collection: db.c index: _id_ dup key: { _id: 1 }"
        }
    }

    @Test func `an unordered insert goes on after an error, an ordered one does not`() async throws {
        let laboratory = try await Laboratory()
        #expect(try await laboratory.code(#"{"insert":"c","documents":[{"_id":1},{"_id":1},{"_id":2}]}"#) == 11000)
        #expect(try await laboratory.find("{}") == [#"{"_id":1}"#])
        #expect(
            try await laboratory.code(#"{"insert":"c","documents":[{"_id":1},{"_id":3}],"ordered":false}"#) == 11000)
        #expect(try await laboratory.find("{}") == [#"{"_id":1}"#, #"{"_id":3}"#])
    }

    @Test func `unique, sparse and partial indexes refuse what they should`() async throws {
        let laboratory = try await Laboratory()
        let indexes = #"""
            {"createIndexes":"c","indexes":[{"key":{"a":1},"name":"a","unique":true,"sparse":true},
            {"key":{"b":1},"name":"b","unique":true,"partialFilterExpression":{"on":true}},
            {"key":{"t":1},"name":"t","unique":true,"sparse":true}]}
            """#
        #expect(try await laboratory.code(indexes) == nil)
        try await laboratory.insert(
            #"{"_id":1}"#, #"{"_id":2}"#, #"{"_id":3,"a":1,"b":1,"t":[1,2]}"#, #"{"_id":4,"b":1,"on":true}"#)
        #expect(try await laboratory.code(#"{"insert":"c","documents":[{"_id":5,"a":1}]}"#) == 11000)
        #expect(try await laboratory.code(#"{"insert":"c","documents":[{"_id":5,"b":1}]}"#) == nil)
        #expect(try await laboratory.code(#"{"insert":"c","documents":[{"_id":6,"b":1,"on":true}]}"#) == 11000)
        #expect(try await laboratory.code(#"{"insert":"c","documents":[{"_id":7,"t":2}]}"#) == 11000)
        #expect(try await laboratory.code(#"{"delete":"c","deletes":[{"q":{"_id":3},"limit":1}]}"#) == nil)
        #expect(try await laboratory.code(#"{"insert":"c","documents":[{"_id":7,"t":2}]}"#) == nil)
    }

    @Test func `documents with a time to live go when the instance's clock passes it`() async throws {
        let laboratory = try await Laboratory()
        #expect(
            try await laboratory.code(
                #"{"createIndexes":"c","indexes":[{"key":{"at":1},"name":"at","expireAfterSeconds":60}]}"#) == nil)
        let now = laboratory.clock.now.milliseconds
        try await laboratory.session.insertOne("db", "c", ["_id": 1, "at": .date(now)])
        try await laboratory.session.insertOne("db", "c", ["_id": 2, "at": .date(now + 3_600_000)])
        try await laboratory.session.insertOne("db", "c", ["_id": 3, "at": "never"])
        laboratory.clock.advance(by: .seconds(30))
        #expect(try await laboratory.find("{}").count == 3)
        laboratory.clock.advance(by: .seconds(90))
        #expect(try await laboratory.find("{}", projection: #"{"at":0}"#) == [#"{"_id":2}"#, #"{"_id":3}"#])
    }

    @Test func `a large result comes in batches through a cursor`() async throws {
        let laboratory = try await Laboratory()
        let documents = (0..<250).map { BSONValue.document(["_id": .integer($0)]) }
        _ = try await laboratory.session.run(["insert": "c", "documents": .array(documents)], database: "db")
        let first = try await laboratory.session.run(["find": "c"], database: "db")
        #expect(first["cursor"]?.document?["firstBatch"]?.array?.count == 101)
        #expect(try await laboratory.session.find("db", "c").count == 250)
        #expect(try await laboratory.code(#"{"getMore":{"$numberLong":"99"},"collection":"c"}"#) == 43)
    }

    @Test func `a transaction is seen by nobody before it commits`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"n":1}"#)
        func statement(_ command: BSONDocument, starts: Bool = false, number: Int64 = 1, session: UInt8 = 1)
            -> BSONDocument
        {
            var whole = command
            whole["lsid"] = ["id": .binary(BSONBinary(subtype: 4, bytes: [UInt8](repeating: session, count: 16)))]
            whole["txnNumber"] = .int64(number)
            whole["autocommit"] = false
            if starts { whole["startTransaction"] = true }
            return whole
        }
        let change: BSONDocument = ["update": "c", "updates": [["q": ["_id": 1], "u": ["$inc": ["n": 1]]]]]
        _ = try await laboratory.session.run(statement(change, starts: true), database: "db")
        _ = try await laboratory.session.run(statement(["insert": "c", "documents": [["_id": 2]]]), database: "db")
        #expect(try await laboratory.find("{}") == [#"{"_id":1,"n":1}"#])
        let inside = try await laboratory.session.run(statement(["find": "c"]), database: "db")
        #expect(inside["cursor"]?.document?["firstBatch"]?.json == #"[{"_id":1,"n":2},{"_id":2}]"#)
        await #expect {
            _ = try await laboratory.session.run(statement(change, starts: true, session: 2), database: "db")
        } throws: { error in
            let reply = (error as? MongoReplyError)?.reply
            return reply?["code"] == 112 && reply?["errorLabels"] == ["TransientTransactionError"]
        }
        _ = try await laboratory.session.run(statement(["commitTransaction": 1]), database: "admin")
        #expect(try await laboratory.find("{}") == [#"{"_id":1,"n":2}"#, #"{"_id":2}"#])
    }

    @Test func `a write that is sent again is not done again`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"n":1}"#)
        let command: BSONDocument = [
            "update": "c", "updates": [["q": ["_id": 1], "u": ["$inc": ["n": 1]]]], "txnNumber": .int64(5),
            "lsid": ["id": .binary(BSONBinary(subtype: 4, bytes: [UInt8](repeating: 9, count: 16)))],
        ]
        for _ in 0..<3 {
            let reply = try await laboratory.session.run(command, database: "db")
            #expect(reply["nModified"] == 1)
        }
        #expect(try await laboratory.find("{}") == [#"{"_id":1,"n":2}"#])
    }

    @Test func `a reader may not write`() async throws {
        let reader = MongoUser(name: "eve", password: "pw", access: .readOnly)
        let laboratory = try await Laboratory(users: [reader])
        let session = laboratory.standIn.makeSession(user: reader)
        #expect(try await session.find("db", "c").isEmpty)
        await #expect {
            try await session.insertOne("db", "c", ["_id": 1])
        } throws: { error in
            (error as? MongoReplyError).map {
                $0.code == 13 && $0.message.hasPrefix("not authorized on db to execute command { insert: \"c\"")
            } ?? false
        }
    }

    @Test func `an unknown command and a refused one are recorded`() async throws {
        let laboratory = try await Laboratory()
        #expect(try await laboratory.code(#"{"nope":1}"#) == 59)
        #expect(try await laboratory.code(#"{"mapReduce":"c"}"#) == 115)
        let unsupported = laboratory.ledger.touched.filter {
            if case .unsupported(_) = $0.fidelity { true } else { false }
        }
        #expect(unsupported.map(\.entry.feature) == ["mapReduce", "nope"])
    }
}
