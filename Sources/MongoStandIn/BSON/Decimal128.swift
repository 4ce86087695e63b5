/// An IEEE 754-2008 decimal of 34 digits, in the BID encoding that BSON uses.
///
/// https://github.com/mongodb/specifications/blob/master/source/bson-decimal128/decimal128.md
package struct Decimal128: Sendable, Hashable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static let nan = Decimal128(high: 0x7C00_0000_0000_0000, low: 0)
    package static let infinity = Decimal128(high: 0x7800_0000_0000_0000, low: 0)
    package static let negativeInfinity = Decimal128(high: 0xF800_0000_0000_0000, low: 0)

    package var isNegative: Bool { high >> 63 == 1 }
    package var isNaN: Bool { high >> 58 & 0x1F == 0x1F }
    package var isInfinite: Bool { high >> 58 & 0x1F == 0x1E }
    package var isZero: Bool { !isNaN && !isInfinite && coefficient == 0 }

    /// The coefficient; encodings beyond 34 digits count as zero, as the standard says.
    private var coefficient: UInt128 {
        if high >> 61 & 0x3 == 0x3 { return 0 }
        let value = UInt128(high & 0x1_FFFF_FFFF_FFFF) << 64 | UInt128(low)
        return value > Self.largestCoefficient ? 0 : value
    }

    private var exponent: Int {
        let biased = high >> 61 & 0x3 == 0x3 ? high >> 47 & 0x3FFF : high >> 49 & 0x3FFF
        return Int(biased) - 6176
    }

    private static let largestCoefficient: UInt128 = 9_999_999_999_999_999_999_999_999_999_999_999

    private init(isNegative: Bool, coefficient: UInt128, exponent: Int) {
        high = (isNegative ? 1 << 63 : 0) | UInt64(exponent + 6176) << 49 | UInt64(coefficient >> 64)
        low = UInt64(truncatingIfNeeded: coefficient)
    }

    /// Rounds half to even where there are more than 34 digits; too large becomes infinite, too small zero.
    init(isNegative: Bool, digits: [UInt8], scale: Int) {
        var digits = Array(digits.drop { $0 == 0 })
        var scale = scale
        let excess = max(digits.count - 34, -6176 - scale)
        if excess > 0 {
            let kept = Array(digits.prefix(max(0, digits.count - excess)))
            let cut = excess > digits.count ? [] : Array(digits.suffix(excess))
            scale += excess
            digits = Self.roundsUp(kept: kept, cut: cut) ? Self.incremented(kept) : kept
            if digits.count > 34 {
                digits.removeLast()
                scale += 1
            }
        }
        while scale > 6111, digits.count < 34, !digits.isEmpty {
            digits.append(0)
            scale -= 1
        }
        if scale > 6111 {
            if digits.isEmpty {
                scale = 6111
            } else {
                self = isNegative ? .negativeInfinity : .infinity
                return
            }
        }
        let coefficient = digits.reduce(UInt128(0)) { $0 * 10 + UInt128($1) }
        self.init(isNegative: isNegative, coefficient: coefficient, exponent: max(scale, -6176))
    }

    private static func roundsUp(kept: [UInt8], cut: [UInt8]) -> Bool {
        guard let first = cut.first, first >= 5 else { return false }
        if first > 5 || cut.dropFirst().contains(where: { $0 != 0 }) { return true }
        return (kept.last ?? 0) % 2 == 1
    }

    private static func incremented(_ digits: [UInt8]) -> [UInt8] {
        var digits = digits
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return digits
            }
            digits[index] = 0
        }
        return [1] + digits
    }

    package init(_ value: Int64) {
        self.init(isNegative: value < 0, coefficient: UInt128(value.magnitude), exponent: 0)
    }

    /// The double's shortest form to 15 digits, as MongoDB converts.
    package init(_ value: Double) {
        if value.isNaN {
            self = .nan
        } else if value.isInfinite {
            self = value < 0 ? .negativeInfinity : .infinity
        } else {
            let exact = ExactNumber(value) ?? .zero
            var digits = exact.digits
            if digits.count > 15 {
                let up = Self.roundsUp(kept: Array(digits.prefix(15)), cut: Array(digits.dropFirst(15)))
                let kept = Array(digits.prefix(15))
                digits = up ? Self.incremented(kept) : kept
                let carried = digits.count > 15 ? 1 : 0
                self.init(isNegative: exact.isNegative, digits: digits, scale: exact.exponent + carried - digits.count)
                return
            }
            self.init(isNegative: exact.isNegative, digits: digits, scale: exact.exponent - digits.count)
        }
    }

    /// The digits of the coefficient and the power of ten of the last of them; nil for NaN and the infinities.
    var parts: (digits: [UInt8], scale: Int)? {
        guard !isNaN, !isInfinite else { return nil }
        return (String(coefficient).utf8.map { $0 - UInt8(ascii: "0") }, exponent)
    }

    var exact: ExactNumber? {
        parts.map { ExactNumber(isNegative: isNegative, digits: $0.digits, exponent: $0.digits.count + $0.scale) }
    }

    package var double: Double {
        isNaN ? .nan : isInfinite ? (isNegative ? -.infinity : .infinity) : Double(description) ?? .nan
    }

    /// The value when it is whole and fits.
    package var integer: Int64? {
        guard let exact else { return nil }
        if exact.digits.isEmpty { return 0 }
        guard exact.exponent >= exact.digits.count, exact.exponent <= 19 else { return nil }
        let digits =
            exact.digits.map(String.init).joined()
            + String(repeating: "0", count: exact.exponent - exact.digits.count)
        return Int64((exact.isNegative ? "-" : "") + digits)
    }
}

extension Decimal128: CustomStringConvertible {
    /// The canonical text of the specification: scientific when the exponent is positive or the number very small.
    package var description: String {
        if isNaN { return "NaN" }
        let sign = isNegative ? "-" : ""
        guard let (digits, scale) = parts else { return sign + "Infinity" }
        let text = digits.map(String.init).joined()
        let adjusted = scale + digits.count - 1
        if scale > 0 || adjusted < -6 {
            let fraction = text.dropFirst()
            return sign + text.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "E"
                + (adjusted < 0 ? "" : "+") + String(adjusted)
        }
        if scale == 0 { return sign + text }
        let whole = digits.count + scale
        if whole > 0 { return sign + text.prefix(whole) + "." + text.dropFirst(whole) }
        return sign + "0." + String(repeating: "0", count: -whole) + text
    }

    /// - Returns: nil for a text that is no number.
    package init?(_ text: String) {
        var rest = Substring(text)
        var isNegative = false
        if let sign = rest.first, sign == "-" || sign == "+" {
            isNegative = sign == "-"
            rest = rest.dropFirst()
        }
        switch rest.lowercased() {
        case "nan": self = .nan; return
        case "inf", "infinity": self = isNegative ? .negativeInfinity : .infinity; return
        default: break
        }
        var digits: [UInt8] = []
        var scale = 0
        var seenPoint = false
        var seenDigit = false
        while let character = rest.utf8.first {
            if let digit = Self.digit(character) {
                seenDigit = true
                digits.append(digit)
                if seenPoint { scale -= 1 }
            } else if character == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        guard seenDigit, digits.count < 10_000 else { return nil }
        if let mark = rest.first {
            guard mark == "e" || mark == "E", let exponent = Int(rest.dropFirst()), exponent.magnitude < 1_000_000
            else {
                return nil
            }
            scale += exponent
        }
        self.init(isNegative: isNegative, digits: digits, scale: scale)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : nil
    }
}
