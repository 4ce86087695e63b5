/// An exact decimal number, as PostgreSQL's `numeric`.
///
/// The magnitude is kept as decimal digits, most significant first, with `scale` of them after the point; `scale` is also
/// what is displayed, so `1.50` stays `1.50`. Rules for scales: `src/backend/utils/adt/numeric.c`.
struct Numeric: Hashable, Sendable {
    enum Kind: Sendable { case finite, nan, infinity }

    var kind = Kind.finite
    var isNegative = false
    /// No leading zeros beyond what `scale` needs; empty is zero.
    var digits: [UInt8] = []
    var scale = 0

    /// How many digits a result may have, so that a hostile product cannot eat the machine.
    static let digitLimit = 131_072

    static let zero = Numeric(0)
    static let nan = Numeric(kind: .nan)

    private init(kind: Kind) { self.kind = kind }

    init(isNegative: Bool = false, digits: [UInt8], scale: Int) {
        self.digits = Array(digits.drop { $0 == 0 })
        self.isNegative = isNegative && !self.digits.isEmpty
        self.scale = scale
    }

    init(_ value: Int64) {
        self.init(isNegative: value < 0, digits: String(value.magnitude).utf8.map { $0 - 48 }, scale: 0)
    }

    /// Reads `-12.50`, `1e5`, `NaN`, `Infinity`; nil for anything else.
    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while let first = bytes.first, first == 32 || (9...13).contains(first) { bytes.removeFirst() }
        while let last = bytes.last, last == 32 || (9...13).contains(last) { bytes.removeLast() }
        var negative = false
        if let sign = bytes.first, sign == 45 || sign == 43 {
            negative = sign == 45
            bytes.removeFirst()
        }
        let specials: [String: Kind] = ["nan": .nan, "infinity": .infinity, "inf": .infinity]
        if let special = specials[String(decoding: bytes.prefix(9), as: UTF8.self).lowercased()] {
            self.init(kind: special)
            isNegative = negative && special == .infinity
            return
        }
        var digits: [UInt8] = []
        var scale = 0
        var seenPoint = false
        var exponent = 0
        var index = bytes.startIndex
        scan: while index < bytes.endIndex {
            switch bytes[index] {
            case let byte where byte >= 48 && byte <= 57:
                digits.append(byte - 48)
                if seenPoint { scale += 1 }
            case 46 where !seenPoint: seenPoint = true
            case 101, 69:
                guard let value = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)),
                    (-200_000...200_000).contains(value)
                else { return nil }
                exponent = value
                break scan
            default: return nil
            }
            index += 1
        }
        guard !digits.isEmpty else { return nil }
        scale -= exponent
        guard digits.count - scale <= Self.digitLimit else { return nil }
        if scale < 0 {
            digits += [UInt8](repeating: 0, count: -scale)
            scale = 0
        }
        self.init(isNegative: negative, digits: digits, scale: scale)
        // `NUMERIC_MAX_DISPLAY_SCALE`.
        if scale > 16_383 { self = rounded(to: 16_383) }
    }

    init?(_ value: Double, significant: Int = 15) {
        if value.isNaN { self = .nan; return }
        if value.isInfinite {
            self.init(kind: .infinity)
            isNegative = value < 0
            return
        }
        self.init(FloatText.general(value, digits: significant))
    }

    var isZero: Bool { kind == .finite && digits.isEmpty }
    var isFinite: Bool { kind == .finite }

    var text: String {
        switch kind {
        case .nan: return "NaN"
        case .infinity: return isNegative ? "-Infinity" : "Infinity"
        case .finite: break
        }
        var all = digits
        if all.count <= scale { all = [UInt8](repeating: 0, count: scale + 1 - all.count) + all }
        let whole = String(decoding: all.dropLast(scale).map { $0 + 48 }, as: UTF8.self)
        let sign = isNegative ? "-" : ""
        return scale == 0
            ? sign + whole : sign + whole + "." + String(decoding: all.suffix(scale).map { $0 + 48 }, as: UTF8.self)
    }

    var double: Double { Double(kind == .infinity ? (isNegative ? "-inf" : "inf") : text) ?? .nan }

    /// The whole number it rounds to, half away from zero; nil when it does not fit in 64 bits.
    var int64: Int64? {
        guard isFinite else { return nil }
        return Int64(rounded(to: 0).text)
    }

    // MARK: Rounding

    /// With exactly `places` digits after the point (negative places round before it), half away from zero.
    func rounded(to places: Int) -> Numeric { cut(to: places, roundsHalf: true) }
    func truncated(to places: Int) -> Numeric { cut(to: places, roundsHalf: false) }

    private func cut(to places: Int, roundsHalf: Bool) -> Numeric {
        guard isFinite else { return self }
        if places >= scale { return scaled(to: places) }
        let drop = scale - places
        var kept = Array(digits.dropLast(min(drop, digits.count)))
        let next = digits.count >= drop ? digits[digits.count - drop] : 0
        if roundsHalf, next >= 5 { kept = Self.add(kept, [1]) }
        if places < 0 { kept += kept.isEmpty ? [] : [UInt8](repeating: 0, count: -places) }
        return Numeric(isNegative: isNegative, digits: kept, scale: max(0, places))
    }

    /// The same value with more digits after the point.
    func scaled(to places: Int) -> Numeric {
        guard isFinite, places > scale else { return self }
        return Numeric(
            isNegative: isNegative, digits: digits.isEmpty ? [] : digits + [UInt8](repeating: 0, count: places - scale),
            scale: places)
    }

    var floor: Numeric {
        let cut = truncated(to: 0)
        return isNegative && cut < self || !isNegative || cut == self ? cut : cut - Numeric(1)
    }
    var ceiling: Numeric {
        let cut = truncated(to: 0)
        return cut < self ? cut + Numeric(1) : cut
    }
    var negated: Numeric {
        var copy = self
        copy.isNegative = kind == .nan || isZero ? false : !isNegative
        return copy
    }
    var magnitude: Numeric { isNegative ? negated : self }
    var sign: Int { isZero || kind == .nan ? 0 : isNegative ? -1 : 1 }

    /// Without zeros at the end of its fraction.
    var trimmed: Numeric {
        var copy = self
        while copy.scale > 0, (copy.digits.last ?? 0) == 0 {
            if !copy.digits.isEmpty { copy.digits.removeLast() }
            copy.scale -= 1
        }
        return copy
    }
}

extension Numeric: Comparable {
    static func == (lhs: Numeric, rhs: Numeric) -> Bool { lhs.compare(rhs) == 0 }
    static func < (lhs: Numeric, rhs: Numeric) -> Bool { lhs.compare(rhs) < 0 }
    func hash(into hasher: inout Hasher) {
        let value = trimmed
        hasher.combine(value.text)
    }

    /// -1, 0 or 1; NaN is greater than everything else and equal to itself.
    func compare(_ other: Numeric) -> Int {
        let (left, right) = (rank, other.rank)
        if left != right { return left < right ? -1 : 1 }
        guard isFinite, !isZero else { return 0 }
        let places = max(scale, other.scale)
        let order = Self.compare(scaled(to: places).digits, other.scaled(to: places).digits)
        return isNegative ? -order : order
    }

    private var rank: Int {
        switch kind {
        case .nan: 3
        case .infinity: isNegative ? -2 : 2
        case .finite: sign
        }
    }
}
