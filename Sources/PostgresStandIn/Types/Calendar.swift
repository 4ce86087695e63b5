import Foundation

/// Days and microseconds as PostgreSQL counts them: from 2000-01-01, in the proleptic Gregorian calendar.
enum Calendar2000 {
    static let microsecondsPerDay: Int64 = 86_400_000_000
    /// Microseconds from 1970-01-01 to 2000-01-01.
    static let unixOffset: Int64 = 946_684_800_000_000
    static let earliest: Int64 = -211_813_488_000_000_000
    static let latest: Int64 = 9_223_371_331_200_000_000

    /// Days since 2000-01-01; the algorithm of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
    static func days(year: Int, month: Int, day: Int) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468 - 10_957)
    }

    static func civil(_ days: Int64) -> (year: Int, month: Int, day: Int) {
        let z = days + 719_468 + 10_957
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, Int(dayOfYear - (153 * shifted + 2) / 5 + 1))
    }

    static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func split(_ microseconds: Int64) -> (days: Int64, time: Int64) {
        let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: microsecondsPerDay)
        return remainder < 0 ? (quotient - 1, remainder + microsecondsPerDay) : (quotient, remainder)
    }
}

/// The zone a session shows and reads `timestamptz` in.
struct SessionZone: Hashable, Sendable {
    var name: String
    private var fixedSeconds: Int?

    static let utc = SessionZone(name: "Etc/UTC", fixedSeconds: 0)

    private init(name: String, fixedSeconds: Int?) {
        self.name = name
        self.fixedSeconds = fixedSeconds
    }

    /// A zone of the IANA database, `UTC`, or an offset such as `-5` or `+02:00`; nil for anything else.
    init?(_ name: String) {
        let upper = name.uppercased()
        if ["UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "UCT", "ZULU"].contains(upper) {
            self.init(name: name, fixedSeconds: 0)
        } else if let seconds = DateTimeText.offset(name) {
            self.init(name: name, fixedSeconds: seconds)
        } else if let zone = TimeZone(identifier: name),
            name.contains("/") || TimeZone.knownTimeZoneIdentifiers.contains(name)
        {
            self.init(name: zone.identifier, fixedSeconds: nil)
        } else {
            return nil
        }
    }

    /// Seconds east of Greenwich at the instant `microseconds` since 2000 in UTC.
    func offset(at microseconds: Int64) -> Int {
        if let fixedSeconds { return fixedSeconds }
        let seconds = Double(microseconds / 1_000_000) + 946_684_800
        return TimeZone(identifier: name)?.secondsFromGMT(for: Date(timeIntervalSince1970: seconds)) ?? 0
    }

    func local(_ utc: Int64) -> Int64 {
        utc == .max || utc == .min ? utc : utc + Int64(offset(at: utc)) * 1_000_000
    }

    /// The instant at which a clock in this zone shows `local`.
    func utc(_ local: Int64) -> Int64 {
        if local == .max || local == .min { return local }
        let first = local - Int64(offset(at: local)) * 1_000_000
        return local - Int64(offset(at: first)) * 1_000_000
    }
}
