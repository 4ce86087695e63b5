/// A number written out in decimal digits without loss: `±0.d₁d₂d₃… × 10^exponent`, `d₁` and the last digit not zero.
///
/// Doubles, integers and decimals meet here when they are compared and when they become keys, so that 0.1 as a double
/// and "0.1" as a decimal are different numbers, as in MongoDB.
struct ExactNumber: Equatable {
    var isNegative: Bool
    /// Empty for zero.
    var digits: [UInt8]
    var exponent: Int

    static let zero = ExactNumber(isNegative: false, digits: [], exponent: 0)

    init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        let leading = digits.prefix { $0 == 0 }.count
        var kept = Array(digits.dropFirst(leading))
        while kept.last == 0 { kept.removeLast() }
        self.digits = kept
        self.isNegative = isNegative && !kept.isEmpty
        self.exponent = kept.isEmpty ? 0 : exponent - leading
    }

    init(_ value: Int64) {
        let digits = Self.digits(of: value.magnitude)
        self.init(isNegative: value < 0, digits: digits, exponent: digits.count)
    }

    /// - Returns: nil for NaN and the infinities.
    init?(_ value: Double) {
        guard value.isFinite else { return nil }
        if let integer = Int64(exactly: value) {
            self.init(integer)
            return
        }
        let significand = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
        let power = (value.isNormal ? Int(value.exponentBitPattern) : 1) - 1075
        var natural = Natural(significand)
        // m·2^-k = m·5^k / 10^k, and 5^13 is the largest power that fits a limb's multiplication.
        for _ in 0..<abs(power) { natural.multiply(by: power < 0 ? 5 : 2) }
        let digits = natural.digits
        self.init(isNegative: value < 0, digits: digits, exponent: digits.count + min(power, 0))
    }

    private static func digits(of value: UInt64) -> [UInt8] {
        String(value).utf8.map { $0 - UInt8(ascii: "0") }
    }

    static func compare(_ a: ExactNumber, _ b: ExactNumber) -> Int {
        if a.sign != b.sign { return a.sign < b.sign ? -1 : 1 }
        return a.isNegative ? compareMagnitude(b, a) : compareMagnitude(a, b)
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    private static func compareMagnitude(_ a: ExactNumber, _ b: ExactNumber) -> Int {
        if a.exponent != b.exponent { return a.exponent < b.exponent ? -1 : 1 }
        if a.digits == b.digits { return 0 }
        return a.digits.lexicographicallyPrecedes(b.digits) ? -1 : 1
    }
}

/// A natural number of any size, in limbs of nine decimal digits, the lowest first.
private struct Natural {
    var limbs: [UInt64]

    init(_ value: UInt64) {
        limbs = []
        var rest = value
        while rest > 0 {
            limbs.append(rest % 1_000_000_000)
            rest /= 1_000_000_000
        }
    }

    mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            let product = limbs[index] * factor + carry
            limbs[index] = product % 1_000_000_000
            carry = product / 1_000_000_000
        }
        if carry > 0 { limbs.append(carry) }
    }

    var digits: [UInt8] {
        limbs.reversed().flatMap { limb in
            let text = String(limb)
            return (String(repeating: "0", count: 9 - text.count) + text).utf8.map { $0 - UInt8(ascii: "0") }
        }
    }
}
