import Determinism
import Foundation
import SQLiteStore

/// Arithmetic: https://www.postgresql.org/docs/15/functions-math.html
enum NumberOperators {
    typealias T = TypeOID

    private static let integers: [(type: OID, name: String, range: ClosedRange<Int64>)] = [
        (T.int2, "smallint", Int64(Int16.min)...Int64(Int16.max)),
        (T.int4, "integer", Int64(Int32.min)...Int64(Int32.max)),
        (T.int8, "bigint", Int64.min...Int64.max),
    ]

    static let entries: [FunctionEntry] =
        integers.flatMap { integer($0.type, $0.name, $0.range) } + numerics + floats(T.float4) + floats(T.float8)

    private typealias Checked = @Sendable (Int64, Int64) -> (partialValue: Int64, overflow: Bool)

    private static func integer(_ type: OID, _ name: String, _ range: ClosedRange<Int64>) -> [FunctionEntry] {
        func checked(_ symbol: String, _ body: @escaping Checked) -> FunctionEntry {
            function(symbol, [type, type], type) { values, _ in
                let (result, overflow) = body(values[0].int, values[1].int)
                guard !overflow, range.contains(result) else { throw PostgresError.outOfRange(name) }
                return .integer(result)
            }
        }
        func divided(_ symbol: String, _ body: @escaping Checked) -> FunctionEntry {
            function(symbol, [type, type], type) { values, _ in
                guard values[1].int != 0 else { throw PostgresError.divisionByZero }
                if symbol == "%", values[1].int == -1 { return .integer(0) }
                let (result, overflow) = body(values[0].int, values[1].int)
                guard !overflow, range.contains(result) else { throw PostgresError.outOfRange(name) }
                return .integer(result)
            }
        }
        return [
            checked("+") { $0.addingReportingOverflow($1) }, checked("-") { $0.subtractingReportingOverflow($1) },
            checked("*") { $0.multipliedReportingOverflow(by: $1) },
            divided("/") { $0.dividedReportingOverflow(by: $1) },
            divided("%") { $0.remainderReportingOverflow(dividingBy: $1) },
            function("-", [type], type) { values, _ in
                let (result, overflow) = (0 as Int64).subtractingReportingOverflow(values[0].int)
                guard !overflow, range.contains(result) else { throw PostgresError.outOfRange(name) }
                return .integer(result)
            },
            native("+", [type], type) { $0[0] },
            native("&", [type, type], type) { "(\($0[0]) & \($0[1]))" },
            native("|", [type, type], type) { "(\($0[0]) | \($0[1]))" },
            native("~", [type], type) { "(~\($0[0]))" },
            function("#", [type, type], type) { values, _ in .integer(values[0].int ^ values[1].int) },
            function("<<", [type, T.int4], type) { values, _ in shift(values[0].int, by: values[1].int, type) },
            function(">>", [type, T.int4], type) { values, _ in .integer(values[0].int >> (values[1].int & 63)) },
        ]
    }

    private static func shift(_ value: Int64, by count: Int64, _ type: OID) -> SQLiteValue {
        switch type {
        case T.int8: .integer(value << (count & 63))
        case T.int4: .integer(Int64(Int32(truncatingIfNeeded: value) << Int32(count & 31)))
        default: .integer(Int64(Int16(truncatingIfNeeded: value << (count & 31))))
        }
    }

    private static let numerics: [FunctionEntry] = [
        function("+", [T.numeric, T.numeric], T.numeric) { values, _ in
            .text((values[0].number + values[1].number).text)
        },
        function("-", [T.numeric, T.numeric], T.numeric) { values, _ in
            .text((values[0].number - values[1].number).text)
        },
        function("*", [T.numeric, T.numeric], T.numeric) { values, _ in
            let (a, b) = (values[0].number, values[1].number)
            guard a.digits.count + b.digits.count < Numeric.digitLimit else {
                throw PostgresError("22003", "value overflows numeric format")
            }
            try Numeric.checkWork(a, b)
            return .text((a * b).text)
        },
        function("/", [T.numeric, T.numeric], T.numeric) { values, _ in
            try Numeric.checkWork(values[0].number, values[1].number)
            guard let result = values[0].number.divided(by: values[1].number) else {
                throw PostgresError.divisionByZero
            }
            return .text(result.text)
        },
        function("%", [T.numeric, T.numeric], T.numeric) { values, _ in
            try Numeric.checkWork(values[0].number, values[1].number)
            guard let result = values[0].number.remainder(by: values[1].number) else {
                throw PostgresError.divisionByZero
            }
            return .text(result.text)
        },
        function("-", [T.numeric], T.numeric) { values, _ in .text(values[0].number.negated.text) },
        native("+", [T.numeric], T.numeric) { $0[0] },
        function("^", [T.numeric, T.numeric], T.numeric) { values, _ in
            try NumberFunctions.power(values[0].number, values[1].number)
        },
    ]

    private static func floats(_ type: OID) -> [FunctionEntry] {
        func operation(_ symbol: String, _ body: @escaping @Sendable (Double, Double) -> Double) -> FunctionEntry {
            function(symbol, [type, type], type) { values, _ in
                let (a, b) = (values[0].double, values[1].double)
                if symbol == "/", b == 0 { throw PostgresError.divisionByZero }
                return try finite(body(a, b), from: [a, b], type)
            }
        }
        return [
            operation("+") { $0 + $1 }, operation("-") { $0 - $1 }, operation("*") { $0 * $1 },
            operation("/") { $0 / $1 },
            native("-", [type], type) { "(-(\($0[0])))" }, native("+", [type], type) { $0[0] },
        ] + (type == T.float8 ? [operation("^") { pow($0, $1) }] : [])
    }

    /// Checks a result as `float8_mul` does: an infinity that no operand had is an overflow.
    static func finite(_ value: Double, from operands: [Double], _ type: OID) throws -> SQLiteValue {
        let result = type == T.float4 ? Double(Float(value)) : value
        if result.isNaN { throw PostgresError.unsupported("NaN is not supported as a value of type double precision") }
        if result.isInfinite, operands.allSatisfy(\.isFinite) {
            throw PostgresError("22003", "value out of range: overflow")
        }
        return .real(result)
    }
}

enum NumberFunctions {
    typealias T = TypeOID

    static let entries: [FunctionEntry] = rounding + integers + floats

    private static let rounding: [FunctionEntry] = [
        numeric("abs") { $0.magnitude }, numeric("round") { $0.rounded(to: 0) },
        numeric("trunc") { $0.truncated(to: 0) },
        numeric("ceil") { $0.ceiling }, numeric("ceiling") { $0.ceiling }, numeric("floor") { $0.floor },
        numeric("sign") { Numeric(Int64($0.sign)) }, numeric("trim_scale") { $0.trimmed },
        function("round", [T.numeric, T.int4], T.numeric) { values, _ in
            .text(values[0].number.rounded(to: places(values[1])).text)
        },
        function("trunc", [T.numeric, T.int4], T.numeric) { values, _ in
            .text(values[0].number.truncated(to: places(values[1])).text)
        },
        function("scale", [T.numeric], T.int4) { values, _ in .integer(Int64(values[0].number.scale)) },
        function("mod", [T.numeric, T.numeric], T.numeric) { values, _ in
            try Numeric.checkWork(values[0].number, values[1].number)
            guard let result = values[0].number.remainder(by: values[1].number) else {
                throw PostgresError.divisionByZero
            }
            return .text(result.text)
        },
        function("div", [T.numeric, T.numeric], T.numeric) { values, _ in
            let (a, b) = (values[0].number, values[1].number)
            try Numeric.checkWork(a, b)
            guard let rest = a.remainder(by: b), let whole = (a - rest).divided(by: b) else {
                throw PostgresError.divisionByZero
            }
            return .text(whole.rounded(to: 0).text)
        },
        function("power", [T.numeric, T.numeric], T.numeric) { values, _ in
            try power(values[0].number, values[1].number)
        },
        function("sqrt", [T.numeric], T.numeric) { values, _ in .text(try squareRoot(values[0].number).text) },
    ]

    private static func places(_ value: SQLiteValue) -> Int { Int(min(max(value.int, -2000), 2000)) }

    private static func numeric(_ name: String, _ body: @escaping @Sendable (Numeric) -> Numeric) -> FunctionEntry {
        function(name, [T.numeric], T.numeric) { values, _ in .text(body(values[0].number).text) }
    }

    private static let integers: [FunctionEntry] =
        [T.int2, T.int4, T.int8].flatMap { type -> [FunctionEntry] in
            [
                function("abs", [type], type) { values, _ in
                    let least: [OID: Int64] = [T.int2: Int64(Int16.min), T.int4: Int64(Int32.min)]
                    guard values[0].int != least[type] ?? .min else {
                        throw PostgresError.outOfRange(TypeTable.entry(type).display)
                    }
                    return .integer(abs(values[0].int))
                },
                function("mod", [type, type], type) { values, _ in
                    guard values[1].int != 0 else { throw PostgresError.divisionByZero }
                    return .integer(values[1].int == -1 ? 0 : values[0].int % values[1].int)
                },
            ]
        } + [
            function("gcd", [T.int8, T.int8], T.int8) { values, _ in
                var (a, b) = (values[0].int.magnitude, values[1].int.magnitude)
                while b != 0 { (a, b) = (b, a % b) }
                return .integer(Int64(clamping: a))
            }
        ]

    private static let floats: [FunctionEntry] = [
        float("abs") { abs($0) }, float("round") { $0.rounded(.toNearestOrEven) },
        float("trunc") { $0.rounded(.towardZero) },
        float("ceil") { $0.rounded(.up) }, float("ceiling") { $0.rounded(.up) }, float("floor") { $0.rounded(.down) },
        float("sign") { $0 == 0 ? 0 : $0 < 0 ? -1 : 1 }, float("exp") { Foundation.exp($0) },
        float("sin") { Foundation.sin($0) },
        float("cos") { Foundation.cos($0) }, float("tan") { Foundation.tan($0) }, float("atan") { Foundation.atan($0) },
        float("degrees") { $0 * 180 / .pi }, float("radians") { $0 * .pi / 180 }, float("cbrt") { Foundation.cbrt($0) },
        function("sqrt", [T.float8], T.float8) { values, _ in
            guard values[0].double >= 0 else {
                throw PostgresError("2201F", "cannot take square root of a negative number")
            }
            return .real(values[0].double.squareRoot())
        },
        function("ln", [T.float8], T.float8) { values, _ in .real(Foundation.log(try positive(values[0].double))) },
        function("log", [T.float8], T.float8) { values, _ in .real(Foundation.log10(try positive(values[0].double))) },
        function("log10", [T.float8], T.float8) { values, _ in .real(Foundation.log10(try positive(values[0].double)))
        },
        function("power", [T.float8, T.float8], T.float8) { values, _ in
            try NumberOperators.finite(
                Foundation.pow(values[0].double, values[1].double), from: [values[0].double, values[1].double], T.float8
            )
        },
        function("atan2", [T.float8, T.float8], T.float8) { values, _ in
            .real(Foundation.atan2(values[0].double, values[1].double))
        },
        native("pi", [], T.float8) { _ in "3.141592653589793" },
        function("random", [], T.float8, .volatile) { _, runtime in
            .real(Double(runtime.random.next() >> 11) / 9_007_199_254_740_992)
        },
    ]

    private static func float(_ name: String, _ body: @escaping @Sendable (Double) -> Double) -> FunctionEntry {
        function(name, [T.float8], T.float8) { values, _ in
            try NumberOperators.finite(body(values[0].double), from: [values[0].double], T.float8)
        }
    }

    private static func positive(_ value: Double) throws -> Double {
        if value == 0 { throw PostgresError("2201E", "cannot take logarithm of zero") }
        if value < 0 { throw PostgresError("2201E", "cannot take logarithm of a negative number") }
        return value
    }

    /// Whole exponents exactly, with the sixteen digits after the point that `numeric_power` keeps.
    static func power(_ base: Numeric, _ exponent: Numeric) throws -> SQLiteValue {
        guard let count = exponent.int64, Numeric(count) == exponent, count >= 0, count <= 1000, base.isFinite else {
            throw PostgresError.unsupported("numeric powers other than whole ones from 0 to 1000 are not supported")
        }
        var result = Numeric(1)
        for _ in 0..<count {
            try Numeric.checkWork(result, base)
            result = result * base
            guard result.digits.count < Numeric.digitLimit else {
                throw PostgresError("22003", "value overflows numeric format")
            }
        }
        // The scale of `power_var_int`: sixteen significant digits at least.
        let whole = result.digits.count - result.scale
        let places = min(max(16 - max(whole, 0) - 0, base.scale, exponent.scale, 0), 1000)
        return .text(result.rounded(to: places).scaled(to: places).text)
    }

    /// By Newton's steps on exact numbers.
    private static func squareRoot(_ value: Numeric) throws -> Numeric {
        guard value.isFinite, !value.isNegative else {
            if value.kind == .nan || value.kind == .infinity && !value.isNegative { return value }
            throw PostgresError("2201F", "cannot take square root of a negative number")
        }
        try Numeric.checkWork(value, value)
        let whole = value.digits.count - value.scale
        let places = max(16 - (max(whole, 1) + 1) / 2 + 0, value.scale, 0)
        guard !value.isZero else { return Numeric("0")?.scaled(to: places) ?? value }
        var guess = Numeric(value.double.squareRoot(), significant: 17) ?? Numeric(1)
        for _ in 0..<12 {
            guard let quotient = value.scaled(to: places + 6).divided(by: guess.rounded(to: places + 6)) else { break }
            let next = (((guess + quotient).divided(by: Numeric(2))) ?? guess).rounded(to: places + 6)
            if next == guess { break }
            guess = next
        }
        return guess.rounded(to: places).scaled(to: places)
    }
}
