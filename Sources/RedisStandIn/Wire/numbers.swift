#if canImport(Glibc)
    import Glibc
#endif

/// The widest floating point number the machine has: Redis computes `INCRBYFLOAT` in C's `long double`.
#if arch(x86_64) && !os(Windows)
    typealias LongDouble = Float80
#else
    typealias LongDouble = Double
#endif

extension Double {
    /// The text Redis 7.0 writes: 17 significant digits without trailing zeros, `inf`, `-inf` or `nan`.
    package var redisText: String {
        if isNaN { return "nan" }
        if isInfinite { return self < 0 ? "-inf" : "inf" }
        if self == 0 { return sign == .minus ? "-0" : "0" }
        if magnitude < 1e15, let whole = Int64(exactly: self) { return String(whole) }
        return formattedNumber("%.17g", self)
    }

    /// Reads what `strtod` reads, if it is all of `bytes`: no surrounding space, no NaN.
    init?(redisBytes bytes: [UInt8]) {
        if let whole = Int64(redisBytes: bytes), whole.magnitude < 1 << 53 {
            self = Double(whole)
            return
        }
        guard let first = bytes.first, first != 0x20, !(0x09...0x0D).contains(first), !bytes.contains(0) else {
            return nil
        }
        var text = bytes.map { CChar(bitPattern: $0) }
        text.append(0)
        let value: Double? = text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return nil }
            var end: UnsafeMutablePointer<CChar>?
            let value = strtod(start, &end)
            guard let end, UnsafePointer(end) == start + bytes.count, !value.isNaN else { return nil }
            return value
        }
        guard let value else { return nil }
        self = value
    }
}

extension LongDouble {
    /// Up to 17 digits after the point, without trailing zeros: the form of `INCRBYFLOAT`.
    var redisText: String {
        #if arch(x86_64) && !os(Windows)
            var text = formattedNumber("%.17Lf", self)
        #else
            var text = formattedNumber("%.17f", self)
        #endif
        if text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        return text == "-0" ? "0" : text
    }

    /// Reads what `strtold` reads, if it is all of `bytes`: no surrounding space, no NaN.
    init?(redisLongBytes bytes: [UInt8]) {
        guard let first = bytes.first, first != 0x20, !(0x09...0x0D).contains(first), !bytes.contains(0) else {
            return nil
        }
        var text = bytes.map { CChar(bitPattern: $0) }
        text.append(0)
        let value: LongDouble? = text.withUnsafeBufferPointer { text in
            guard let start = text.baseAddress else { return nil }
            var end: UnsafeMutablePointer<CChar>?
            #if arch(x86_64) && !os(Windows)
                let value = strtold(start, &end)
            #else
                let value = strtod(start, &end)
            #endif
            guard let end, UnsafePointer(end) == start + bytes.count, !value.isNaN else { return nil }
            return value
        }
        guard let value else { return nil }
        self = value
    }
}

/// What C's `printf` makes of one number.
func formattedNumber(_ format: String, _ value: any CVarArg) -> String {
    withVaList([value]) { arguments in
        // The longest double has 309 digits before the point; a long double has 4,933.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 5120) { space in
            let count = Int(vsnprintf(space.baseAddress, space.count, format, arguments))
            let bytes = space.prefix(max(0, min(count, space.count - 1))).map { UInt8(bitPattern: $0) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension Int64 {
    /// Reads a decimal number the way `string2ll` does: no space, no plus sign, no leading zeros, nothing after it.
    init?(redisBytes bytes: [UInt8]) {
        guard let value = bytes.withUnsafeBytes({ Int64(redisDigits: $0) }) else { return nil }
        self = value
    }

    init?(redisDigits bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first, bytes.count <= 20 else { return nil }
        let isNegative = first == 0x2D
        var position = isNegative ? 1 : 0
        guard position < bytes.count else { return nil }
        if bytes[position] == 0x30 {
            guard bytes.count == 1 else { return nil }
            self = 0
            return
        }
        var magnitude: UInt64 = 0
        while position < bytes.count {
            let digit = bytes[position] &- 0x30
            guard digit <= 9 else { return nil }
            let (product, overflowed) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
            if overflowed || carried { return nil }
            magnitude = sum
            position += 1
        }
        if isNegative {
            guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
            self = Int64(truncatingIfNeeded: 0 &- magnitude)
        } else {
            guard magnitude <= UInt64(Int64.max) else { return nil }
            self = Int64(magnitude)
        }
    }

    /// Its decimal digits.
    var redisBytes: [UInt8] {
        Array(unsafeUninitializedCapacity: 20) { space, count in
            count = Self.writeDigits(of: self, to: UnsafeMutableRawBufferPointer(space))
        }
    }

    /// Writes the decimal digits of `value` to the beginning of `space`, which has room for 20; returns how many.
    static func writeDigits(of value: Int64, to space: UnsafeMutableRawBufferPointer) -> Int {
        if value >= 0 { return UInt64.writeDigits(of: value.magnitude, to: space) }
        space[0] = 0x2D
        return 1 + UInt64.writeDigits(of: value.magnitude, to: UnsafeMutableRawBufferPointer(rebasing: space[1...]))
    }
}

extension UInt64 {
    /// Writes the decimal digits of `value` to the beginning of `space`, which has room for 20; returns how many.
    static func writeDigits(of value: UInt64, to space: UnsafeMutableRawBufferPointer) -> Int {
        var count = 1
        var limit = value
        while limit >= 10 {
            limit /= 10
            count += 1
        }
        var rest = value
        for position in (0..<count).reversed() {
            space[position] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            rest /= 10
        }
        return count
    }
}
