import Foundation

/// How PostgreSQL prints floating-point numbers.
///
/// With `extra_float_digits` at its default: the shortest digits that read back as the same number.
enum FloatText {
    static func float8(_ value: Double) -> String { shortest("\(value)", special: value, exponentFrom: 15) }

    static func float4(_ value: Double) -> String {
        shortest("\(Float(value))", special: Double(Float(value)), exponentFrom: 6)
    }

    /// `%.<digits>g`, as the casts to numeric use it.
    static func general(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)g", value) }

    private static func shortest(_ swift: String, special value: Double, exponentFrom limit: Int) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value == 0 { return value.sign == .minus ? "-0" : "0" }
        let negative = swift.hasPrefix("-")
        let parts = swift.drop { $0 == "-" }.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var digits = mantissa.joined()
        var exponent = mantissa[0].count - 1 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while digits.hasPrefix("0"), digits.count > 1 {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.hasSuffix("0"), digits.count > 1 { digits.removeLast() }
        let sign = negative ? "-" : ""
        if exponent < -4 || exponent >= limit {
            let fraction = digits.dropFirst()
            let magnitude = String(abs(exponent))
            return sign + digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e"
                + (exponent < 0 ? "-" : "+") + (magnitude.count < 2 ? "0" : "") + magnitude
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count)
        }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }
}
