#if canImport(Glibc)
    import Glibc
#endif

/// A moment in microseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(milliseconds: Int64) { microseconds = milliseconds.multipliedReportingOverflow(by: 1000).partialValue }
    package init(seconds: Int64) { microseconds = seconds.multipliedReportingOverflow(by: 1_000_000).partialValue }

    package var milliseconds: Int64 { microseconds.flooringDivision(by: 1000) }
    package var seconds: Int64 { microseconds.flooringDivision(by: 1_000_000) }

    /// The machine's wall clock.
    package static func machine() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    /// How long after `start` it is, in microseconds.
    package func microseconds(since start: Timestamp) -> Int64 { microseconds &- start.microseconds }

    package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.microseconds < rhs.microseconds }

    package static func + (lhs: Timestamp, rhs: Duration) -> Timestamp {
        Timestamp(microseconds: lhs.microseconds &+ rhs.wholeMicroseconds)
    }

    package static func - (lhs: Timestamp, rhs: Timestamp) -> Duration {
        .microseconds(lhs.microseconds &- rhs.microseconds)
    }
}

extension Duration {
    /// The whole microseconds in it, cut towards zero; the nearest bound where it does not fit.
    package var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        return product.addingReportingOverflow(attoseconds / 1_000_000_000_000).partialValue
    }
}

extension Int64 {
    fileprivate func flooringDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

/// `2026-11-22T16:03:56.123Z`, the form of RFC 3339 with milliseconds.
extension Timestamp: CustomStringConvertible {
    package var description: String { rfc3339() }

    /// The RFC 3339 form in UTC, with `fractionDigits` (0, 3 or 6) digits of the second.
    package func rfc3339(fractionDigits: Int = 3) -> String {
        let date = civilDate
        var text = "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T"
        text += "\(pad(date.hour, 2)):\(pad(date.minute, 2)):\(pad(date.second, 2))"
        switch fractionDigits {
        case ..<1: break
        case ..<4: text += "." + pad(date.microsecond / 1000, 3)
        default: text += "." + pad(date.microsecond, 6)
        }
        return text + "Z"
    }

    private func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Timestamp {
    /// Year, month, day and time of day in UTC, by the proleptic Gregorian calendar.
    package var civilDate: CivilDate {
        let secondOfDay = Int(seconds - seconds.flooringDivision(by: 86_400) * 86_400)
        // Days to civil: the algorithm of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
        let z = seconds.flooringDivision(by: 86_400) + 719_468
        let era = z.flooringDivision(by: 146_097)
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        return CivilDate(
            year: Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month: month,
            day: Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1), hour: secondOfDay / 3600,
            minute: secondOfDay / 60 % 60, second: secondOfDay % 60,
            microsecond: Int(microseconds &- seconds &* 1_000_000))
    }
}

/// A date and a time of day in UTC.
package struct CivilDate: Hashable, Sendable {
    package var year, month, day, hour, minute, second, microsecond: Int
}
