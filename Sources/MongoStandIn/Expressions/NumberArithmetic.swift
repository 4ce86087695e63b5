import Foundation

/// Arithmetic across the number types: the result has the wider type of the two, and integers grow to int64 and then
/// to double when they do not fit.
enum NumberArithmetic {
    static func add(_ a: BSONValue, _ b: BSONValue) -> BSONValue {
        combine(a, b, decimal: +, double: +) { $0.addingReportingOverflow($1) }
    }

    static func subtract(_ a: BSONValue, _ b: BSONValue) -> BSONValue {
        combine(a, b, decimal: -, double: -) { $0.subtractingReportingOverflow($1) }
    }

    static func multiply(_ a: BSONValue, _ b: BSONValue) -> BSONValue {
        combine(a, b, decimal: *, double: *) { $0.multipliedReportingOverflow(by: $1) }
    }

    /// Of two numbers, the second not zero: a decimal when one of them is, otherwise a double.
    static func divide(_ a: BSONValue, _ b: BSONValue) -> BSONValue {
        if let (x, y) = decimals(a, b) { return .decimal128(x / y) }
        return .double((a.double ?? 0) / (b.double ?? 1))
    }

    /// Of two numbers, the second not zero; the sign is the dividend's.
    static func remainder(_ a: BSONValue, _ b: BSONValue) -> BSONValue {
        if let (x, y) = decimals(a, b) {
            let quotient = (x / y).rounded(toPlaces: 0, .towardZero)
            return .decimal128(x - quotient * y)
        }
        if let (x, y, isLong) = integers(a, b) {
            return narrow(x.remainderReportingOverflow(dividingBy: y).partialValue, isLong: isLong)
        }
        return .double((a.double ?? 0).truncatingRemainder(dividingBy: b.double ?? 1))
    }

    /// Nil when one of the two is a double or decimal.
    static func integers(_ a: BSONValue, _ b: BSONValue) -> (Int64, Int64, isLong: Bool)? {
        switch (a, b) {
        case (.int32(let x), .int32(let y)): (Int64(x), Int64(y), false)
        case (.int32(let x), .int64(let y)): (Int64(x), y, true)
        case (.int64(let x), .int32(let y)): (x, Int64(y), true)
        case (.int64(let x), .int64(let y)): (x, y, true)
        default: nil
        }
    }

    static func narrow(_ value: Int64, isLong: Bool) -> BSONValue {
        isLong ? .int64(value) : .integer(value)
    }

    static func decimal(_ value: BSONValue) -> Decimal128 {
        switch value {
        case .decimal128(let decimal): decimal
        case .double(let double): Decimal128(double)
        default: Decimal128(value.integer ?? 0)
        }
    }

    private static func decimals(_ a: BSONValue, _ b: BSONValue) -> (Decimal128, Decimal128)? {
        switch (a, b) {
        case (.decimal128, _), (_, .decimal128): (decimal(a), decimal(b))
        default: nil
        }
    }

    private static func combine(
        _ a: BSONValue, _ b: BSONValue, decimal: (Decimal128, Decimal128) -> Decimal128,
        double: (Double, Double) -> Double, integer: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) -> BSONValue {
        if let (x, y) = decimals(a, b) { return .decimal128(decimal(x, y)) }
        if let (x, y, isLong) = integers(a, b) {
            let (value, overflow) = integer(x, y)
            return overflow ? .double(double(Double(x), Double(y))) : narrow(value, isLong: isLong)
        }
        return .double(double(a.double ?? 0, b.double ?? 0))
    }
}

extension Decimal128 {
    enum Rounding { case towardZero, halfToEven, down, up }

    /// Cut or rounded to `places` digits behind the point; negative places round before it.
    func rounded(toPlaces places: Int, _ rounding: Rounding) -> Decimal128 {
        guard let (digits, scale) = parts, scale < -places else { return self }
        let cut = -places - scale
        let kept = digits.count > cut ? Array(digits.dropLast(cut)) : []
        let rest =
            digits.count > cut ? Array(digits.suffix(cut)) : [UInt8](repeating: 0, count: cut - digits.count) + digits
        let isInexact = rest.contains { $0 != 0 }
        let truncated = Decimal128(isNegative: isNegative, digits: kept, scale: -places)
        let unit = Decimal128(isNegative: isNegative, digits: [1], scale: -places)
        let goesAway: Bool =
            switch rounding {
            case .towardZero: false
            case .down: isInexact && isNegative
            case .up: isInexact && !isNegative
            case .halfToEven:
                rest[0] > 5 || (rest[0] == 5 && (rest.dropFirst().contains { $0 != 0 } || (kept.last ?? 0) % 2 == 1))
            }
        return goesAway ? truncated + unit : truncated
    }
}
