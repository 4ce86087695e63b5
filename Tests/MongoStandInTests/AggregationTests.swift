import MongoStandIn
import Testing

/// Expectations are those of the manual's pages on stages and expressions.
@Suite struct AggregationTests {
    private func sales() async throws -> Laboratory {
        let laboratory = try await Laboratory()
        try await laboratory.insert(
            #"{"_id":1,"item":"abc","price":10,"quantity":2,"date":{"$date":"2014-03-01T08:00:00Z"}}"#,
            #"{"_id":2,"item":"jkl","price":20,"quantity":1,"date":{"$date":"2014-03-01T09:00:00Z"}}"#,
            #"{"_id":3,"item":"xyz","price":5,"quantity":10,"date":{"$date":"2014-03-15T09:00:00Z"}}"#,
            #"{"_id":4,"item":"xyz","price":5,"quantity":20,"date":{"$date":"2014-04-04T11:21:39.736Z"}}"#,
            #"{"_id":5,"item":"abc","price":10,"quantity":10,"date":{"$date":"2014-04-04T21:23:13.331Z"}}"#)
        return laboratory
    }

    /// https://www.mongodb.com/docs/manual/reference/operator/aggregation/group/
    @Test func `documents are grouped by item, having a large enough total`() async throws {
        let groups = try await sales().aggregate(
            #"{"$group":{"_id":"$item","total":{"$sum":{"$multiply":["$price","$quantity"]}}}}"#,
            #"{"$match":{"total":{"$gte":100}}}"#, #"{"$sort":{"_id":1}}"#)
        #expect(groups == [#"{"_id":"abc","total":120}"#, #"{"_id":"xyz","total":150}"#])
    }

    @Test func `documents are grouped by day`() async throws {
        let groups = try await sales().aggregate(
            #"{"$group":{"_id":{"$dateToString":{"format":"%Y-%m-%d","date":"$date"}},"average":{"$avg":"$quantity"},"count":{"$sum":1}}}"#,
            #"{"$sort":{"_id":1}}"#)
        #expect(
            groups == [
                #"{"_id":"2014-03-01","average":1.5,"count":2}"#, #"{"_id":"2014-03-15","average":10.0,"count":1}"#,
                #"{"_id":"2014-04-04","average":15.0,"count":2}"#,
            ])
    }

    /// https://www.mongodb.com/docs/manual/reference/operator/aggregation/lookup/
    @Test func `documents are joined by a field, and by a pipeline`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(
            #"{"_id":1,"item":"almonds","quantity":2}"#, #"{"_id":2,"item":"pecans","quantity":1}"#, #"{"_id":3}"#)
        for document in [#"{"_id":1,"sku":"almonds","stock":120}"#, #"{"_id":2,"sku":null}"#, #"{"_id":3}"#] {
            try await laboratory.session.insertOne("db", "inventory", try BSONDocument(json: document))
        }
        let joined = try await laboratory.aggregate(
            #"{"$lookup":{"from":"inventory","localField":"item","foreignField":"sku","as":"docs"}}"#,
            #"{"$project":{"docs":1}}"#)
        #expect(
            joined == [
                #"{"_id":1,"docs":[{"_id":1,"sku":"almonds","stock":120}]}"#, #"{"_id":2,"docs":[]}"#,
                #"{"_id":3,"docs":[{"_id":2,"sku":null},{"_id":3}]}"#,
            ])
        let counted = try await laboratory.aggregate(
            #"{"$match":{"_id":1}}"#,
            #"{"$lookup":{"from":"inventory","let":{"need":"$quantity","name":"$item"},"pipeline":[{"$match":{"$expr":{"$and":[{"$eq":["$sku","$$name"]},{"$gte":["$stock","$$need"]}]}}},{"$project":{"_id":0,"n":"$$need"}}],"as":"stock"}}"#
        )
        #expect(counted == [#"{"_id":1,"item":"almonds","quantity":2,"stock":[{"n":2}]}"#])
    }

    @Test func `arrays are unwound, facets computed side by side, values put into buckets`() async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(
            #"{"_id":1,"sizes":["S","M"],"year":1850}"#, #"{"_id":2,"sizes":[],"year":1893}"#, #"{"_id":3,"year":1905}"#
        )
        #expect(
            try await laboratory.aggregate(
                #"{"$unwind":{"path":"$sizes","includeArrayIndex":"at","preserveNullAndEmptyArrays":true}}"#,
                #"{"$project":{"year":0}}"#) == [
                    #"{"_id":1,"sizes":"S","at":0}"#, #"{"_id":1,"sizes":"M","at":1}"#, #"{"_id":2,"at":null}"#,
                    #"{"_id":3,"at":null}"#,
                ])
        #expect(
            try await laboratory.aggregate(
                #"{"$facet":{"n":[{"$count":"all"}],"old":[{"$match":{"year":{"$lt":1900}}},{"$project":{"_id":1}}]}}"#)
                == [#"{"n":[{"all":3}],"old":[{"_id":1},{"_id":2}]}"#])
        #expect(
            try await laboratory.aggregate(
                #"{"$bucket":{"groupBy":"$year","boundaries":[1840,1890,1900],"default":"Other"}}"#)
                == [#"{"_id":1840,"count":1}"#, #"{"_id":1890,"count":1}"#, #"{"_id":"Other","count":1}"#])
    }

    @Test(
        arguments: [
            (#"{"$concat":["a","-","b"]}"#, #""a-b""#), (#"{"$substrCP":["hello",1,3]}"#, #""ell""#),
            (#"{"$split":["a,b,c",","]}"#, #"["a","b","c"]"#), (#"{"$toUpper":"abc"}"#, #""ABC""#),
            (#"{"$trim":{"input":"  x "}}"#, #""x""#),
            (#"{"$regexMatch":{"input":"Abc","regex":"^a","options":"i"}}"#, "true"),
            (#"{"$round":[19.25,1]}"#, "19.2"), (#"{"$round":[28.73,-1]}"#, "30.0"), (#"{"$trunc":[19.9]}"#, "19.0"),
            (#"{"$divide":[7,2]}"#, "3.5"), (#"{"$mod":[-7,3]}"#, "-1"), (#"{"$pow":[2,10]}"#, "1024"),
            (#"{"$add":[2147483647,1]}"#, "2147483648"), (#"{"$add":[1,null]}"#, "null"),
            (#"{"$map":{"input":[1,2,3],"as":"x","in":{"$multiply":["$$x",2]}}}"#, "[2,4,6]"),
            (#"{"$filter":{"input":[1,2,3],"cond":{"$gt":["$$this",1]}}}"#, "[2,3]"),
            (#"{"$reduce":{"input":["a","b"],"initialValue":"","in":{"$concat":["$$value","$$this"]}}}"#, #""ab""#),
            (#"{"$arrayElemAt":[[1,2,3],-1]}"#, "3"), (#"{"$slice":[[1,2,3],1,1]}"#, "[2]"),
            (#"{"$size":[[1,2]]}"#, "2"),
            (#"{"$in":[2,[1,2]]}"#, "true"), (#"{"$setUnion":[[1,2],[2,3]]}"#, "[1,2,3]"),
            (#"{"$range":[0,10,3]}"#, "[0,3,6,9]"), (#"{"$zip":{"inputs":[[1,2],["a","b"]]}}"#, #"[[1,"a"],[2,"b"]]"#),
            (#"{"$mergeObjects":[{"a":1},{"b":2}]}"#, #"{"a":1,"b":2}"#),
            (#"{"$objectToArray":{"a":1}}"#, #"[{"k":"a","v":1}]"#),
            (#"{"$arrayToObject":[[["a",1]]]}"#, #"{"a":1}"#), (#"{"$cond":[true,1,2]}"#, "1"),
            (#"{"$ifNull":["$missing","standard"]}"#, #""standard""#),
            (#"{"$switch":{"branches":[{"case":{"$eq":[1,2]},"then":"a"}],"default":"b"}}"#, #""b""#),
            (#"{"$cmp":["a",1]}"#, "1"), (#"{"$toInt":"42"}"#, "42"), (#"{"$toString":1.5}"#, #""1.5""#),
            (#"{"$convert":{"input":"x","to":"int","onError":-1}}"#, "-1"), (#"{"$type":"$missing"}"#, #""missing""#),
            (#"{"$year":{"$toDate":"2017-12-31T00:00:00Z"}}"#, "2017"),
            (#"{"$isoWeek":{"$toDate":"2016-01-01T00:00:00Z"}}"#, "53"),
            (
                #"{"$dateAdd":{"startDate":{"$date":"2020-12-31T00:00:00Z"},"unit":"month","amount":2}}"#,
                #"{"$date":"2021-02-28T00:00:00Z"}"#
            ),
            (
                #"{"$dateDiff":{"startDate":{"$date":"2021-01-30T00:00:00Z"},"endDate":{"$date":"2021-03-01T00:00:00Z"},"unit":"month"}}"#,
                "2"
            ),
            (
                #"{"$dateTrunc":{"date":{"$date":"2021-03-20T11:30:05Z"},"unit":"month"}}"#,
                #"{"$date":"2021-03-01T00:00:00Z"}"#
            ),
            (
                #"{"$dateToString":{"date":{"$date":"2014-01-01T08:15:39.736Z"},"format":"%H:%M:%S:%L%z","timezone":"America/New_York"}}"#,
                #""03:15:39:736-0500""#
            ),
            (#"{"$let":{"vars":{"a":1,"b":2},"in":{"$add":["$$a","$$b"]}}}"#, "3"), (#"{"$avg":[1,2,3]}"#, "2.0"),
            (#"{"$indexOfCP":["cafeteria","e"]}"#, "3"), (#"{"$getField":"n"}"#, "1"),
            (#"{"$sortArray":{"input":[3,1,2],"sortBy":-1}}"#, "[3,2,1]"),
        ])
    func `an expression has the value that the manual shows`(expression: String, expected: String) async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1,"n":1}"#)
        #expect(
            try await laboratory.aggregate(#"{"$project":{"_id":0,"v":\#(expression)}}"#) == [#"{"v":\#(expected)}"#])
    }

    @Test(
        arguments: [
            (#"{"$nope":{}}"#, 40324), (#"{"$group":{}}"#, 15955), (#"{"$limit":0}"#, 15958),
            (#"{"$project":{"a":{"$nope":1}}}"#, 168),
            (#"{"$project":{"a":{"$divide":[1,0]}}}"#, 2), (#"{"$unwind":"a"}"#, 28818),
            (#"{"$changeStream":{}}"#, 115),
        ])
    func `a wrong stage is refused with the server's code`(stage: String, code: Int64) async throws {
        let laboratory = try await Laboratory()
        try await laboratory.insert(#"{"_id":1}"#)
        #expect(try await laboratory.code(#"{"aggregate":"c","pipeline":[\#(stage)],"cursor":{}}"#) == code)
    }

    @Test func `results are written and merged into collections`() async throws {
        let laboratory = try await sales()
        _ = try await laboratory.aggregate(#"{"$group":{"_id":"$item","n":{"$sum":1}}}"#, #"{"$out":"totals"}"#)
        _ = try await laboratory.aggregate(
            #"{"$match":{"item":"abc"}}"#, #"{"$group":{"_id":"$item","most":{"$max":"$quantity"}}}"#,
            #"{"$merge":"totals"}"#)
        #expect(
            try await laboratory.session.find("db", "totals", sort: ["_id": 1]).map(\.json)
                == [#"{"_id":"abc","n":2,"most":10}"#, #"{"_id":"jkl","n":1}"#, #"{"_id":"xyz","n":2}"#])
    }
}
