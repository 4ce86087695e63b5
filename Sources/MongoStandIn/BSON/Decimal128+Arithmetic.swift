/// The four operations, to 34 digits, half to even. NaN and the infinities go the way of doubles.
extension Decimal128 {
    package static func + (a: Decimal128, b: Decimal128) -> Decimal128 {
        guard let (left, right, scale) = aligned(a, b) else { return Decimal128(a.double + b.double) }
        let sameSign = a.isNegative == b.isNegative
        if sameSign { return Decimal128(isNegative: a.isNegative, digits: sum(left, right), scale: scale) }
        if isLess(left, right) {
            return Decimal128(isNegative: b.isNegative, digits: difference(right, left), scale: scale)
        }
        return Decimal128(isNegative: a.isNegative, digits: difference(left, right), scale: scale)
    }

    package static prefix func - (a: Decimal128) -> Decimal128 {
        Decimal128(high: a.high ^ 1 << 63, low: a.low)
    }

    package static func - (a: Decimal128, b: Decimal128) -> Decimal128 { a + -b }

    package static func * (a: Decimal128, b: Decimal128) -> Decimal128 {
        guard let left = a.parts, let right = b.parts else { return Decimal128(a.double * b.double) }
        var product = [Int](repeating: 0, count: left.digits.count + right.digits.count)
        for (i, x) in left.digits.reversed().enumerated() {
            for (j, y) in right.digits.reversed().enumerated() { product[i + j] += Int(x) * Int(y) }
        }
        for index in product.indices.dropLast() {
            product[index + 1] += product[index] / 10
            product[index] %= 10
        }
        return Decimal128(
            isNegative: a.isNegative != b.isNegative, digits: product.reversed().map { UInt8($0) },
            scale: left.scale + right.scale)
    }

    package static func / (a: Decimal128, b: Decimal128) -> Decimal128 {
        guard let left = a.parts, let right = b.parts, !b.isZero else { return Decimal128(a.double / b.double) }
        let divisor = Array(right.digits.drop { $0 == 0 })
        var remainder: [UInt8] = []
        var quotient: [UInt8] = []
        var scale = left.scale - right.scale
        var next = left.digits[...]
        while true {
            let isWithinDividend = !next.isEmpty
            if !isWithinDividend {
                // Two digits more than are kept, so that the rounding sees what was cut.
                if remainder.isEmpty || quotient.drop(while: { $0 == 0 }).count >= 37 { break }
                scale -= 1
            }
            remainder.append(next.popFirst() ?? 0)
            remainder = Array(remainder.drop { $0 == 0 })
            var digit: UInt8 = 0
            while !isLess(remainder, divisor) {
                remainder = Array(difference(remainder, divisor).drop { $0 == 0 })
                digit += 1
            }
            quotient.append(digit)
        }
        if !remainder.isEmpty {
            quotient.append(1)
            scale -= 1
        }
        return Decimal128(isNegative: a.isNegative != b.isNegative, digits: quotient, scale: scale)
    }

    /// Both coefficients to one scale; nil for NaN and the infinities. An operand too small to matter at 34 digits is
    /// moved up to where it still decides the rounding.
    private static func aligned(_ a: Decimal128, _ b: Decimal128) -> (left: [UInt8], right: [UInt8], scale: Int)? {
        guard let left = a.parts, let right = b.parts else { return nil }
        if a.isZero { return ([0], right.digits, right.scale) }
        if b.isZero { return (left.digits, [0], left.scale) }
        let scale = max(min(left.scale, right.scale), max(left.scale, right.scale) - 80)
        return (shifted(left, to: scale), shifted(right, to: scale), scale)
    }

    private static func shifted(_ parts: (digits: [UInt8], scale: Int), to scale: Int) -> [UInt8] {
        if parts.scale >= scale { return parts.digits + [UInt8](repeating: 0, count: parts.scale - scale) }
        let kept = parts.digits.dropLast(scale - parts.scale)
        return kept.isEmpty ? [1] : Array(kept)
    }

    private static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        let count = max(a.count, b.count) + 1
        let left = padded(a, to: count)
        let right = padded(b, to: count)
        var result = [UInt8](repeating: 0, count: count)
        var carry: UInt8 = 0
        for index in (0..<count).reversed() {
            let total = left[index] + right[index] + carry
            result[index] = total % 10
            carry = total / 10
        }
        return result
    }

    /// `a - b`, where `a` is not smaller.
    private static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        let count = max(a.count, b.count)
        let left = padded(a, to: count)
        let right = padded(b, to: count)
        var result = [UInt8](repeating: 0, count: count)
        var borrow: Int8 = 0
        for index in (0..<count).reversed() {
            let total = Int8(left[index]) - Int8(right[index]) - borrow
            borrow = total < 0 ? 1 : 0
            result[index] = UInt8(total < 0 ? total + 10 : total)
        }
        return result
    }

    private static func isLess(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let count = max(a.count, b.count)
        return padded(a, to: count).lexicographicallyPrecedes(padded(b, to: count))
    }

    private static func padded(_ digits: [UInt8], to count: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: max(0, count - digits.count)) + digits
    }
}
