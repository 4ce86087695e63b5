/// Sums of moments and intervals, as `timestamp.c` does them.
enum TimeArithmetic {
    /// Whether a stored date, timestamp or timestamptz is one of the infinities.
    static func isInfinite(_ value: Int64, _ type: OID) -> Bool {
        type == TypeOID.date
            ? value == Int64(Int32.max) || value == Int64(Int32.min) : value == .max || value == .min
    }

    /// The timestamp at which a date begins.
    static func midnight(_ date: Int64) throws(PostgresError) -> Int64 {
        if isInfinite(date, TypeOID.date) { return date > 0 ? .max : .min }
        let (value, overflow) = date.multipliedReportingOverflow(by: Calendar2000.microsecondsPerDay)
        guard !overflow, value >= Calendar2000.earliest, value < Calendar2000.latest else {
            throw PostgresError("22008", "date out of range for timestamp")
        }
        return value
    }

    /// `extract(field from 'infinity')`: what only grows is infinite, what goes round is null (`NonFiniteTimestampTzPart`).
    static func infiniteField(_ unit: String, isLate: Bool, type: String) throws(PostgresError) -> Numeric? {
        let name = singular(unit)
        let growing: Set<String> = [
            "epoch", "julian", "year", "isoyear", "decade", "century", "millennium",
        ]
        let turning: Set<String> = [
            "microseconds", "milliseconds", "second", "minute", "hour", "day", "month", "quarter", "week", "dow",
            "isodow", "doy", "timezone", "timezone_hour", "timezone_minute",
        ]
        if growing.contains(name) { return Numeric(isLate ? "Infinity" : "-Infinity") }
        guard turning.contains(name) else {
            throw PostgresError("22023", "unit \"\(unit)\" not recognized for type \(type)")
        }
        return nil
    }

    /// A local time plus an interval: months first, cut to the month's end, then days, then time.
    static func add(_ moment: Int64, _ interval: Interval) throws(PostgresError) -> Int64 {
        if moment == .max || moment == .min { return moment }
        var (days, time) = Calendar2000.split(moment)
        if interval.months != 0 {
            let civil = Calendar2000.civil(days)
            let months = Int64(civil.year) &* 12 &+ Int64(civil.month - 1) &+ interval.months
            guard months > -60_000, months < 4_000_000 else { throw outOfRange }
            let year = Int(months >= 0 ? months / 12 : (months - 11) / 12)
            let month = Int(months) - year * 12 + 1
            days = Calendar2000.days(
                year: year, month: month, day: min(civil.day, Calendar2000.daysInMonth(year, month)))
        }
        let (shifted, overflow) = days.addingReportingOverflow(interval.days)
        guard !overflow, (-110_000_000...110_000_000).contains(shifted) else { throw outOfRange }
        let (sum, timeOverflow) = time.addingReportingOverflow(interval.microseconds)
        time = sum
        let (result, totalOverflow) = (shifted * Calendar2000.microsecondsPerDay).addingReportingOverflow(time)
        guard !timeOverflow, !totalOverflow, result >= Calendar2000.earliest, result < Calendar2000.latest else {
            throw outOfRange
        }
        return result
    }

    /// An instant plus an interval: days are counted on the clock of the session's zone.
    static func addZoned(_ moment: Int64, _ interval: Interval, _ zone: SessionZone) throws(PostgresError) -> Int64 {
        if interval.months == 0, interval.days == 0 { return try add(moment, interval) }
        let local = try add(zone.local(moment), Interval(months: interval.months, days: interval.days))
        return try add(zone.utc(local), Interval(microseconds: interval.microseconds))
    }

    static var outOfRange: PostgresError { PostgresError("22008", "timestamp out of range") }

    /// `a - b` for timestamps: whole days and the rest.
    static func difference(_ a: Int64, _ b: Int64) throws(PostgresError) -> Interval {
        let (value, overflow) = a.subtractingReportingOverflow(b)
        guard !overflow, a != .max, a != .min, b != .max, b != .min else {
            throw PostgresError("22008", "cannot subtract infinite timestamps")
        }
        return Interval(
            days: value / Calendar2000.microsecondsPerDay, microseconds: value % Calendar2000.microsecondsPerDay)
    }

    /// `age(a, b)`: years, months and days as a person counts them.
    static func age(_ a: Int64, _ b: Int64) throws(PostgresError) -> Interval {
        guard ![a, b].contains(where: { isInfinite($0, TypeOID.timestamp) }) else { throw outOfRange }
        let isNegative = a < b
        let (late, early) = isNegative ? (b, a) : (a, b)
        let ((lateDay, lateTime), (earlyDay, earlyTime)) = (Calendar2000.split(late), Calendar2000.split(early))
        let (x, y) = (Calendar2000.civil(lateDay), Calendar2000.civil(earlyDay))
        var time = lateTime - earlyTime
        var days = x.day - y.day
        var months = (x.year - y.year) * 12 + x.month - y.month
        if time < 0 {
            time += Calendar2000.microsecondsPerDay
            days -= 1
        }
        while days < 0 {
            // The month whose length is borrowed is the earlier one's, or the later one's predecessor when turned round.
            let month = isNegative ? (x.month == 1 ? (x.year - 1, 12) : (x.year, x.month - 1)) : (y.year, y.month)
            days += Calendar2000.daysInMonth(month.0, month.1)
            months -= 1
        }
        let age = Interval(months: Int64(months), days: Int64(days), microseconds: time)
        return isNegative ? -age : age
    }

    // MARK: Fields

    /// `date_trunc` of a local time.
    static func truncated(_ moment: Int64, to unit: String, type: String) throws(PostgresError) -> Int64 {
        if moment == .max || moment == .min { return moment }
        let (days, time) = Calendar2000.split(moment)
        let civil = Calendar2000.civil(days)
        let sizes: [String: Int64] = [
            "microseconds": 1, "milliseconds": 1000, "second": 1_000_000, "minute": 60_000_000, "hour": 3_600_000_000,
        ]
        let start = days * Calendar2000.microsecondsPerDay
        let name = singular(unit)
        if let size = sizes[name] ?? sizes[name + "s"] { return start + time / size * size }
        func day(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
            Calendar2000.days(year: year, month: month, day: day) * Calendar2000.microsecondsPerDay
        }
        let starts: [String: Int64] = [
            "day": start, "week": start - Int64((weekday(days) + 6) % 7) * Calendar2000.microsecondsPerDay,
            "month": day(civil.year, civil.month, 1), "quarter": day(civil.year, (civil.month - 1) / 3 * 3 + 1, 1),
            "year": day(civil.year, 1, 1), "decade": day(civil.year / 10 * 10, 1, 1),
            "century": day((civil.year - 1) / 100 * 100 + 1, 1, 1),
            "millennium": day((civil.year - 1) / 1000 * 1000 + 1, 1, 1),
        ]
        guard let result = starts[name] else {
            throw PostgresError("22023", "unit \"\(unit)\" not recognized for type \(type)")
        }
        return result
    }

    /// Sunday is 0.
    static func weekday(_ days: Int64) -> Int { Int(((days + 6) % 7 + 7) % 7) }

    private static func singular(_ unit: String) -> String {
        let name = unit.lowercased()
        let aliases = [
            "seconds": "second", "sec": "second", "minutes": "minute", "min": "minute", "hours": "hour", "days": "day",
            "weeks": "week",
            "months": "month", "mon": "month", "years": "year", "quarters": "quarter", "decades": "decade",
            "centuries": "century",
            "microsecond": "microseconds", "millisecond": "milliseconds", "us": "microseconds", "ms": "milliseconds",
        ]
        return aliases[name] ?? name
    }

    /// `extract(field from moment)`; `offset` is that of the zone, for `timezone`.
    static func field(_ unit: String, of local: Int64, utc: Int64, type: OID, offset: Int) throws(PostgresError)
        -> Numeric
    {
        let (days, time) = Calendar2000.split(local)
        let civil = Calendar2000.civil(days)
        let name = singular(unit)
        let display = TypeTable.entry(type).display
        func seconds(_ microseconds: Int64, _ places: Int) -> Numeric {
            Numeric(
                isNegative: microseconds < 0, digits: String(microseconds.magnitude).utf8.map { $0 - 48 }, scale: places
            )
        }
        let clock: [String: Numeric] = [
            "hour": Numeric(time / 3_600_000_000), "minute": Numeric(time / 60_000_000 % 60),
            "second": seconds(time % 60_000_000, 6),
            "milliseconds": seconds(time % 60_000_000, 3), "microseconds": Numeric(time % 60_000_000),
        ]
        if type == TypeOID.time {
            if name == "epoch" { return seconds(time, 6) }
            guard let value = clock[name] else {
                throw PostgresError("22023", "unit \"\(unit)\" not recognized for type \(display)")
            }
            return value
        }
        if type != TypeOID.date {
            if let value = clock[name] { return value }
            if name == "epoch" { return seconds(utc &+ Calendar2000.unixOffset, 6) }
            if type == TypeOID.timestamptz {
                if name == "timezone" { return Numeric(Int64(offset)) }
                if name == "timezone_hour" { return Numeric(Int64(offset / 3600)) }
                if name == "timezone_minute" { return Numeric(Int64(offset / 60 % 60)) }
            }
        } else if clock[name] != nil {
            throw PostgresError("0A000", "unit \"\(unit)\" not supported for type \(display)")
        }
        let iso = isoWeek(days)
        let fields: [String: Int64] = [
            "year": Int64(civil.year), "month": Int64(civil.month), "day": Int64(civil.day),
            "dow": Int64(weekday(days)),
            "isodow": Int64((weekday(days) + 6) % 7 + 1),
            "doy": days - Calendar2000.days(year: civil.year, month: 1, day: 1) + 1,
            "quarter": Int64((civil.month - 1) / 3 + 1), "week": Int64(iso.week), "isoyear": Int64(iso.year),
            "decade": Int64(civil.year / 10),
            "century": Int64((civil.year + 99) / 100), "millennium": Int64((civil.year + 999) / 1000),
            "julian": days + 2_451_545,
            "epoch": (days + 10_957) * 86_400,
        ]
        guard let value = fields[name] else {
            throw PostgresError("22023", "unit \"\(unit)\" not recognized for type \(display)")
        }
        return Numeric(value)
    }

    static func isoWeek(_ days: Int64) -> (year: Int, week: Int) {
        // The week belongs to the year of its Thursday.
        let thursday = days - Int64((weekday(days) + 6) % 7) + 3
        let year = Calendar2000.civil(thursday).year
        return (year, Int((thursday - Calendar2000.days(year: year, month: 1, day: 1)) / 7) + 1)
    }

    /// `extract(field from interval)`.
    static func field(_ unit: String, of interval: Interval) throws(PostgresError) -> Numeric {
        func seconds(_ microseconds: Int64, _ places: Int) -> Numeric {
            Numeric(
                isNegative: microseconds < 0, digits: String(microseconds.magnitude).utf8.map { $0 - 48 }, scale: places
            )
        }
        let time = interval.microseconds
        let fields: [String: Numeric] = [
            "year": Numeric(interval.months / 12), "month": Numeric(interval.months % 12),
            "day": Numeric(interval.days),
            "hour": Numeric(time / 3_600_000_000), "minute": Numeric(time / 60_000_000 % 60),
            "second": seconds(time % 60_000_000, 6),
            "milliseconds": seconds(time % 60_000_000, 3), "microseconds": Numeric(time % 60_000_000),
            "quarter": Numeric(interval.months % 12 / 3 + 1),
            "decade": Numeric(interval.months / 120), "century": Numeric(interval.months / 1200),
        ]
        if let value = fields[singular(unit)] { return value }
        guard singular(unit) == "epoch" else {
            throw PostgresError("22023", "unit \"\(unit)\" not recognized for type interval")
        }
        let days = interval.months / 12 * 1_461 * 6 + (interval.months % 12 * 30 + interval.days) * 24
        return (Numeric(days) * Numeric(3600) + seconds(time, 6)).scaled(to: 6)
    }
}
