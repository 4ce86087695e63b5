/// Dates and times as text, ISO style: https://www.postgresql.org/docs/15/datatype-datetime.html
enum DateTimeText {
    // MARK: Output

    static func date(_ days: Int64) -> String {
        if days == Int64(Int32.max) { return "infinity" }
        if days == Int64(Int32.min) { return "-infinity" }
        let (year, month, day) = Calendar2000.civil(days)
        let (shown, suffix) = year > 0 ? (year, "") : (1 - year, " BC")
        return "\(pad(shown, 4))-\(pad(month, 2))-\(pad(day, 2))\(suffix)"
    }

    static func time(_ microseconds: Int64) -> String {
        let seconds = microseconds / 1_000_000
        return "\(pad(Int(seconds / 3600), 2)):\(pad(Int(seconds / 60 % 60), 2)):\(pad(Int(seconds % 60), 2))"
            + fraction(microseconds % 1_000_000)
    }

    static func timestamp(_ microseconds: Int64) -> String {
        if microseconds == .max { return "infinity" }
        if microseconds == .min { return "-infinity" }
        let (days, rest) = Calendar2000.split(microseconds)
        let day = date(days)
        return day.hasSuffix(" BC") ? "\(day.dropLast(3)) \(time(rest)) BC" : "\(day) \(time(rest))"
    }

    static func timestamptz(_ microseconds: Int64, _ zone: SessionZone) -> String {
        if microseconds == .max || microseconds == .min { return timestamp(microseconds) }
        let offset = zone.offset(at: microseconds)
        let local = timestamp(microseconds &+ Int64(offset) * 1_000_000)
        return local.hasSuffix(" BC") ? "\(local.dropLast(3))\(self.offset(offset)) BC" : local + self.offset(offset)
    }

    /// `+00`, `-03:30`.
    static func offset(_ seconds: Int) -> String {
        let magnitude = abs(seconds)
        let minutes = magnitude / 60 % 60
        return (seconds < 0 ? "-" : "+") + pad(magnitude / 3600, 2) + (minutes == 0 ? "" : ":" + pad(minutes, 2))
    }

    static func fraction(_ microseconds: Int64) -> String {
        guard microseconds != 0 else { return "" }
        var digits = pad(Int(microseconds.magnitude), 6)
        while digits.hasSuffix("0") { digits.removeLast() }
        return "." + digits
    }

    static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(abs(value))
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    // MARK: Input

    /// What stands in a date-time literal.
    struct Parts {
        var days: Int64?
        var time: Int64?
        /// Seconds east of Greenwich, when the text names them.
        var offset: Int?
        var zone: SessionZone?
        var special: String?
    }

    /// Reads the parts of `text`; throws PostgreSQL's error for `type`.
    static func parse(_ text: String, type: String) throws(PostgresError) -> Parts {
        let wrong = PostgresError.badDateTime(type, text)
        var parts = Parts()
        let trimmed = text.trimmed.lowercased()
        guard !trimmed.isEmpty else { throw wrong }
        if ["infinity", "-infinity", "now", "today", "tomorrow", "yesterday", "epoch"].contains(trimmed) {
            parts.special = trimmed
            return parts
        }
        for raw in trimmed.replacing("t", with: " ", betweenDigits: true).split(separator: " ") {
            var word = String(raw)
            if word == "bc" || word == "ad" { throw .unsupported("dates before year 1 are not supported") }
            if word.first?.isNumber == true, word.dropFirst().contains("-"),
                !word.contains(":")
                    || parts.days == nil
                        && (word.firstIndex(of: "-") ?? word.endIndex)
                            < (word.firstIndex(of: ":") ?? word.endIndex)
            {
                guard parts.days == nil else { throw wrong }
                parts.days = try date(word, of: text, type: type)
            } else if word.first?.isNumber == true, word.contains(":") {
                if word.hasSuffix("z") {
                    word.removeLast()
                    parts.offset = 0
                } else if let sign = word.lastIndex(where: { $0 == "+" || $0 == "-" }) {
                    guard let offset = offset(String(word[sign...])) else { throw wrong }
                    parts.offset = offset
                    word = String(word[..<sign])
                }
                guard parts.time == nil else { throw wrong }
                parts.time = try time(word, of: text, type: type)
            } else if word.first?.isNumber == true, word.count == 8, let number = Int(word), parts.days == nil {
                parts.days = try days(number / 10_000, number / 100 % 100, number % 100, of: text)
            } else if word == "z" || word == "utc" || word == "gmt" {
                parts.offset = 0
            } else if word == "am" || word == "pm", let time = parts.time {
                let noon = 12 * 3_600_000_000 as Int64
                if word == "pm", time < noon { parts.time = time + noon }
                if word == "am", time >= noon { parts.time = time - noon }
            } else if let offset = offset(word) {
                parts.offset = offset
            } else if word.contains("/"), let zone = SessionZone(zoneName(in: text) ?? word) {
                parts.zone = zone
            } else {
                throw wrong
            }
        }
        if parts.days == nil, parts.time == nil { throw wrong }
        return parts
    }

    private static func zoneName(in text: String) -> String? {
        text.split(separator: " ").last.map(String.init)
    }

    private static func date(_ word: String, of text: String, type: String) throws(PostgresError) -> Int64 {
        let numbers = word.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3, let year = numbers[0], let month = numbers[1], let day = numbers[2] else {
            throw .badDateTime(type, text)
        }
        return try days(year, month, day, of: text)
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int, of text: String) throws(PostgresError) -> Int64 {
        guard (1...12).contains(month), (1...5_874_897).contains(year), day >= 1,
            day <= Calendar2000.daysInMonth(year, month)
        else { throw .dateTimeOutOfRange(text) }
        return Calendar2000.days(year: year, month: month, day: day)
    }

    private static func time(_ word: String, of text: String, type: String) throws(PostgresError) -> Int64 {
        let pieces = word.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(pieces.count), let hour = Int(pieces[0]), let minute = Int(pieces[1]) else {
            throw .badDateTime(type, text)
        }
        var seconds: Int64 = 0
        if pieces.count == 3 {
            guard let value = microseconds(pieces[2]) else { throw .badDateTime(type, text) }
            seconds = value
        }
        guard (0...24).contains(hour), (0...59).contains(minute), (0...60_000_000).contains(seconds),
            hour < 24 || minute == 0 && seconds == 0
        else { throw .dateTimeOutOfRange(text) }
        return Int64(hour) * 3_600_000_000 + Int64(minute) * 60_000_000 + seconds
    }

    /// `12.345678` seconds as microseconds, rounded.
    static func microseconds(_ text: Substring) -> Int64? {
        guard let value = Numeric(String(text)), value.isFinite else { return nil }
        return (value * Numeric(1_000_000)).int64
    }

    /// `+02`, `-3:30`, `+0530` in seconds.
    static func offset(_ text: String) -> Int? {
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let body = text.dropFirst()
        let pieces = body.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        var seconds = 0
        if pieces.count == 1, let number = pieces[0], number >= 0 {
            seconds = body.count > 2 ? number / 100 * 3600 + number % 100 * 60 : number * 3600
        } else if (2...3).contains(pieces.count), let hours = pieces[0], let minutes = pieces[1], hours >= 0,
            hours < 24, minutes < 60
        {
            seconds = hours * 3600 + minutes * 60 + (pieces.count == 3 ? pieces[2] ?? 0 : 0)
        } else {
            return nil
        }
        guard seconds < 16 * 3600 else { return nil }
        return sign == "-" ? -seconds : seconds
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// The text with `letter` between two digits replaced, as in `2024-01-01t10:00`.
    func replacing(_ letter: Character, with other: Character, betweenDigits: Bool) -> String {
        var characters = Array(self)
        for index in characters.indices where characters[index] == letter && index > 0 && index + 1 < characters.count {
            if characters[index - 1].isNumber, characters[index + 1].isNumber { characters[index] = other }
        }
        return String(characters)
    }
}
