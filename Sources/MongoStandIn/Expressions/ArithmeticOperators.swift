import Foundation

/// https://www.mongodb.com/docs/manual/reference/operator/aggregation/#arithmetic-expression-operators
extension ExpressionOperators {
    static let arithmetic: [String: Function] = [
        "$add": Function(Function.any, add),
        "$subtract": Function(2, subtract),
        "$multiply": Function(Function.any) { operands in
            try fold(operands, from: .int32(1), "$multiply", NumberArithmetic.multiply)
        },
        "$divide": Function(2) { operands in
            guard let (a, b) = try numbers(operands, "$divide", verb: "divide") else { return .null }
            if b.isZeroNumber { throw MongoError(.badValue, "can't $divide by zero") }
            return NumberArithmetic.divide(a, b)
        },
        "$mod": Function(2) { operands in
            guard let (a, b) = try numbers(operands, "$mod", verb: "mod") else { return .null }
            if b.isZeroNumber { throw MongoError(.location(16610), "can't $mod by zero") }
            return NumberArithmetic.remainder(a, b)
        },
        "$abs": Function(1) { operands in
            try number(operands, "$abs") { value in
                switch value {
                case .int32(let value): return .integer(Int64(value.magnitude))
                case .int64(let value):
                    if value == .min { throw MongoError(.location(28680), "can't take $abs of long long min") }
                    return .int64(abs(value))
                case .decimal128(let value): return .decimal128(value.isNegative ? -value : value)
                default: return .double(abs(value.double ?? 0))
                }
            }
        },
        "$ceil": Function(1) { try number($0, "$ceil") { round($0, .up, .up) } },
        "$floor": Function(1) { try number($0, "$floor") { round($0, .down, .down) } },
        "$round": Function(1...2) { try rounded($0, "$round", .toNearestOrEven, .halfToEven) },
        "$trunc": Function(1...2) { try rounded($0, "$trunc", .towardZero, .towardZero) },
        "$sqrt": real("$sqrt") { value in
            if value < 0 { throw MongoError(.location(28714), "$sqrt's argument must be greater than or equal to 0") }
            return value.squareRoot()
        },
        "$exp": real("$exp") { exp($0) },
        "$ln": real("$ln") { value in
            if value <= 0 {
                throw MongoError(.location(28766), "$ln's argument must be a positive number, but is \(value)")
            }
            return log(value)
        },
        "$log10": real("$log10") { value in
            if value <= 0 {
                throw MongoError(.location(28761), "$log10's argument must be a positive number, but is \(value)")
            }
            return log10(value)
        },
        "$log": Function(2) { operands in
            guard let (a, b) = try numbers(operands, "$log", verb: "log"), let x = a.double, let base = b.double else {
                return .null
            }
            if x <= 0 { throw MongoError(.location(28758), "$log's argument must be a positive number, but is \(x)") }
            if base <= 0 || base == 1 {
                throw MongoError(
                    .location(28759), "$log's base must be a positive number not equal to 1, but is \(base)")
            }
            return .double(log(x) / log(base))
        },
        "$pow": Function(2, power),
        "$sin": real("$sin") { sin($0) }, "$cos": real("$cos") { cos($0) }, "$tan": real("$tan") { tan($0) },
        "$asin": real("$asin") { asin($0) }, "$acos": real("$acos") { acos($0) }, "$atan": real("$atan") { atan($0) },
        "$sinh": real("$sinh") { sinh($0) }, "$cosh": real("$cosh") { cosh($0) }, "$tanh": real("$tanh") { tanh($0) },
        "$degreesToRadians": real("$degreesToRadians") { $0 * .pi / 180 },
        "$radiansToDegrees": real("$radiansToDegrees") { $0 * 180 / .pi },
        "$atan2": Function(2) { operands in
            guard let (a, b) = try numbers(operands, "$atan2", verb: "atan2") else { return .null }
            return .double(atan2(a.double ?? 0, b.double ?? 0))
        },
        "$bitAnd": Function(Function.any) { try bits($0, "$bitAnd", from: -1, &) },
        "$bitOr": Function(Function.any) { try bits($0, "$bitOr", from: 0, |) },
        "$bitXor": Function(Function.any) { try bits($0, "$bitXor", from: 0, ^) },
        "$bitNot": Function(1) { operands in
            switch operands.first ?? nil {
            case .int32(let value): return .int32(~value)
            case .int64(let value): return .int64(~value)
            case let value where value.isAbsent: return .null
            case let value:
                throw MongoError(.typeMismatch, "$bitNot only supports int and long, not: \(value.typeName).")
            }
        },
    ]

    /// Numbers, and at most one date with numbers of milliseconds.
    private static let add: @Sendable ([BSONValue?]) throws -> BSONValue? = { operands in
        var sum = BSONValue.int32(0)
        var isDate = false
        for operand in operands {
            switch operand {
            case .date(let milliseconds):
                if isDate { throw MongoError(.location(16612), "only one date allowed in an $add expression") }
                isDate = true
                sum = NumberArithmetic.add(sum, .int64(milliseconds))
            case let value? where value.isNumber: sum = NumberArithmetic.add(sum, value)
            case let value where value.isAbsent: return .null
            case let value:
                throw MongoError(
                    .typeMismatch, "$add only supports numeric or date types, not \(value.typeName)")
            }
        }
        guard isDate else { return sum }
        guard let milliseconds = sum.truncatedInteger else { throw MongoError(.overflow, "date overflow in $add") }
        return .date(milliseconds)
    }

    private static let subtract: @Sendable ([BSONValue?]) throws -> BSONValue? = { operands in
        if operands.contains(where: \.isAbsent) { return .null }
        switch (operands[0], operands[1]) {
        case (.date(let a), .date(let b)): return .int64(try difference(a, b))
        case (.date(let a), let b?) where b.isNumber: return .date(try difference(a, b.truncatedInteger))
        case (let a?, let b?) where a.isNumber && b.isNumber: return NumberArithmetic.subtract(a, b)
        case (let a, let b):
            throw MongoError(.typeMismatch, "can't $subtract \(b.typeName) from \(a.typeName)")
        }
    }

    /// - Parameter b: nil for a number that no date can be moved by.
    private static func difference(_ a: Int64, _ b: Int64?) throws -> Int64 {
        guard let b, case (let difference, false) = a.subtractingReportingOverflow(b) else {
            throw MongoError(.overflow, "date overflow in $subtract")
        }
        return difference
    }

    private static let power: @Sendable ([BSONValue?]) throws -> BSONValue? = { operands in
        guard let (base, exponent) = try numbers(operands, "$pow", verb: "pow") else { return .null }
        if base.isZeroNumber, (exponent.double ?? 0) < 0 {
            throw MongoError(.location(28764), "$pow cannot take a base of 0 and a negative exponent")
        }
        if let (x, y, isLong) = NumberArithmetic.integers(base, exponent), y >= 0, y < 64 || x.magnitude <= 1 {
            var result: Int64 = 1
            var overflowed = false
            for _ in 0..<min(y, 64 + y % 2) {
                let (product, overflow) = result.multipliedReportingOverflow(by: x)
                result = product
                overflowed = overflowed || overflow
            }
            if !overflowed { return NumberArithmetic.narrow(result, isLong: isLong) }
        }
        let value = pow(base.double ?? 0, exponent.double ?? 0)
        switch (base, exponent) {
        case (.decimal128, _), (_, .decimal128): return .decimal128(Decimal128(value))
        default: return .double(value)
        }
    }

    private static func fold(
        _ operands: [BSONValue?], from start: BSONValue, _ name: String, _ combine: (BSONValue, BSONValue) -> BSONValue
    ) throws -> BSONValue? {
        var result = start
        for operand in operands {
            guard let value = operand, !value.isNullish else { return .null }
            guard value.isNumber else {
                throw MongoError(.typeMismatch, "\(name) only supports numeric types, not \(value.typeName)")
            }
            result = combine(result, value)
        }
        return result
    }

    /// Nil when one of the operands is absent.
    private static func numbers(_ operands: [BSONValue?], _ name: String, verb: String) throws -> (
        BSONValue, BSONValue
    )? {
        guard let a = operands[0], let b = operands[1], !a.isNullish, !b.isNullish else { return nil }
        guard a.isNumber, b.isNumber else {
            throw MongoError(
                .typeMismatch, "\(name) only supports numeric types, not \(a.typeName) and \(b.typeName)")
        }
        return (a, b)
    }

    private static func number(_ operands: [BSONValue?], _ name: String, _ apply: (BSONValue) throws -> BSONValue)
        throws -> BSONValue
    {
        guard let value = operands[0], !value.isNullish else { return .null }
        guard value.isNumber else {
            throw MongoError(.location(28765), "\(name) only supports numeric types, not \(value.typeName)")
        }
        return try apply(value)
    }

    private static func real(_ name: String, _ apply: @escaping @Sendable (Double) throws -> Double) -> Function {
        Function(1) { operands in
            try number(operands, name) { value in
                let result = try apply(value.double ?? .nan)
                if case .decimal128 = value { return .decimal128(Decimal128(result)) }
                return .double(result)
            }
        }
    }

    private static func round(_ value: BSONValue, _ rule: FloatingPointRoundingRule, _ decimal: Decimal128.Rounding)
        -> BSONValue
    {
        switch value {
        case .double(let value): .double(value.rounded(rule))
        case .decimal128(let value): .decimal128(value.rounded(toPlaces: 0, decimal))
        default: value
        }
    }

    private static func rounded(
        _ operands: [BSONValue?], _ name: String, _ rule: FloatingPointRoundingRule, _ decimal: Decimal128.Rounding
    ) throws -> BSONValue {
        try number(operands, name) { value in
            if operands.count == 1 { return round(value, rule, decimal) }
            guard let place = operands[1], !place.isNullish else { return .null }
            guard let places = place.integer.flatMap(Int.init(exactly:)), (-20...100).contains(places) else {
                throw MongoError(
                    .location(51083),
                    "cannot apply \(name) with precision value \(place.shellText) value must be in [-20, 100]")
            }
            switch value {
            // Doubles are rounded as the decimal that prints for them, which gives 2.675 -> 2.68 as the server does.
            case .double(let number) where number.isFinite:
                return .double(Decimal128(number).rounded(toPlaces: places, decimal).double)
            case .decimal128(let number): return .decimal128(number.rounded(toPlaces: places, decimal))
            case .int32, .int64:
                if places >= 0 { return value }
                let cut = Decimal128(value.integer ?? 0).rounded(toPlaces: places, decimal)
                if case .int64 = value { return .int64(cut.integer ?? 0) }
                return .integer(cut.integer ?? 0)
            default: return value
            }
        }
    }

    private static func bits(
        _ operands: [BSONValue?], _ name: String, from start: Int64, _ combine: (Int64, Int64) -> Int64
    ) throws -> BSONValue {
        var result = start
        var isLong = false
        for operand in operands {
            switch operand {
            case .int32(let value): result = combine(result, Int64(value))
            case .int64(let value):
                isLong = true
                result = combine(result, value)
            case let value where value.isAbsent: return .null
            case let value:
                throw MongoError(.typeMismatch, "\(name) only supports int and long operands, not: \(value.typeName).")
            }
        }
        return NumberArithmetic.narrow(result, isLong: isLong)
    }
}

extension BSONValue {
    var isZeroNumber: Bool { isNumber && !isTruthy }
}
