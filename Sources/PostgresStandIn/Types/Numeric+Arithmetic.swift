extension Numeric {
    /// Refuses what would hold the database's thread for seconds: multiplication and division here take as many steps as the
    /// product of both lengths.
    static func checkWork(_ lhs: Numeric, _ rhs: Numeric) throws(PostgresError) {
        let length = { (value: Numeric) in value.digits.count + value.scale + 1 }
        guard length(lhs).multipliedReportingOverflow(by: length(rhs)).partialValue < 25_000_000 else {
            throw .unsupported("arithmetic on numbers of this many digits is not supported")
        }
    }

    static func + (lhs: Numeric, rhs: Numeric) -> Numeric {
        guard lhs.isFinite, rhs.isFinite else { return special(lhs, rhs) }
        let places = max(lhs.scale, rhs.scale)
        let (left, right) = (lhs.scaled(to: places), rhs.scaled(to: places))
        if left.isNegative == right.isNegative {
            return Numeric(isNegative: left.isNegative, digits: add(left.digits, right.digits), scale: places)
        }
        return compare(left.digits, right.digits) >= 0
            ? Numeric(isNegative: left.isNegative, digits: subtract(left.digits, right.digits), scale: places)
            : Numeric(isNegative: right.isNegative, digits: subtract(right.digits, left.digits), scale: places)
    }

    static func - (lhs: Numeric, rhs: Numeric) -> Numeric { lhs + rhs.negated }

    private static func special(_ lhs: Numeric, _ rhs: Numeric) -> Numeric {
        if lhs.kind == .nan || rhs.kind == .nan { return .nan }
        if lhs.kind == .infinity, rhs.kind == .infinity { return lhs.isNegative == rhs.isNegative ? lhs : .nan }
        return lhs.kind == .infinity ? lhs : rhs
    }

    static func * (lhs: Numeric, rhs: Numeric) -> Numeric {
        guard lhs.isFinite, rhs.isFinite else {
            if lhs.kind == .nan || rhs.kind == .nan || lhs.isZero || rhs.isZero { return .nan }
            var result = lhs.kind == .infinity ? lhs : rhs
            result.isNegative = lhs.isNegative != rhs.isNegative
            return result
        }
        let scale = lhs.scale + rhs.scale
        return Numeric(
            isNegative: lhs.isNegative != rhs.isNegative, digits: multiply(lhs.digits, rhs.digits), scale: scale)
    }

    /// The quotient with the number of digits that PostgreSQL chooses (`select_div_scale`); nil for a divisor of zero.
    func divided(by other: Numeric) -> Numeric? {
        guard isFinite, other.isFinite else {
            if kind == .nan || other.kind == .nan || kind == .infinity && other.kind == .infinity { return .nan }
            if other.kind == .infinity { return .zero }
            guard !other.isZero else { return nil }
            var result = self
            result.isNegative = isNegative != other.isNegative
            return result
        }
        guard !other.isZero else { return nil }
        return quotient(by: other, scale: divisionScale(by: other), rounds: true)
    }

    /// The quotient cut or rounded to `scale` places.
    private func quotient(by other: Numeric, scale: Int, rounds: Bool) -> Numeric {
        // digits / 10^s1 / (digits2 / 10^s2) = digits * 10^(scale + 1 + s2 - s1) / digits2, with one place to round by.
        let shift = scale + 1 + other.scale - self.scale
        let dividend =
            shift >= 0
            ? digits + [UInt8](repeating: 0, count: digits.isEmpty ? 0 : shift)
            : Array(digits.dropLast(min(-shift, digits.count)))
        let (whole, _) = Self.divide(dividend, other.digits)
        let result = Numeric(isNegative: isNegative != other.isNegative, digits: whole, scale: scale + 1)
        return rounds ? result.rounded(to: scale) : result.truncated(to: scale)
    }

    /// The remainder with the sign of the dividend; nil for a divisor of zero.
    func remainder(by other: Numeric) -> Numeric? {
        guard isFinite, other.isFinite else { return other.kind == .infinity && isFinite ? self : .nan }
        guard !other.isZero else { return nil }
        let places = max(scale, other.scale)
        let (_, rest) = Self.divide(scaled(to: places).digits, other.scaled(to: places).digits)
        return Numeric(isNegative: isNegative, digits: rest, scale: places)
    }

    private func divisionScale(by other: Numeric) -> Int {
        let (weight1, first1) = leadingGroup
        let (weight2, first2) = other.leadingGroup
        var weight = weight1 - weight2
        if first1 <= first2 { weight -= 1 }
        return min(max(16 - weight * 4, scale, other.scale, 0), 1000)
    }

    /// The place (in groups of four digits) and the value of the first group that is not zero.
    private var leadingGroup: (weight: Int, first: Int) {
        guard let lead = digits.first else { return (0, 0) }
        let exponent = digits.count - scale - 1
        let weight = exponent >= 0 ? exponent / 4 : (exponent - 3) / 4
        let inGroup = exponent - weight * 4 + 1
        var first = Int(lead)
        for index in 1..<max(inGroup, 1) { first = first * 10 + (index < digits.count ? Int(digits[index]) : 0) }
        return (weight, first)
    }

    // MARK: Magnitudes, most significant digit first

    static func compare(_ lhs: [UInt8], _ rhs: [UInt8]) -> Int {
        let (left, right) = (lhs.drop { $0 == 0 }, rhs.drop { $0 == 0 })
        if left.count != right.count { return left.count < right.count ? -1 : 1 }
        for (a, b) in zip(left, right) where a != b { return a < b ? -1 : 1 }
        return 0
    }

    static func add(_ lhs: [UInt8], _ rhs: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var carry: UInt8 = 0
        for index in 0..<max(lhs.count, rhs.count) {
            let a = index < lhs.count ? lhs[lhs.count - 1 - index] : 0
            let b = index < rhs.count ? rhs[rhs.count - 1 - index] : 0
            let sum = a + b + carry
            result.append(sum % 10)
            carry = sum / 10
        }
        if carry > 0 { result.append(carry) }
        return result.reversed()
    }

    /// `lhs - rhs`, where `lhs` is not smaller.
    static func subtract(_ lhs: [UInt8], _ rhs: [UInt8]) -> [UInt8] {
        var result = lhs
        var borrow: Int8 = 0
        for index in 0..<lhs.count {
            let place = lhs.count - 1 - index
            let b = index < rhs.count ? Int8(rhs[rhs.count - 1 - index]) : 0
            var difference = Int8(lhs[place]) - b - borrow
            borrow = difference < 0 ? 1 : 0
            if difference < 0 { difference += 10 }
            result[place] = UInt8(difference)
        }
        return result
    }

    static func multiply(_ lhs: [UInt8], _ rhs: [UInt8]) -> [UInt8] {
        guard !lhs.isEmpty, !rhs.isEmpty else { return [] }
        var places = [UInt64](repeating: 0, count: lhs.count + rhs.count)
        for (i, a) in lhs.enumerated() where a != 0 {
            for (j, b) in rhs.enumerated() { places[i + j + 1] += UInt64(a) * UInt64(b) }
        }
        var carry: UInt64 = 0
        for place in places.indices.reversed() {
            let sum = places[place] + carry
            places[place] = sum % 10
            carry = sum / 10
        }
        return places.map { UInt8($0) }
    }

    /// The quotient and the remainder; `rhs` is not zero.
    static func divide(_ lhs: [UInt8], _ rhs: [UInt8]) -> ([UInt8], [UInt8]) {
        var quotient: [UInt8] = []
        var rest: [UInt8] = []
        for digit in lhs {
            if rest.isEmpty, digit == 0 {
                quotient.append(0)
                continue
            }
            rest.append(digit)
            var times: UInt8 = 0
            while compare(rest, rhs) >= 0 {
                rest = Array(subtract(rest, rhs).drop { $0 == 0 })
                times += 1
            }
            quotient.append(times)
        }
        return (quotient, rest)
    }
}
