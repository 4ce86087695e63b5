import Determinism
import MongoStandIn
import Testing

@Suite struct BSONTests {
    static let sample: BSONDocument = [
        "double": 1.5, "string": "grüße", "document": ["a": 1], "array": [1, "two", [3]],
        "binary": .binary(BSONBinary(subtype: 4, bytes: [UInt8](0..<16))), "undefined": .undefined,
        "id": ObjectID(hex: "507f1f77bcf86cd799439011").map(BSONValue.objectID) ?? .null, "bool": true,
        "date": .date(-1), "null": nil, "regex": .regex(pattern: "^a", options: "i"), "code": .javascript("x"),
        "symbol": .symbol("s"), "scoped": .javascriptWithScope("y", ["z": 1]), "int": 7,
        "timestamp": .timestamp(seconds: 5, increment: 6), "long": .int64(1 << 40),
        "decimal": .decimal128(Decimal128("1.10") ?? .nan), "min": .minKey, "max": .maxKey,
    ]

    @Test func `every type is read back as it was written`() throws {
        #expect(try BSONDecoder.document(from: Self.sample.bytes) == Self.sample)
    }

    @Test func `the specification's hello world has its published bytes`() {
        let document: BSONDocument = ["hello": "world"]
        #expect(document.bytes == Array("\u{16}\0\0\0\u{2}hello\0\u{6}\0\0\0world\0\0".utf8))
    }

    @Test func `a document cut anywhere is refused`() {
        let bytes = Self.sample.bytes
        for count in 0..<bytes.count {
            #expect(throws: BSONError.self) { try BSONDecoder.document(from: Array(bytes.prefix(count))) }
        }
    }

    @Test func `a document with any byte changed is read or refused, never trapped`() {
        let bytes = Self.sample.bytes
        for index in bytes.indices {
            for change in [0x01, 0x7F, 0x80, 0xFF] as [UInt8] {
                var hostile = bytes
                hostile[index] ^= change
                if let read = try? BSONDecoder.document(from: hostile) { _ = read.bytes }
            }
        }
    }

    @Test func `nesting beyond the limit is refused`() {
        var document: BSONDocument = [:]
        for _ in 0...BSONDecoder.depthLimit { document = ["a": .document(document)] }
        #expect(throws: BSONError.tooDeep) { try BSONDecoder.document(from: document.bytes) }
    }

    /// https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/
    @Test func `values of different types have MongoDB's order`() throws {
        let id = try #require(ObjectID(hex: "507f1f77bcf86cd799439011"))
        let ordered: [BSONValue] = [
            .minKey, nil, .double(.nan), .double(-.infinity), -5, -0.5, 0, 0.1, 1, 1.5, .int64(1 << 60), "", "a", "b",
            ["a": 1], [1], .binary(BSONBinary(bytes: [1])), .objectID(id), false, true, .date(0),
            .timestamp(seconds: 0, increment: 1), .regex(pattern: "a", options: ""), .maxKey,
        ]
        for (place, pair) in zip(ordered, ordered.dropFirst()).enumerated() {
            #expect(BSONValue.compare(pair.0, pair.1) < 0, "at \(place)")
            #expect(BSONValue.compare(pair.1, pair.0) > 0, "at \(place)")
        }
    }

    @Test func `numbers are equal across types when their values are, and only then`() throws {
        let decimal = try #require(Decimal128("0.1"))
        #expect(BSONValue.areEqual(.int32(1), .double(1)))
        #expect(BSONValue.areEqual(.int64(1), .decimal128(Decimal128(1 as Int64))))
        #expect(!BSONValue.areEqual(.double(0.1), .decimal128(decimal)))
        #expect(!BSONValue.areEqual(.int64(9_007_199_254_740_993), .double(9_007_199_254_740_992)))
    }

    /// https://github.com/mongodb/specifications/tree/master/source/bson-corpus
    @Test(
        arguments: [
            "0", "-0", "1.10", "0.001234", "1.234E+8", "1E-6176", "9.999999999999999999999999999999999E+6144",
            "Infinity", "-Infinity", "NaN", "12345678901234567", "1E+3",
        ])
    func `a decimal's canonical text is read back`(text: String) throws {
        #expect(try #require(Decimal128(text)).description == text)
    }

    @Test func `decimals add, multiply and divide exactly`() throws {
        let a = try #require(Decimal128("0.1"))
        let b = try #require(Decimal128("0.2"))
        #expect((a + b).description == "0.3")
        #expect((a * b).description == "0.02")
        #expect((a - b).description == "-0.1")
        #expect((Decimal128(1 as Int64) / Decimal128(3 as Int64)).description == "0.3333333333333333333333333333333333")
    }

    @Test func `Extended JSON is read back as the document it was made of`() throws {
        let read = try BSONDocument(json: Self.sample.json)
        #expect(read.json == Self.sample.json)
        #expect(read["decimal"] == Self.sample["decimal"])
        #expect(read["binary"] == Self.sample["binary"])
    }

    @Test func `a date of Extended JSON is the moment it names`() throws {
        #expect(try BSONValue(json: #"{"$date":"2012-12-24T12:15:30.501Z"}"#) == .date(1_356_351_330_501))
        #expect(BSONValue.date(1_356_351_330_501).json == #"{"$date":"2012-12-24T12:15:30.501Z"}"#)
    }
}
