import MongoStandIn
import Testing

/// Expectations are those of the manual's pages on query operators.
@Suite struct QueryTests {
    /// The ids of the documents that match.
    private func ids(_ documents: [String], _ filter: String) async throws -> [String] {
        let laboratory = try await Laboratory()
        for document in documents { try await laboratory.insert(document) }
        return try await laboratory.find(filter, projection: #"{"_id":1}"#)
            .map { String($0.dropFirst(7).dropLast()) }
    }

    /// https://www.mongodb.com/docs/manual/tutorial/query-arrays/
    @Test(
        arguments: [
            (#"{"tags":["red","blank"]}"#, ["2"]), (#"{"tags":{"$all":["red","blank"]}}"#, ["1", "2", "3", "4"]),
            (#"{"tags":"red"}"#, ["1", "2", "3", "4"]), (#"{"dim":{"$gt":25}}"#, ["4"]),
            (#"{"dim":{"$gt":15,"$lt":20}}"#, ["1", "2", "3", "5"]),
            (#"{"dim":{"$elemMatch":{"$gt":22,"$lt":30}}}"#, ["4"]), (#"{"dim.1":{"$gt":25}}"#, ["4"]),
            (#"{"tags":{"$size":3}}"#, ["3"]),
        ])
    func `arrays are queried as the manual shows`(filter: String, expected: [String]) async throws {
        let inventory = [
            #"{"_id":1,"item":"journal","tags":["blank","red"],"dim":[14,21]}"#,
            #"{"_id":2,"item":"notebook","tags":["red","blank"],"dim":[14,21]}"#,
            #"{"_id":3,"item":"paper","tags":["red","blank","plain"],"dim":[14,21]}"#,
            #"{"_id":4,"item":"planner","tags":["blank","red"],"dim":[22.85,30]}"#,
            #"{"_id":5,"item":"postcard","tags":["blue"],"dim":[10,15.25]}"#,
        ]
        #expect(try await ids(inventory, filter) == expected)
    }

    /// https://www.mongodb.com/docs/manual/tutorial/query-array-of-documents/
    @Test(
        arguments: [
            (#"{"instock":{"warehouse":"A","qty":5}}"#, ["1"]), (#"{"instock":{"qty":5,"warehouse":"A"}}"#, []),
            (#"{"instock.qty":{"$lte":20}}"#, ["1", "2", "3", "4", "5"]),
            (#"{"instock.0.qty":{"$lte":20}}"#, ["1", "2", "5"]),
            (#"{"instock":{"$elemMatch":{"qty":5,"warehouse":"A"}}}"#, ["1"]),
            (#"{"instock":{"$elemMatch":{"qty":{"$gt":10,"$lte":20}}}}"#, ["1", "3", "5"]),
            (#"{"instock.qty":{"$gt":10,"$lte":20}}"#, ["1", "3", "4", "5"]),
            (#"{"instock.qty":5,"instock.warehouse":"A"}"#, ["1", "4"]),
        ])
    func `arrays of documents are queried as the manual shows`(filter: String, expected: [String]) async throws {
        let inventory = [
            #"{"_id":1,"instock":[{"warehouse":"A","qty":5},{"warehouse":"C","qty":15}]}"#,
            #"{"_id":2,"instock":[{"warehouse":"C","qty":5}]}"#,
            #"{"_id":3,"instock":[{"warehouse":"A","qty":60},{"warehouse":"B","qty":15}]}"#,
            #"{"_id":4,"instock":[{"warehouse":"A","qty":40},{"warehouse":"B","qty":5}]}"#,
            #"{"_id":5,"instock":[{"warehouse":"B","qty":15},{"warehouse":"C","qty":35}]}"#,
        ]
        #expect(try await ids(inventory, filter) == expected)
    }

    /// https://www.mongodb.com/docs/manual/tutorial/query-for-null-fields/
    @Test(
        arguments: [
            (#"{"item":null}"#, ["1", "2"]), (#"{"item":{"$type":10}}"#, ["1"]),
            (#"{"item":{"$exists":false}}"#, ["2"]),
            (#"{"item":{"$ne":null}}"#, ["3"]),
        ])
    func `null and missing fields are told apart as the manual shows`(filter: String, expected: [String]) async throws {
        #expect(try await ids([#"{"_id":1,"item":null}"#, #"{"_id":2}"#, #"{"_id":3,"item":0}"#], filter) == expected)
    }

    @Test(
        arguments: [
            (#"{"$or":[{"n":1},{"n":3}]}"#, ["1", "3"]), (#"{"$nor":[{"n":1},{"n":3}]}"#, ["2"]),
            (#"{"n":{"$not":{"$gt":1}}}"#, ["1"]), (#"{"n":{"$mod":[2,1]}}"#, ["1", "3"]),
            (#"{"n":{"$in":[2,"x"]}}"#, ["2"]), (#"{"n":{"$nin":[2]}}"#, ["1", "3"]),
            (#"{"s":{"$regex":"^B","$options":"i"}}"#, ["2"]), (#"{"n":{"$bitsAllSet":3}}"#, ["3"]),
            (#"{"$expr":{"$gt":["$n","$m"]}}"#, ["2", "3"]), (#"{"n":{"$type":"number"}}"#, ["1", "2", "3"]),
            (#"{"s":{"$gt":1}}"#, []), (#"{"n":{"$gte":2},"s":"c"}"#, ["3"]),
        ])
    func `operators select`(filter: String, expected: [String]) async throws {
        let documents = [
            #"{"_id":1,"n":1,"m":1,"s":"a"}"#, #"{"_id":2,"n":2,"m":1,"s":"b"}"#, #"{"_id":3,"n":3,"m":2,"s":"c"}"#,
        ]
        #expect(try await ids(documents, filter) == expected)
    }

    @Test(
        arguments: [
            (#"{"$nope":1}"#, 2), (#"{"a":{"$nope":1}}"#, 2), (#"{"a":{"$in":1}}"#, 2), (#"{"$and":[]}"#, 2),
            (#"{"a":{"$size":-1}}"#, 9), (#"{"a":{"$regex":"("}}"#, 51091),
        ])
    func `a wrong query is refused with the server's code`(filter: String, code: Int64) async throws {
        let laboratory = try await Laboratory()
        #expect(try await laboratory.code(#"{"find":"c","filter":\#(filter)}"#) == code)
    }

    @Test func `an index changes how documents are found and not which`() async throws {
        let laboratory = try await Laboratory()
        let filters = [
            #"{"a":1}"#, #"{"a":{"$gt":1}}"#, #"{"a":{"$gt":0,"$lt":2},"b":1}"#, #"{"a":{"$in":[1,2,"x"]}}"#,
            #"{"a":null}"#,
            #"{"a.k":{"$lte":3}}"#, #"{"a":[1,2]}"#, #"{"a":{"$gte":"x"}}"#, #"{"_id":{"$gt":2,"$lte":4}}"#,
        ]
        try await laboratory.insert(
            #"{"_id":1,"a":1,"b":1}"#, #"{"_id":2,"a":[1,2],"b":1}"#, #"{"_id":3,"a":"x"}"#, #"{"_id":4}"#,
            #"{"_id":5,"a":[0,5],"b":1}"#, #"{"_id":6,"a":{"k":3}}"#, #"{"_id":7,"a":[{"k":1},{"k":9}],"b":[1,2]}"#,
            #"{"_id":8,"a":null}"#, #"{"_id":9,"a":1.5,"b":1}"#)
        var before: [[String]] = []
        for filter in filters { before.append(try await laboratory.find(filter)) }
        #expect(
            try await laboratory.code(
                #"{"createIndexes":"c","indexes":[{"key":{"a":1},"name":"a"},{"key":{"a.k":1},"name":"ak"}]}"#) == nil)
        for (filter, expected) in zip(filters, before) {
            #expect(try await laboratory.find(filter) == expected, "\(filter)")
        }
    }

    @Test(
        arguments: [
            (#"{"a":1}"#, #"{"_id":1,"a":1}"#), (#"{"a":0}"#, #"{"_id":1,"b":{"c":2,"d":3},"e":[1,2,3]}"#),
            (#"{"b.c":1,"_id":0}"#, #"{"b":{"c":2}}"#), (#"{"e":{"$slice":-2},"a":1}"#, #"{"_id":1,"a":1,"e":[2,3]}"#),
            (#"{"e":{"$elemMatch":{"$gt":1}}}"#, #"{"_id":1,"e":[2]}"#),
            (#"{"_id":0,"x":{"$add":["$a",1]}}"#, #"{"x":2}"#),
        ])
    func `a projection shapes the result`(projection: String, expected: String) async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"a":1,"b":{"c":2,"d":3},"e":[1,2,3]}"#)
        #expect(try await laboratory.find("{}", projection: projection) == [expected])
    }

    @Test func `a positional projection shows the element that matched`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"grades":[70,87,90]}"#)
        #expect(
            try await laboratory.find(#"{"grades":{"$gte":85}}"#, projection: #"{"grades.$":1}"#)
                == [#"{"_id":1,"grades":[87]}"#])
    }

    @Test func `documents come in the order of insertion, or sorted across types`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(
            #"{"_id":"z","v":"s"}"#, #"{"_id":"a","v":2}"#, #"{"_id":"m"}"#, #"{"_id":"b","v":[1,9]}"#)
        #expect(
            try await laboratory.find("{}", projection: #"{"v":0}"#) == [
                #"{"_id":"z"}"#, #"{"_id":"a"}"#, #"{"_id":"m"}"#, #"{"_id":"b"}"#,
            ])
        #expect(
            try await laboratory.find("{}", projection: #"{"v":0}"#, sort: #"{"v":1}"#)
                == [#"{"_id":"m"}"#, #"{"_id":"b"}"#, #"{"_id":"a"}"#, #"{"_id":"z"}"#])
    }
}
