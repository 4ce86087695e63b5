/// PostgreSQL's `interval`: months, days and microseconds, which do not fold into each other.
///
/// It is stored as the text of the three numbers, compared by the collation `pginterval`.
struct Interval: Hashable, Sendable {
    var months: Int64 = 0
    var days: Int64 = 0
    var microseconds: Int64 = 0

    /// The form in SQLite.
    var stored: String { "\(months) \(days) \(microseconds)" }

    init(months: Int64 = 0, days: Int64 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    init?(stored: String) {
        let parts = stored.split(separator: " ").map { Int64($0) }
        guard parts.count == 3, let months = parts[0], let days = parts[1], let microseconds = parts[2] else {
            return nil
        }
        self.init(months: months, days: days, microseconds: microseconds)
    }

    /// By which two intervals compare: a month is 30 days and a day 24 hours.
    var order: Double { (Double(months) * 30 + Double(days)) * 86_400_000_000 + Double(microseconds) }

    /// The interval, when its months and days fit in 32 bits, as PostgreSQL keeps them.
    func checked() throws(PostgresError) -> Interval {
        guard Int32(exactly: months) != nil, Int32(exactly: days) != nil else { throw Self.outOfRange }
        return self
    }

    private static let outOfRange = PostgresError("22008", "interval out of range")

    func adding(_ other: Interval) throws(PostgresError) -> Interval {
        let (time, overflow) = microseconds.addingReportingOverflow(other.microseconds)
        guard !overflow else { throw Self.outOfRange }
        return try Interval(months: months &+ other.months, days: days &+ other.days, microseconds: time).checked()
    }

    func opposite() throws(PostgresError) -> Interval {
        guard microseconds != .min else { throw Self.outOfRange }
        return try (-self).checked()
    }

    static prefix func - (value: Interval) -> Interval {
        Interval(months: 0 &- value.months, days: 0 &- value.days, microseconds: 0 &- value.microseconds)
    }

    /// As `interval_mul`: the fractions of months flow to days, those of days to time.
    func scaled(by factor: Double) -> Interval? {
        let months = Double(self.months) * factor
        let days = Double(self.days) * factor
        let wholeMonths = months.rounded(.towardZero)
        let monthDays = ((months - wholeMonths) * 30 * 1e6).rounded() / 1e6
        let allDays = days.rounded(.towardZero) + monthDays.rounded(.towardZero)
        let restDays = (days - days.rounded(.towardZero)) + (monthDays - monthDays.rounded(.towardZero))
        let time = (Double(microseconds) * factor + restDays * 86_400_000_000).rounded()
        guard let m = Int64(exactly: wholeMonths), let d = Int64(exactly: allDays), let t = Int64(exactly: time) else {
            return nil
        }
        return Interval(months: m, days: d, microseconds: t)
    }

    /// `1 year 2 mons 3 days 04:05:06.789`.
    var text: String {
        var parts: [String] = []
        var wasNegative = false
        func add(_ value: Int64, _ one: String, _ many: String) {
            guard value != 0 else { return }
            parts.append("\(wasNegative && value > 0 ? "+" : "")\(value) \(value == 1 ? one : many)")
            wasNegative = value < 0
        }
        add(months / 12, "year", "years")
        add(months % 12, "mon", "mons")
        add(days, "day", "days")
        if microseconds != 0 || parts.isEmpty {
            let magnitude = microseconds.magnitude
            let seconds = magnitude / 1_000_000
            let sign = microseconds < 0 ? "-" : wasNegative ? "+" : ""
            parts.append(
                sign
                    + "\(DateTimeText.pad(Int(seconds / 3600), 2)):\(DateTimeText.pad(Int(seconds / 60 % 60), 2)):\(DateTimeText.pad(Int(seconds % 60), 2))"
                    + DateTimeText.fraction(Int64(magnitude % 1_000_000)))
        }
        return parts.joined(separator: " ")
    }

    /// Microseconds of one unit, or months or days; by every name that the server accepts.
    private enum Unit {
        case months(Int64), days(Int64), microseconds(Int64)
    }

    private static let units: [String: Unit] = {
        var units: [String: Unit] = [:]
        let names: [([String], Unit)] = [
            (["microsecond", "microseconds", "us", "usec", "usecs"], .microseconds(1)),
            (["millisecond", "milliseconds", "ms", "msec", "msecs"], .microseconds(1000)),
            (["second", "seconds", "sec", "secs", "s"], .microseconds(1_000_000)),
            (["minute", "minutes", "min", "mins", "m"], .microseconds(60_000_000)),
            (["hour", "hours", "hr", "hrs", "h"], .microseconds(3_600_000_000)),
            (["day", "days", "d"], .days(1)), (["week", "weeks", "w"], .days(7)),
            (["month", "months", "mon", "mons"], .months(1)),
            (["year", "years", "yr", "yrs", "y"], .months(12)),
            (["decade", "decades"], .months(120)), (["century", "centuries"], .months(1200)),
        ]
        for (words, unit) in names { for word in words { units[word] = unit } }
        return units
    }()

    /// Reads `1 day 02:03:04`, `2 hours ago`, `P1DT2H`.
    init(_ text: String) throws(PostgresError) {
        let wrong = PostgresError.badDateTime("interval", text)
        var words = Self.words(of: text.trimmed.lowercased())
        if words.first == "@" { words.removeFirst() }
        // The wrapping sums below, once more without wrapping.
        var sums = (months: 0.0, days: 0.0, microseconds: 0.0)
        let ago = words.last == "ago"
        if ago { words.removeLast() }
        guard !words.isEmpty else { throw wrong }
        var index = 0
        while index < words.count {
            let word = words[index]
            if word.contains(":") {
                guard let time = Self.clock(word) else { throw wrong }
                microseconds &+= time
                sums.microseconds += Double(time)
                index += 1
                continue
            }
            guard let amount = Numeric(word), amount.isFinite, amount.magnitude < Numeric(1_000_000_000_000) else {
                throw wrong
            }
            var unit = Unit.microseconds(1_000_000)
            if index + 1 < words.count, !words[index + 1].contains(":") {
                guard let named = Self.units[words[index + 1]] else { throw wrong }
                unit = named
                index += 1
            } else if index + 1 < words.count {
                unit = .days(1)
            }
            index += 1
            let whole = amount.truncated(to: 0)
            let rest = (amount - whole).double
            let count = whole.int64 ?? 0
            switch unit {
            case .microseconds(let size):
                guard let value = (amount * Numeric(size)).int64 else { throw wrong }
                microseconds &+= value
                sums.microseconds += Double(value)
            case .days(let size):
                let extra = rest * Double(size)
                days &+= count &* size &+ Int64(extra)
                sums.days += Double(count) * Double(size) + extra
                microseconds &+= Int64(((extra - extra.rounded(.towardZero)) * 86_400_000_000).rounded())
            case .months(let size):
                let extra = rest * Double(size)
                months &+= count &* size &+ Int64(extra)
                sums.months += Double(count) * Double(size) + extra
                days &+= Int64(((extra - extra.rounded(.towardZero)) * 30).rounded())
            }
        }
        guard Int32(exactly: months) != nil, Int32(exactly: days) != nil, microseconds != .min,
            abs(sums.months) < 3e9, abs(sums.days) < 3e9, abs(sums.microseconds) < 9.2233720368547e18
        else { throw PostgresError("22015", "interval field value out of range: \"\(text)\"") }
        if ago { self = -self }
    }

    /// Numbers and names apart: `1day`, `P1DT2H30M`.
    private static func words(of text: String) -> [String] {
        let isISO = text.hasPrefix("p") && text.dropFirst().contains { $0.isNumber }
        var words: [String] = []
        var current = ""
        var inTime = false
        func flush() {
            if !current.isEmpty { words.append(current) }
            current = ""
        }
        for character in isISO ? text.dropFirst() : text[...] {
            if isISO, character == "t" {
                flush()
                inTime = true
                continue
            }
            if character.isWhitespace {
                flush()
                continue
            }
            if let last = current.last, last.isLetter != character.isLetter, !current.contains(":") { flush() }
            current.append(isISO && character == "m" && !inTime ? "\u{1}" : character)
        }
        flush()
        return words.map { $0 == "\u{1}" ? "mon" : $0 }
    }

    /// `[-]HH:MM[:SS[.ffffff]]` in microseconds.
    private static func clock(_ word: String) -> Int64? {
        let negative = word.hasPrefix("-")
        let pieces = word.drop { $0 == "-" || $0 == "+" }.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(pieces.count), let hours = Int64(pieces[0]), (0...2_562_047_787).contains(hours),
            let minutes = Int64(pieces[1]),
            (0..<60).contains(minutes)
        else { return nil }
        guard let seconds = pieces.count == 3 ? DateTimeText.microseconds(pieces[2]) : 0 else { return nil }
        let total = hours * 3_600_000_000 + minutes * 60_000_000 + seconds
        return negative ? -total : total
    }
}
