import Determinism
import Fidelity
import MongoStandIn
import Testing

@Suite struct OptionTests {
    @Test(
        arguments: [
            #"{"find":"c","nope":1}"#, #"{"count":"c","nope":1}"#, #"{"distinct":"c","key":"a","nope":1}"#,
            #"{"aggregate":"c","pipeline":[],"cursor":{},"nope":1}"#,
            #"{"aggregate":"c","pipeline":[],"cursor":{"nope":1}}"#,
            #"{"insert":"c","documents":[{}],"nope":1}"#, #"{"update":"c","updates":[{"q":{},"u":{}}],"nope":1}"#,
            #"{"update":"c","updates":[{"q":{},"u":{},"nope":1}]}"#,
            #"{"delete":"c","deletes":[{"q":{},"limit":0}],"nope":1}"#,
            #"{"delete":"c","deletes":[{"q":{},"limit":0,"nope":1}]}"#,
            #"{"findAndModify":"c","query":{},"remove":true,"nope":1}"#,
            #"{"getMore":{"$numberLong":"1"},"collection":"c","nope":1}"#,
            #"{"find":"c","readConcern":{"nope":1}}"#, #"{"insert":"c","documents":[{}],"writeConcern":{"nope":1}}"#,
        ])
    func `an unknown option is an error and stands in the ledger`(command: String) async throws {
        let laboratory = try await Laboratory()
        #expect(try await laboratory.code(command) == 40415)
        let missing = laboratory.ledger.touched.filter { if case .unsupported = $0.fidelity { true } else { false } }
        #expect(missing.map { $0.entry.feature.hasSuffix(".nope") } == [true])
    }

    @Test(
        arguments: [
            (#"{"find":"c","collation":{"locale":"de"}}"#, "find collation"),
            (#"{"find":"c","filter":{"a":{"$nope":1}}}"#, "query $nope"),
            (#"{"find":"c","filter":{"$nope":1}}"#, "query $nope"),
            (#"{"find":"c","filter":{"a":{"$near":[0,0]}}}"#, "$near"),
            (#"{"find":"c","tailable":true}"#, "find tailable"),
            (#"{"find":"c","filter":{"$expr":{"$nope":1}}}"#, "expression $nope"),
            (#"{"aggregate":"c","pipeline":[{"$nope":1}],"cursor":{}}"#, "stage $nope"),
            (#"{"aggregate":"c","pipeline":[{"$group":{"_id":1,"a":{"$nope":1}}}],"cursor":{}}"#, "accumulator $nope"),
            (#"{"update":"c","updates":[{"q":{},"u":{"$nope":{"a":1}}}]}"#, "update $nope"),
            (#"{"delete":"c","deletes":[{"q":{},"limit":1,"collation":{"locale":"de"}}]}"#, "collation"),
            (#"{"createIndexes":"c","indexes":[{"key":{"a":"text"},"name":"a"}]}"#, "text index"),
        ])
    func `what is not done is refused and stands in the ledger`(command: String, feature: String) async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1}"#)
        #expect(try await laboratory.code(command) != nil)
        #expect(
            laboratory.ledger.touched.contains {
                if case .unsupported = $0.fidelity { $0.entry.feature == feature } else { false }
            })
    }

    @Test func `a hint must name an index, and a sparse one leaves documents out`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"a":1}"#, #"{"_id":2}"#)
        #expect(
            try await laboratory.code(
                #"{"createIndexes":"c","indexes":[{"key":{"a":1},"name":"a_1","sparse":true},{"key":{"b":1},"name":"b_1"}]}"#
            )
                == nil)
        for hint in [#""nope""#, #"{"nope":1}"#] {
            #expect(try await laboratory.code(#"{"find":"c","hint":\#(hint)}"#) == 2)
            #expect(try await laboratory.code(#"{"count":"c","hint":\#(hint)}"#) == 2)
            #expect(try await laboratory.code(#"{"delete":"c","deletes":[{"q":{},"limit":0,"hint":\#(hint)}]}"#) == 2)
            #expect(
                try await laboratory.code(#"{"update":"c","updates":[{"q":{},"u":{"$set":{"b":1}},"hint":\#(hint)}]}"#)
                    == 2)
            #expect(
                try await laboratory.code(#"{"findAndModify":"c","query":{},"remove":true,"hint":\#(hint)}"#) == 2)
            #expect(
                try await laboratory.code(#"{"aggregate":"c","pipeline":[],"cursor":{},"hint":\#(hint)}"#) == 2)
        }
        #expect(try await laboratory.code(#"{"find":"c","hint":5}"#) == 9)
        for (hint, count) in [("a_1", 1), ("b_1", 2), ("_id_", 2)] {
            let reply = try await laboratory.session.run(["count": "c", "hint": .string(hint)], database: "db")
            #expect(reply["n"] == .integer(count))
        }
        let reversed = try await laboratory.session.run(
            ["find": "c", "hint": ["$natural": -1], "limit": 1], database: "db")
        #expect(reversed["cursor"]?.document?["firstBatch"]?.json == #"[{"_id":2}]"#)
    }

    @Test func `a write concern that cannot be met is reported beside a write that is done`() async throws {
        let laboratory = try await Laboratory()
        for (concern, code) in [(BSONValue.int32(2), 100), ("elsewhere", 79)] {
            let reply = try await laboratory.session.run(
                ["insert": "c", "documents": [[:]], "writeConcern": ["w": concern]], database: "db")
            #expect(reply["n"] == 1)
            #expect(reply["writeConcernError"]?.document?["code"] == .integer(code))
        }
        for concern in [BSONValue.int32(1), "majority"] {
            let reply = try await laboratory.session.run(
                ["insert": "c", "documents": [[:]], "writeConcern": ["w": concern]], database: "db")
            #expect(reply["writeConcernError"] == nil)
        }
        #expect(try await laboratory.code(#"{"find":"c","readConcern":{"level":"nope"}}"#) == 2)
        #expect(try await laboratory.code(#"{"find":"c","readConcern":{"level":"snapshot"}}"#) == 115)
        #expect(try await laboratory.code(#"{"find":"c","readConcern":{"level":"majority"},"comment":"x"}"#) == nil)
    }

    @Test func `a cursor belongs to the session that made it`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1}"#, #"{"_id":2}"#)
        func lsid(_ byte: UInt8) -> BSONValue {
            ["id": .binary(BSONBinary(subtype: 4, bytes: [UInt8](repeating: byte, count: 16)))]
        }
        let first = try await laboratory.session.run(["find": "c", "batchSize": 1, "lsid": lsid(1)], database: "db")
        let id = try #require(first["cursor"]?.document?["id"])
        for (session, code) in [(lsid(2), 50738), (BSONValue.null, 50736)] as [(BSONValue, Int64)] {
            let error = await #expect(throws: MongoReplyError.self) {
                _ = try await laboratory.session.run(
                    ["getMore": id, "collection": "c", "lsid": session], database: "db")
            }
            #expect(error?.code == code)
        }
        let rest = try await laboratory.session.run(
            ["getMore": id, "collection": "c", "lsid": lsid(1)], database: "db")
        #expect(rest["cursor"]?.document?["nextBatch"]?.json == #"[{"_id":2}]"#)
    }

    @Test func `a transaction that its client left is over after a minute`() async throws {
        let laboratory = try await Laboratory()
        let statement: BSONDocument = [
            "insert": "c", "documents": [["_id": 1]], "txnNumber": .int64(1), "autocommit": false,
            "startTransaction": true,
            "lsid": ["id": .binary(BSONBinary(subtype: 4, bytes: [UInt8](repeating: 1, count: 16)))],
        ]
        _ = try await laboratory.session.run(statement, database: "db")
        laboratory.clock.advance(by: .seconds(61))
        try await laboratory.insert(#"{"_id":1}"#)
        #expect(try await laboratory.find("{}") == [#"{"_id":1}"#])
    }
}
