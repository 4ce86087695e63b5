/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/#type-expression-operators
extension ExpressionOperators {
    static let conversion: [String: Function] = [
        "$type": Function(1) { .string($0[0].typeName) },
        "$isNumber": Function(1) { .bool($0[0]?.isNumber ?? false) },
        "$toString": converter("string"), "$toInt": converter("int"), "$toLong": converter("long"),
        "$toDouble": converter("double"), "$toDecimal": converter("decimal"), "$toBool": converter("bool"),
        "$toDate": converter("date"), "$toObjectId": converter("objectId"),
        "$tsSecond": Function(1) { operands in
            guard case .timestamp(let seconds, _) = operands[0] else { return .null }
            return .int64(Int64(seconds))
        },
        "$tsIncrement": Function(1) { operands in
            guard case .timestamp(_, let increment) = operands[0] else { return .null }
            return .int64(Int64(increment))
        },
    ]

    static let conversionForms: [String: Form] = [
        "$convert": { operand, parser in
            let arguments = try arguments(
                of: "$convert", operand, required: ["input", "to"], optional: ["onError", "onNull"], parser)
            return Expression { scope in
                let input = try arguments["input"]?.evaluate(scope)
                guard let input, !input.isNullish else { return try arguments["onNull"]?.evaluate(scope) ?? .null }
                let target = try arguments["to"]?.value(scope) ?? .null
                let type =
                    target.string.flatMap(BSONType.named)
                    ?? target.integer.flatMap(Int.init(exactly:)).flatMap(BSONType.numbered)
                guard let type else {
                    throw MongoError(.badValue, "Unknown type name: \(target.string ?? target.shellText)")
                }
                do { return try convert(input, to: type.alias) } catch let error as MongoError {
                    guard let onError = arguments["onError"] else { throw error }
                    return try onError.evaluate(scope)
                }
            }
        }
    ]

    private static func converter(_ type: String) -> Function {
        Function(1) { operands in
            guard let value = operands[0], !value.isNullish else { return .null }
            return try convert(value, to: type)
        }
    }

    static func convert(_ value: BSONValue, to type: String) throws -> BSONValue {
        if value.typeName == type { return value }
        guard let conversion = conversions[type] else { throw unsupported(value, type) }
        return try conversion(value)
    }

    private static func unsupported(_ value: BSONValue, _ type: String) -> MongoError {
        MongoError(
            .conversionFailure,
            "Unsupported conversion from \(value.typeName) to \(type) in $convert with no onError value")
    }

    private static func failed(_ text: String, _ reason: String) -> MongoError {
        MongoError(
            .conversionFailure, "Failed to parse number '\(text)' in $convert with no onError value: \(reason)")
    }

    private static let conversions: [String: @Sendable (BSONValue) throws -> BSONValue] = [
        "string": { value in
            switch value {
            case .objectID(let id): .string(id.hex)
            case .date(let milliseconds): .string(try DateFormat.iso(milliseconds))
            case .bool, .int32, .int64, .decimal128: .string(value.shellText)
            case .double(let number): .string(number.serverText)
            default: throw unsupported(value, "string")
            }
        },
        "int": { value in
            let long = try integer(value, "int")
            guard let int = Int32(exactly: long) else {
                throw MongoError(
                    .conversionFailure,
                    "Conversion would overflow target type in $convert with no onError value: \(value.shellText)")
            }
            return .int32(int)
        },
        "long": { .int64(try integer($0, "long")) },
        "double": { value in
            switch value {
            case .bool(let flag): return .double(flag ? 1 : 0)
            case .date(let milliseconds): return .double(Double(milliseconds))
            case .string(let text):
                guard let number = Double(text), !text.hasPrefix(" ") else {
                    throw failed(text, "Did not consume whole string.")
                }
                return .double(number)
            default:
                guard let number = value.double else { throw unsupported(value, "double") }
                return .double(number)
            }
        },
        "decimal": { value in
            switch value {
            case .bool(let flag): return .decimal128(Decimal128(flag ? 1 : 0 as Int64))
            case .date(let milliseconds): return .decimal128(Decimal128(milliseconds))
            case .string(let text):
                guard let number = Decimal128(text) else { throw failed(text, "Failed to parse string to decimal") }
                return .decimal128(number)
            default:
                guard value.isNumber else { throw unsupported(value, "decimal") }
                return .decimal128(NumberArithmetic.decimal(value))
            }
        },
        "bool": { .bool($0.isTruthy) },
        "date": { value in
            if let milliseconds = value.dateMilliseconds { return .date(milliseconds) }
            switch value {
            case .string(let text):
                guard let milliseconds = ISODate.milliseconds(of: text) else {
                    throw MongoError(.conversionFailure, "Error parsing date string '\(text)'")
                }
                return .date(milliseconds)
            case .int64, .double, .decimal128:
                guard let milliseconds = value.truncatedInteger else { throw unsupported(value, "date") }
                return .date(milliseconds)
            default: throw unsupported(value, "date")
            }
        },
        "objectId": { value in
            guard case .string(let text) = value else { throw unsupported(value, "objectId") }
            guard let id = ObjectID(hex: text) else {
                throw MongoError(
                    .conversionFailure,
                    "Failed to parse objectId '\(text)' in $convert with no onError value: Invalid string length for parsing to OID, expected 24 but found \(text.utf8.count)"
                )
            }
            return .objectID(id)
        },
    ]

    private static func integer(_ value: BSONValue, _ type: String) throws -> Int64 {
        switch value {
        case .bool(let flag): return flag ? 1 : 0
        case .date(let milliseconds) where type == "long": return milliseconds
        case .string(let text):
            guard let number = Int64(text) else { throw failed(text, "Did not consume whole string.") }
            return number
        default:
            guard value.isNumber else { throw unsupported(value, type) }
            guard let number = value.truncatedInteger else {
                throw MongoError(
                    .conversionFailure,
                    "Conversion would overflow target type in $convert with no onError value: \(value.shellText)")
            }
            return number
        }
    }
}

extension Double {
    /// Without a fraction where it has none, as `$toString` prints.
    var serverText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        return Int64(exactly: self).map { $0.magnitude < 1_000_000_000_000_000 ? String($0) : "\(self)" } ?? "\(self)"
    }
}
