/// The types of BSON by their number, the alias that `$type` takes, and their place in the order of values.
struct BSONType: Sendable, Equatable {
    var number: Int
    var alias: String
    /// Values of types with the same rank compare by content, others by rank.
    var rank: UInt8

    static let all: [BSONType] = [
        BSONType(number: 1, alias: "double", rank: 10), BSONType(number: 2, alias: "string", rank: 15),
        BSONType(number: 3, alias: "object", rank: 20), BSONType(number: 4, alias: "array", rank: 25),
        BSONType(number: 5, alias: "binData", rank: 30), BSONType(number: 6, alias: "undefined", rank: 4),
        BSONType(number: 7, alias: "objectId", rank: 35), BSONType(number: 8, alias: "bool", rank: 40),
        BSONType(number: 9, alias: "date", rank: 45), BSONType(number: 10, alias: "null", rank: 5),
        BSONType(number: 11, alias: "regex", rank: 50), BSONType(number: 12, alias: "dbPointer", rank: 55),
        BSONType(number: 13, alias: "javascript", rank: 60), BSONType(number: 14, alias: "symbol", rank: 15),
        BSONType(number: 15, alias: "javascriptWithScope", rank: 65), BSONType(number: 16, alias: "int", rank: 10),
        BSONType(number: 17, alias: "timestamp", rank: 47), BSONType(number: 18, alias: "long", rank: 10),
        BSONType(number: 19, alias: "decimal", rank: 10), BSONType(number: -1, alias: "minKey", rank: 1),
        BSONType(number: 127, alias: "maxKey", rank: 127),
    ]

    static func numbered(_ number: Int) -> BSONType? { all.first { $0.number == number } }
    static func named(_ alias: String) -> BSONType? { all.first { $0.alias == alias } }
}

extension BSONValue {
    /// Its number in the `$type` operator.
    var typeNumber: Int {
        switch self {
        case .double: 1
        case .string: 2
        case .document: 3
        case .array: 4
        case .binary: 5
        case .undefined: 6
        case .objectID: 7
        case .bool: 8
        case .date: 9
        case .null: 10
        case .regex: 11
        case .dbPointer: 12
        case .javascript: 13
        case .symbol: 14
        case .javascriptWithScope: 15
        case .int32: 16
        case .timestamp: 17
        case .int64: 18
        case .decimal128: 19
        case .minKey: -1
        case .maxKey: 127
        }
    }

    /// The alias of its type, such as `binData`.
    package var typeName: String { BSONType.numbered(typeNumber)?.alias ?? "unknown" }

    var rank: UInt8 {
        switch self {
        case .minKey: 1
        case .undefined: 4
        case .null: 5
        case .double, .int32, .int64, .decimal128: 10
        case .string, .symbol: 15
        case .document: 20
        case .array: 25
        case .binary: 30
        case .objectID: 35
        case .bool: 40
        case .date: 45
        case .timestamp: 47
        case .regex: 50
        case .dbPointer: 55
        case .javascript: 60
        case .javascriptWithScope: 65
        case .maxKey: 127
        }
    }
}
