import MongoStandIn
import Testing

/// Expectations are those of the manual's pages on update operators.
@Suite struct UpdateTests {
    struct Example: Sendable {
        var document: String
        var filter = "{}"
        var update: String
        var arrayFilters = "[]"
        var expected: String
    }

    static let examples = [
        Example(
            document: #"{"_id":1,"sku":"abc123","quantity":10,"metrics":{"orders":2,"ratings":3.5}}"#,
            update: #"{"$inc":{"quantity":-2,"metrics.orders":1}}"#,
            expected: #"{"_id":1,"sku":"abc123","quantity":8,"metrics":{"orders":3,"ratings":3.5}}"#),
        Example(
            document: #"{"_id":1,"price":{"$numberDecimal":"10.99"},"quantity":25}"#,
            update: #"{"$mul":{"price":{"$numberDecimal":"1.25"},"quantity":2}}"#,
            expected: #"{"_id":1,"price":{"$numberDecimal":"13.7375"},"quantity":50}"#),
        Example(
            document: #"{"_id":1,"highScore":800,"lowScore":200}"#,
            update: #"{"$min":{"lowScore":150},"$max":{"highScore":950}}"#,
            expected: #"{"_id":1,"highScore":950,"lowScore":150}"#),
        Example(
            document: #"{"_id":1,"alias":["a"],"name":{"first":"george"}}"#,
            update: #"{"$rename":{"alias":"nickname","name.first":"name.fname"}}"#,
            expected: #"{"_id":1,"name":{"fname":"george"},"nickname":["a"]}"#),
        Example(
            document:
                #"{"_id":5,"quizzes":[{"wk":1,"score":10},{"wk":2,"score":8},{"wk":3,"score":5},{"wk":4,"score":6}]}"#,
            update:
                #"{"$push":{"quizzes":{"$each":[{"wk":5,"score":8},{"wk":6,"score":7},{"wk":7,"score":6}],"$sort":{"score":-1},"$slice":3}}}"#,
            expected: #"{"_id":5,"quizzes":[{"wk":1,"score":10},{"wk":2,"score":8},{"wk":5,"score":8}]}"#),
        Example(
            document: #"{"_id":1,"scores":[50,60,70,100]}"#,
            update: #"{"$push":{"scores":{"$each":[20,30],"$position":2}}}"#,
            expected: #"{"_id":1,"scores":[50,60,20,30,70,100]}"#),
        Example(
            document: #"{"_id":2,"item":"cable","tags":["electronics","supplies"]}"#,
            update: #"{"$addToSet":{"tags":{"$each":["camera","electronics","accessories"]}}}"#,
            expected: #"{"_id":2,"item":"cable","tags":["electronics","supplies","camera","accessories"]}"#),
        Example(
            document: #"{"_id":1,"scores":[0,2,5,5,1,0]}"#, update: #"{"$pullAll":{"scores":[0,5]}}"#,
            expected: #"{"_id":1,"scores":[2,1]}"#),
        Example(
            document: #"{"_id":1,"votes":[3,5,6,7,7,8]}"#, update: #"{"$pull":{"votes":{"$gte":6}}}"#,
            expected: #"{"_id":1,"votes":[3,5]}"#),
        Example(
            document: #"{"_id":1,"results":[{"item":"A","score":5},{"item":"B","score":8}]}"#,
            update: #"{"$pull":{"results":{"score":8,"item":"B"}}}"#,
            expected: #"{"_id":1,"results":[{"item":"A","score":5}]}"#),
        Example(
            document: #"{"_id":1,"scores":[8,9,10]}"#, update: #"{"$pop":{"scores":-1}}"#,
            expected: #"{"_id":1,"scores":[9,10]}"#),
        Example(
            document: #"{"_id":1,"grades":[85,80,80]}"#, filter: #"{"_id":1,"grades":80}"#,
            update: #"{"$set":{"grades.$":82}}"#,
            expected: #"{"_id":1,"grades":[85,82,80]}"#),
        Example(
            document: #"{"_id":4,"grades":[{"grade":80,"mean":75},{"grade":85,"mean":90},{"grade":85,"mean":85}]}"#,
            filter: #"{"_id":4,"grades.grade":85}"#, update: #"{"$set":{"grades.$.std":6}}"#,
            expected:
                #"{"_id":4,"grades":[{"grade":80,"mean":75},{"grade":85,"mean":90,"std":6},{"grade":85,"mean":85}]}"#),
        Example(
            document: #"{"_id":1,"grades":[85,82,80]}"#, update: #"{"$inc":{"grades.$[]":10}}"#,
            expected: #"{"_id":1,"grades":[95,92,90]}"#),
        Example(
            document: #"{"_id":1,"grades":[95,102,90]}"#, update: #"{"$set":{"grades.$[element]":100}}"#,
            arrayFilters: #"[{"element":{"$gte":100}}]"#, expected: #"{"_id":1,"grades":[95,100,90]}"#),
        Example(
            document: #"{"_id":1,"expdata":13}"#, update: #"{"$bit":{"expdata":{"and":10}}}"#,
            expected: #"{"_id":1,"expdata":8}"#),
        Example(
            document: #"{"_id":1,"a":{"b":1,"c":2}}"#, update: #"{"$unset":{"a.b":""}}"#,
            expected: #"{"_id":1,"a":{"c":2}}"#),
        Example(document: #"{"_id":1,"a":1}"#, update: #"{"b":2}"#, expected: #"{"_id":1,"b":2}"#),
        Example(
            document: #"{"_id":1,"quiz":[8,6]}"#, update: #"[{"$set":{"total":{"$sum":"$quiz"}}},{"$unset":"quiz"}]"#,
            expected: #"{"_id":1,"total":14}"#),
    ]

    @Test(arguments: examples)
    func `an update does what the manual shows`(example: Example) async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(example.document)
        let updated = try await laboratory.updated(example.filter, example.update, arrayFilters: example.arrayFilters)
        #expect(updated == example.expected)
    }

    @Test(
        arguments: [
            (#"{"$set":{"_id":2}}"#, 66), (#"{"_id":2,"a":1}"#, 66), (#"{"$nope":{"a":1}}"#, 9),
            (#"{"$set":{"a":1},"$inc":{"a":1}}"#, 40), (#"{"$set":{"a":1,"a.b":1}}"#, 40), (#"{"$inc":{"s":1}}"#, 14),
            (#"{"$inc":{"a":"x"}}"#, 14), (#"{"$push":{"a":1}}"#, 2), (#"{"$set":{"a.b":1}}"#, 28),
            (#"{"$set":{"l.$":1}}"#, 2),
        ])
    func `a wrong update is refused with the server's code`(update: String, code: Int64) async throws {
        let laboratory = try await Laboratory()
        let document = #"{"_id":1,"a":1,"s":"x","l":[1]}"#
        try await laboratory.insert(document)
        #expect(try await laboratory.code(#"{"update":"c","updates":[{"q":{},"u":\#(update)}]}"#) == code)
        #expect(try await laboratory.find("{}") == [document])
    }

    @Test func `an upsert is made of the query and the update`() async throws {
        let laboratory = try await Laboratory()
        let matched = try await laboratory.session.updateOne(
            "db", "c", filter: ["_id": 7, "k": ["$eq": "v"], "n": ["$gt": 1]],
            update: ["$set": ["a.b": 1], "$setOnInsert": ["made": true]], upsert: true)
        #expect(matched == 1)
        #expect(try await laboratory.find("{}") == [#"{"_id":7,"k":"v","a":{"b":1},"made":true}"#])
    }

    @Test func `findAndModify returns the document from before or after`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"n":1}"#, #"{"_id":2,"n":2}"#)
        let before = try await laboratory.session.run(
            ["findAndModify": "c", "query": [:], "sort": ["n": -1], "update": ["$inc": ["n": 10]]], database: "db")
        #expect(before["value"]?.json == #"{"_id":2,"n":2}"#)
        let after = try await laboratory.session.run(
            ["findAndModify": "c", "query": ["_id": 2], "update": ["$inc": ["n": 10]], "new": true], database: "db")
        #expect(after["value"]?.json == #"{"_id":2,"n":22}"#)
    }
}
