import Determinism

/// Dates of the proleptic Gregorian calendar as milliseconds since 1970.
enum ISODate {
    /// Days since 1970-01-01; months beyond 1...12 and days beyond the month carry over.
    static func days(year: Int, month: Int, day: Int) -> Int {
        // "chrono-Compatible Low-Level Date Algorithms", Howard Hinnant.
        let carried = floorDivide(month - 1, 12)
        let month = month - carried * 12
        let year = year + carried - (month <= 2 ? 1 : 0)
        let era = floorDivide(year, 400)
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468 + day - 1
    }

    static func floorDivide(_ a: Int, _ b: Int) -> Int {
        let quotient = a / b
        return a % b < 0 ? quotient - 1 : quotient
    }

    static func milliseconds(
        year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0, millisecond: Int = 0
    ) -> Int64 {
        let days = Int64(days(year: year, month: month, day: day))
        return ((days * 24 + Int64(hour)) * 60 + Int64(minute)) * 60_000 + Int64(second) * 1000 + Int64(millisecond)
    }

    /// Reads `2026-11-22`, with a time `T16:03:56.123` or without seconds, and an offset `Z`, `+01:00` or `+0100`.
    static func milliseconds(of text: String) -> Int64? {
        var reader = DigitReader(text)
        guard let year = reader.number(4), reader.take("-"), let month = reader.number(2), (1...12).contains(month),
            reader.take("-"), let day = reader.number(2), (1...31).contains(day)
        else { return nil }
        var (hour, minute, second, millisecond, offset) = (0, 0, 0, 0, 0)
        if reader.take("T") || reader.take(" ") {
            guard let h = reader.number(2), h < 24, reader.take(":"), let m = reader.number(2), m < 60 else {
                return nil
            }
            (hour, minute) = (h, m)
            if reader.take(":") {
                guard let s = reader.number(2), s < 60 else { return nil }
                second = s
                if reader.take(".") { millisecond = reader.fraction() }
            }
            if let minutes = reader.offset() { offset = minutes }
        }
        guard reader.isAtEnd else { return nil }
        return milliseconds(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond)
            - Int64(offset) * 60_000
    }
}

/// Reads fixed-width numbers from the start of a text.
struct DigitReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Character) -> Bool {
        guard let byte = character.asciiValue, rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        let digits = rest.prefix(width)
        guard digits.count == width, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        rest = rest.dropFirst(width)
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// Up to any number of digits after the point, as milliseconds.
    mutating func fraction() -> Int {
        let digits = rest.prefix { $0 >= 48 && $0 <= 57 }
        rest = rest.dropFirst(digits.count)
        let padded = (digits.map { Int($0 - 48) } + [0, 0, 0]).prefix(3)
        return padded.reduce(0) { $0 * 10 + $1 }
    }

    /// The offset from UTC in minutes, if one comes.
    mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2) else { return nil }
        _ = take(":")
        return sign * (hours * 60 + (number(2) ?? 0))
    }
}
