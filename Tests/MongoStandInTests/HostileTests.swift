import MongoStandIn
import Testing

/// A trap in a stand-in takes the whole system with it, so everything here must be answered, with whatever error.
@Suite struct HostileTests {
    private static let least = #"{"$numberLong":"-9223372036854775808"}"#
    private static let most = #"{"$numberLong":"9223372036854775807"}"#
    private static let extremes = [
        least, most, "-2147483648", "2147483647", "0", "-1", "1e300", "-1e300", #"{"$numberDouble":"NaN"}"#,
        #"{"$numberDouble":"Infinity"}"#, #"{"$numberDouble":"-9223372036854775808"}"#,
        #"{"$numberDecimal":"9E6144"}"#, #"{"$numberDecimal":"1E-6176"}"#, #"{"$numberDecimal":"NaN"}"#,
        #"{"$date":{"$numberLong":"-9223372036854775808"}}"#, #"{"$date":{"$numberLong":"9223372036854775807"}}"#,
        #"{"$date":{"$numberLong":"-9223372036854775"}}"#, #""""#, "[]", "{}", "null",
    ]

    private static let fewer = [least, most, "-2147483648", "1e300", #"{"$numberDecimal":"9E6144"}"#, "3", "null"]

    /// Expressions with the places of extreme values marked by `X` and `Y`.
    private static let expressions = [
        #"{"$add":[X,Y]}"#, #"{"$subtract":[X,Y]}"#, #"{"$multiply":[X,Y]}"#, #"{"$divide":[X,Y]}"#,
        #"{"$mod":[X,Y]}"#, #"{"$pow":[X,Y]}"#, #"{"$log":[X,Y]}"#, #"{"$round":[X,Y]}"#, #"{"$trunc":[X,Y]}"#,
        #"{"$abs":X}"#, #"{"$ceil":X}"#, #"{"$floor":X}"#, #"{"$sqrt":X}"#, #"{"$bitNot":X}"#, #"{"$bitAnd":[X,Y]}"#,
        #"{"$toInt":X}"#, #"{"$toLong":X}"#, #"{"$toDouble":X}"#, #"{"$toDecimal":X}"#, #"{"$toString":X}"#,
        #"{"$toDate":X}"#, #"{"$toBool":X}"#, #"{"$range":[X,Y]}"#, #"{"$range":[0,10,X]}"#,
        #"{"$slice":[[1,2,3],X]}"#, #"{"$slice":[[1,2,3],X,Y]}"#, #"{"$arrayElemAt":[[1,2,3],X]}"#,
        #"{"$indexOfArray":[[1,2,3],2,X,Y]}"#, #"{"$indexOfBytes":["abc","b",X,Y]}"#,
        #"{"$indexOfCP":["abc","b",X,Y]}"#, #"{"$substrBytes":["häuser",X,Y]}"#, #"{"$substrCP":["häuser",X,Y]}"#,
        #"{"$firstN":{"input":[1,2],"n":X}}"#, #"{"$maxN":{"input":[1,2],"n":X}}"#,
        #"{"$filter":{"input":[1,2],"cond":true,"limit":X}}"#,
        #"{"$year":X}"#, #"{"$isoWeek":X}"#, #"{"$week":{"date":X,"timezone":"Europe/Berlin"}}"#,
        #"{"$dateToString":{"date":X}}"#, #"{"$dateToString":{"date":X,"format":"%G-%V %j %U %z"}}"#,
        #"{"$dateToParts":{"date":X,"timezone":"America/Lima"}}"#,
        #"{"$dateAdd":{"startDate":X,"unit":"year","amount":Y}}"#,
        #"{"$dateAdd":{"startDate":X,"unit":"month","amount":Y,"timezone":"Europe/Berlin"}}"#,
        #"{"$dateSubtract":{"startDate":X,"unit":"week","amount":Y}}"#,
        #"{"$dateDiff":{"startDate":X,"endDate":Y,"unit":"week"}}"#,
        #"{"$dateDiff":{"startDate":X,"endDate":Y,"unit":"millisecond"}}"#,
        #"{"$dateTrunc":{"date":X,"unit":"week","binSize":Y}}"#,
        #"{"$dateTrunc":{"date":X,"unit":"month","binSize":Y}}"#,
        #"{"$dateTrunc":{"date":{"$date":"1969-12-31T00:00:00Z"},"unit":"year","binSize":X}}"#,
        #"{"$dateFromParts":{"year":2026,"month":X,"day":Y}}"#, #"{"$dateFromParts":{"year":X,"hour":Y,"second":Y}}"#,
        #"{"$convert":{"input":X,"to":"int"}}"#, #"{"$convert":{"input":X,"to":Y}}"#, #"{"$concat":["a",X]}"#,
        #"{"$strcasecmp":[X,Y]}"#, #"{"$arrayToObject":[X]}"#, #"{"$zip":{"inputs":[X,[1]]}}"#,
        #"{"$sum":[X,Y]}"#, #"{"$avg":[X,Y]}"#, #"{"$stdDevPop":[X,Y]}"#,
    ]

    @Test(arguments: expressions)
    func `extreme operands of an expression are answered`(expression: String) async throws {
        let laboratory = try await Laboratory()
        for x in Self.extremes {
            for y in expression.contains("Y") ? Self.fewer : ["0"] {
                let text = expression.replacing("X", with: x).replacing("Y", with: y)
                _ = try await laboratory.code(
                    #"{"aggregate":1,"pipeline":[{"$documents":[{}]},{"$project":{"r":\#(text)}}],"cursor":{}}"#)
            }
        }
        #expect(try await laboratory.code(#"{"ping":1}"#) == nil)
    }

    @Test(
        arguments: [
            #"{"find":"c","skip":X}"#, #"{"find":"c","limit":X}"#, #"{"find":"c","skip":X,"limit":Y}"#,
            #"{"find":"c","batchSize":X}"#, #"{"find":"c","maxTimeMS":X}"#,
            #"{"find":"c","projection":{"a":{"$slice":X}}}"#, #"{"find":"c","projection":{"a":{"$slice":[X,Y]}}}"#,
            #"{"find":"c","filter":{"n":{"$mod":[X,Y]}}}"#, #"{"find":"c","filter":{"a":{"$size":X}}}"#,
            #"{"find":"c","filter":{"n":{"$bitsAllSet":X}}}"#, #"{"find":"c","filter":{"n":{"$bitsAnyClear":[X,Y]}}}"#,
            #"{"find":"c","filter":{"n":{"$type":X}}}"#, #"{"find":"c","filter":{"n":{"$gt":X,"$lte":Y}}}"#,
            #"{"find":"c","sort":{"n":X}}"#, #"{"find":"c","hint":X}"#, #"{"count":"c","skip":X,"limit":Y}"#,
            #"{"getMore":X,"collection":"c","batchSize":Y}"#, #"{"killCursors":"c","cursors":[X,Y]}"#,
            #"{"aggregate":"c","pipeline":[{"$limit":X},{"$skip":Y}],"cursor":{"batchSize":Y}}"#,
            #"{"aggregate":"c","pipeline":[{"$sample":{"size":X}}],"cursor":{}}"#,
            #"{"aggregate":"c","pipeline":[{"$bucket":{"groupBy":"$n","boundaries":[X,Y]}}],"cursor":{}}"#,
            #"{"aggregate":"c","pipeline":[{"$group":{"_id":X,"t":{"$topN":{"n":Y,"output":"$n","sortBy":{"n":1}}}}}],"cursor":{}}"#,
            #"{"update":"c","updates":[{"q":{},"u":{"$inc":{"n":X}}},{"q":{},"u":{"$mul":{"n":Y}}}],"ordered":false}"#,
            #"{"update":"c","updates":[{"q":{},"u":{"$push":{"a":{"$each":[1],"$slice":X,"$position":Y}}}}]}"#,
            #"{"update":"c","updates":[{"q":{},"u":{"$push":{"a":{"$each":[1],"$sort":X}}}},{"q":{},"u":{"$pop":{"a":Y}}}]}"#,
            #"{"update":"c","updates":[{"q":{},"u":{"$bit":{"n":{"xor":X}}},"multi":Y}]}"#,
            #"{"delete":"c","deletes":[{"q":{"none":1},"limit":X}]}"#,
            #"{"create":"k","capped":true,"size":X,"max":Y}"#,
            #"{"createIndexes":"c","indexes":[{"key":{"n":X},"name":"n","expireAfterSeconds":Y}]}"#,
            #"{"collMod":"c","index":{"name":"n","expireAfterSeconds":X}}"#, #"{"getParameter":X}"#,
            #"{"insert":"c","documents":[{"_id":X}],"ordered":Y}"#, #"{"dropIndexes":"c","index":X}"#,
        ])
    func `extreme numbers in a command are answered`(command: String) async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":"d","n":9223372036854775807,"a":[1,2,3]}"#)
        for x in Self.extremes {
            for y in command.contains("Y") ? Self.fewer : ["0"] {
                _ = try await laboratory.code(command.replacing("X", with: x).replacing("Y", with: y))
            }
        }
        #expect(try await laboratory.code(#"{"ping":1}"#) == nil)
    }

    @Test func `values that double or nest themselves end in an error`() async throws {
        let laboratory = try await Laboratory()
        func code(_ stages: String) async throws -> Int64? {
            try await laboratory.code(
                #"{"aggregate":1,"pipeline":[{"$documents":[{"a":"x"}]},\#(stages)],"cursor":{}}"#)
        }
        func repeated(_ stage: String, _ count: Int) -> String {
            [String](repeating: stage, count: count).joined(separator: ",")
        }
        let overflow: Int64 = 15
        let tooLarge: Int64 = 10334
        #expect(try await code(repeated(#"{"$set":{"a":["$a","$a"]}}"#, 60)) == tooLarge)
        #expect(try await code(repeated(#"{"$set":{"a":{"$concat":["$a","$a"]}}}"#, 60)) == tooLarge)
        #expect(try await code(repeated(#"{"$set":{"a":{"b":{"c":["$a"]}}}}"#, 300)) == overflow)
        let reduce = #"{"$set":{"a":{"$reduce":{"input":{"$range":[0,5000]},"initialValue":[],"in":IN}}}}"#
        #expect(try await code(reduce.replacing("IN", with: #"["$$value"]"#)) == overflow)
        #expect(try await code(reduce.replacing("IN", with: #"["$$value","$$value"]"#)) == tooLarge)
        #expect(try await code(repeated(#"{"$set":{"l":[1,2,3,4,5,6,7,8]}},{"$unwind":"$l"}"#, 20)) == 146)
        #expect(try await code(#"{"$set":{"a":{"$range":[0,2147483647]}}}"#) == 146)
    }

    @Test func `a path of very many parts is refused, wherever it stands`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1}"#)
        let path = [String](repeating: "a", count: 20_000).joined(separator: ".")
        for command in [
            #"{"find":"c","filter":{"P":1}}"#, #"{"find":"c","projection":{"P":1}}"#, #"{"find":"c","sort":{"P":1}}"#,
            #"{"update":"c","updates":[{"q":{},"u":{"$set":{"P":1}}}]}"#,
            #"{"update":"c","updates":[{"q":{},"u":{"$rename":{"_id":"P"}}}]}"#,
            #"{"update":"c","updates":[{"q":{"P":1},"u":{"$set":{"b":1}},"upsert":true}]}"#,
            #"{"aggregate":"c","pipeline":[{"$set":{"P":1}}],"cursor":{}}"#,
            #"{"aggregate":"c","pipeline":[{"$set":{"b":"$P"}}],"cursor":{}}"#,
            #"{"aggregate":"c","pipeline":[{"$unwind":{"path":"$_id","includeArrayIndex":"P"}}],"cursor":{}}"#,
            #"{"aggregate":"c","pipeline":[{"$lookup":{"from":"c","localField":"P","foreignField":"b","as":"d"}}],"cursor":{}}"#,
            #"{"aggregate":"c","pipeline":[{"$lookup":{"from":"c","pipeline":[],"as":"P"}}],"cursor":{}}"#,
            #"{"createIndexes":"c","indexes":[{"key":{"P":1},"name":"p"}]}"#, #"{"distinct":"c","key":"P"}"#,
        ] {
            #expect(try await laboratory.code(command.replacing("P", with: path)) == 15, "\(command)")
        }
    }

    @Test func `a document deeper than can be read back is not stored`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"a":1}"#)
        let nesting = #"{"update":"c","updates":[{"q":{},"u":[{"$set":{"a":{"b":{"c":{"d":{"e":"$a"}}}}}}]}]}"#
        var codes: [Int64?] = []
        for _ in 0..<60 { codes.append(try await laboratory.code(nesting)) }
        #expect(codes.first == .some(nil))
        #expect(codes.last == 15)
        #expect(try await laboratory.find("{}").count == 1)
    }

    @Test func `a view that reads itself ends in an error`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1}"#)
        let view =
            #"{"create":"v","viewOn":"c","pipeline":[{"$lookup":{"from":"v","pipeline":[],"as":"all"}}]}"#
        #expect(try await laboratory.code(view) == nil)
        #expect(try await laboratory.code(#"{"find":"v"}"#) == 165)
        #expect(try await laboratory.code(#"{"find":"c"}"#) == nil)
    }

    @Test func `a pattern that tries every way is given up`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.session.insertOne(
            "db", "c", ["_id": 1, "t": .string(String(repeating: "a", count: 60) + "!")])
        #expect(try await laboratory.code(#"{"find":"c","filter":{"t":{"$regex":"^(a+)+$"}}}"#) == 51156)
        let long = String(repeating: "a", count: 40_000)
        #expect(try await laboratory.code(#"{"find":"c","filter":{"t":{"$regex":"\#(long)"}}}"#) == 2)
        for pattern in ["(", "[", "a{999999999999}", "(?<", "\\\\", "(((((a{1000}){1000}){1000}){1000}){1000})"] {
            _ = try await laboratory.code(#"{"find":"c","filter":{"t":{"$regex":"\#(pattern)"}}}"#)
        }
        #expect(try await laboratory.code(#"{"ping":1}"#) == nil)
    }

    @Test func `filters, expressions and pipelines within each other are limited in depth`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1}"#)
        func nested(_ before: String, _ middle: String, _ after: String, _ count: Int) -> String {
            String(repeating: before, count: count) + middle + String(repeating: after, count: count)
        }
        for count in [50, 99, 150] {
            for command in [
                #"{"find":"c","filter":\#(nested(#"{"$or":["#, "{}", "]}", count / 2))}"#,
                #"{"find":"c","filter":{"a":\#(nested(#"{"$not":"#, #"{"$gt":1}"#, "}", count))}}"#,
                #"{"find":"c","filter":{"a":\#(nested(#"{"$elemMatch":{"a":"#, "1", "}}", count / 2))}}"#,
                #"{"find":"c","projection":{"a":\#(nested(#"{"$abs":"#, "1", "}", count))}}"#,
                #"{"find":"c","projection":\#(nested(#"{"a":"#, "1", "}", count))}"#,
                #"{"aggregate":"c","pipeline":\#(nested(#"[{"$facet":{"a":"#, "[]", "}}]", count / 4)),"cursor":{}}"#,
                #"{"aggregate":"c","pipeline":\#(nested(#"[{"$unionWith":{"coll":"c","pipeline":"#, "[]", "}}]", count / 4)),"cursor":{}}"#,
                #"{"insert":"c","documents":[\#(nested(#"{"a":"#, "1", "}", count))]}"#,
            ] { _ = try await laboratory.code(command) }
        }
        #expect(try await laboratory.code(#"{"find":"c"}"#) == nil)
    }

    @Test func `messages of authentication in every wrong shape are refused`() async throws {
        let laboratory = try await Laboratory(users: [MongoUser(name: "u", password: "p", access: .readWrite)])
        for payload in [
            "", "n", "n,,", "n,,n=u", "n,,n=u,r=", "n,,n=,r=x", "n,,r=x,n=u", "y,,n=u,r=x", "p=tls,,n=u,r=x", ",,,,",
            "===",
            "n,,n==2C=3D,r=x", "c=biws,r=,p=", "c=biws,r=x,p=====", "c=biws,r=x,p=AAAA", "n,,n=u,r=\u{0}",
            String(repeating: "n,,", count: 10_000),
        ] {
            for command in ["saslStart", "saslContinue"] {
                for value in [
                    BSONValue.string(payload), .binary(BSONBinary(bytes: Array(payload.utf8))), .int32(1), .null, [],
                ] {
                    let whole: BSONDocument = [
                        command: 1, "mechanism": "SCRAM-SHA-256", "payload": value, "conversationId": 1,
                    ]
                    _ = try? await laboratory.session.run(whole, database: "admin")
                }
            }
        }
        _ = try? await laboratory.session.run(["saslStart": [], "mechanism": 5], database: "admin")
        #expect(try await laboratory.code(#"{"ping":1}"#) == nil)
    }

    @Test func `an array whose keys are no numbers, or huge ones, is read in its order`() async throws {
        let laboratory = try await Laboratory()
        let inner: BSONDocument = ["99999999999999999999": 1, "-1": 2, "x": 3]
        var bytes: BSONDocument = ["a": .document(inner)]
        bytes["_id"] = 1
        var raw = bytes.bytes
        // The type byte of the first element, from document to array.
        raw[4] = 4
        let document = try BSONDecoder.document(from: raw)
        try await laboratory.session.insertOne("db", "c", document)
        #expect(try await laboratory.find("{}") == [#"{"_id":1,"a":[1,2,3]}"#])
    }
}
