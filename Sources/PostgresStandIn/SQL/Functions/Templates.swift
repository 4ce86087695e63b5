/// `to_char` of dates: https://www.postgresql.org/docs/15/functions-formatting.html
enum DateTemplate {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// The patterns, longer before shorter ones that begin alike.
    private static let patterns = [
        "HH24", "HH12", "YYYY", "IYYY", "MONTH", "Month", "month", "DDD", "SSSS", "Mon", "MON", "mon", "DAY", "Day",
        "day", "Dy", "DY", "dy",
        "A.M.", "P.M.", "YYY", "HH", "MI", "SS", "MS", "US", "AM", "PM", "am", "pm", "YY", "MM", "DD", "ID", "IW", "WW",
        "TZH", "TZM", "TZ", "OF", "tz", "CC", "Q", "D", "J", "W", "Y",
    ]

    /// - Throws: `0A000` for a pattern that is not known here.
    static func format(_ local: Int64, _ template: String, offset: Int = 0) throws(PostgresError) -> String {
        let (days, time) = Calendar2000.split(local)
        let civil = Calendar2000.civil(days)
        let hour = Int(time / 3_600_000_000)
        let weekday = TimeArithmetic.weekday(days)
        let pad = DateTimeText.pad
        let dayOfYear = Int(days - Calendar2000.days(year: civil.year, month: 1, day: 1)) + 1
        let iso = TimeArithmetic.isoWeek(days)
        func wide(_ name: String) -> String { name + String(repeating: " ", count: max(0, 9 - name.count)) }
        let month = months[civil.month - 1]
        let values: [String: (text: String, plain: String)] = [
            "HH24": (pad(hour, 2), "\(hour)"), "HH12": (pad((hour + 11) % 12 + 1, 2), "\((hour + 11) % 12 + 1)"),
            "HH": (pad((hour + 11) % 12 + 1, 2), "\((hour + 11) % 12 + 1)"),
            "MI": (pad(Int(time / 60_000_000 % 60), 2), "\(time / 60_000_000 % 60)"),
            "SS": (pad(Int(time / 1_000_000 % 60), 2), "\(time / 1_000_000 % 60)"),
            "MS": (pad(Int(time / 1000 % 1000), 3), "\(time / 1000 % 1000)"),
            "US": (pad(Int(time % 1_000_000), 6), "\(time % 1_000_000)"),
            "SSSS": ("\(time / 1_000_000)", "\(time / 1_000_000)"), "YYYY": (pad(civil.year, 4), "\(civil.year)"),
            "YYY": (pad(civil.year % 1000, 3), "\(civil.year % 1000)"),
            "YY": (pad(civil.year % 100, 2), "\(civil.year % 100)"), "Y": ("\(civil.year % 10)", "\(civil.year % 10)"),
            "IYYY": (pad(iso.year, 4), "\(iso.year)"),
            "MM": (pad(civil.month, 2), "\(civil.month)"), "DD": (pad(civil.day, 2), "\(civil.day)"),
            "DDD": (pad(dayOfYear, 3), "\(dayOfYear)"),
            "MONTH": (wide(month.uppercased()), month.uppercased()), "Month": (wide(month), month),
            "month": (wide(month.lowercased()), month.lowercased()),
            "MON": (String(month.prefix(3)).uppercased(), String(month.prefix(3)).uppercased()),
            "Mon": (String(month.prefix(3)), String(month.prefix(3))),
            "mon": (String(month.prefix(3)).lowercased(), String(month.prefix(3)).lowercased()),
            "DAY": (wide(weekdays[weekday].uppercased()), weekdays[weekday].uppercased()),
            "Day": (wide(weekdays[weekday]), weekdays[weekday]),
            "day": (wide(weekdays[weekday].lowercased()), weekdays[weekday].lowercased()),
            "DY": (String(weekdays[weekday].prefix(3)).uppercased(), String(weekdays[weekday].prefix(3)).uppercased()),
            "Dy": (String(weekdays[weekday].prefix(3)), String(weekdays[weekday].prefix(3))),
            "dy": (String(weekdays[weekday].prefix(3)).lowercased(), String(weekdays[weekday].prefix(3)).lowercased()),
            "AM": (hour < 12 ? "AM" : "PM", hour < 12 ? "AM" : "PM"),
            "PM": (hour < 12 ? "AM" : "PM", hour < 12 ? "AM" : "PM"),
            "am": (hour < 12 ? "am" : "pm", hour < 12 ? "am" : "pm"),
            "pm": (hour < 12 ? "am" : "pm", hour < 12 ? "am" : "pm"),
            "A.M.": (hour < 12 ? "A.M." : "P.M.", hour < 12 ? "A.M." : "P.M."),
            "P.M.": (hour < 12 ? "A.M." : "P.M.", hour < 12 ? "A.M." : "P.M."),
            "ID": ("\((weekday + 6) % 7 + 1)", "\((weekday + 6) % 7 + 1)"), "D": ("\(weekday + 1)", "\(weekday + 1)"),
            "IW": (pad(iso.week, 2), "\(iso.week)"),
            "WW": (pad((dayOfYear - 1) / 7 + 1, 2), "\((dayOfYear - 1) / 7 + 1)"),
            "W": ("\((civil.day - 1) / 7 + 1)", "\((civil.day - 1) / 7 + 1)"),
            "Q": ("\((civil.month - 1) / 3 + 1)", "\((civil.month - 1) / 3 + 1)"),
            "CC": (pad((civil.year + 99) / 100, 2), "\((civil.year + 99) / 100)"),
            "J": ("\(days + 2_451_545)", "\(days + 2_451_545)"),
            "OF": (DateTimeText.offset(offset), DateTimeText.offset(offset)),
            "TZH": (
                (offset < 0 ? "-" : "+") + pad(abs(offset) / 3600, 2),
                (offset < 0 ? "-" : "+") + pad(abs(offset) / 3600, 2)
            ),
            "TZM": (pad(abs(offset) / 60 % 60, 2), pad(abs(offset) / 60 % 60, 2)),
        ]
        var out = ""
        var rest = template[...]
        while let first = rest.first {
            if first == "\"" {
                rest.removeFirst()
                while let next = rest.first, next != "\"" {
                    out.append(next)
                    rest.removeFirst()
                }
                if !rest.isEmpty { rest.removeFirst() }
                continue
            }
            let isPlain = rest.hasPrefix("FM")
            if isPlain { rest.removeFirst(2) }
            // Upper and lower case mean the same for the patterns made of digits.
            let upper = rest.uppercased()
            guard
                let pattern = patterns.first(where: { rest.hasPrefix($0) })
                    ?? patterns.first(where: { upper.hasPrefix($0) && values[$0]?.plain.first?.isNumber == true })
            else {
                if isPlain { throw .unsupported("the template \"\(template)\" is not supported by to_char") }
                guard !first.isLetter else {
                    throw .unsupported("the template pattern \"\(first)\" is not supported by to_char")
                }
                out.append(first)
                rest.removeFirst()
                continue
            }
            guard let value = values[pattern] else {
                throw .unsupported("the template pattern \"\(pattern)\" is not supported by to_char")
            }
            rest = rest.dropFirst(pattern.count)
            var text = isPlain ? value.plain : value.text
            if rest.hasPrefix("TH") || rest.hasPrefix("th") {
                guard let number = Int(text) else {
                    throw .unsupported("the template \"\(template)\" is not supported by to_char")
                }
                let word = (11...13).contains(number % 100) ? "th" : [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
                text += rest.hasPrefix("TH") ? word.uppercased() : word
                rest = rest.dropFirst(2)
            }
            out += text
        }
        return out
    }
}

/// `to_char` of numbers, for templates of `9`, `0`, `.`, `,`, `FM`, `D`, `G`.
enum NumberTemplate {
    static func format(_ value: Numeric, _ template: String) throws(PostgresError) -> String {
        var body = template
        let isPlain = body.uppercased().hasPrefix("FM")
        if isPlain { body = String(body.dropFirst(2)) }
        guard body.allSatisfy({ "90.,DG".contains($0) }), value.isFinite else {
            throw .unsupported("the template \"\(template)\" is not supported by to_char")
        }
        let pieces = body.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "D" }
        guard pieces.count <= 2 else { throw .syntax("multiple decimal points") }
        let whole = Array(pieces[0])
        let fraction = pieces.count > 1 ? pieces[1].filter { $0 == "9" || $0 == "0" }.count : 0
        let rounded = value.rounded(to: fraction)
        let text = rounded.magnitude.text
        let digits = Array(text.prefix { $0 != "." })
        let significant = digits == ["0"] ? [] : digits
        let places = whole.filter { $0 == "9" || $0 == "0" }.count
        let sign = rounded.isNegative
        var out: [Character] = []
        if significant.count > places {
            out = whole.map { $0 == "9" || $0 == "0" ? "#" : $0 == "G" ? "," : $0 }
        } else {
            let padding = [Character](repeating: " ", count: places - significant.count)
            var source = (padding + significant)[...]
            var started = false
            for symbol in whole {
                if symbol == "9" || symbol == "0" {
                    let digit = source.removeFirst()
                    if symbol == "0" || digit != " " { started = true }
                    out.append(digit == " " ? (started ? "0" : " ") : digit)
                } else {
                    out.append(started ? "," : " ")
                }
            }
            if !started, fraction == 0, !out.isEmpty { out[out.count - 1] = "0" }
        }
        // The sign stands directly before the first digit.
        let lead = out.prefix { $0 == " " }.count
        var result = String(repeating: " ", count: lead) + (sign ? "-" : " ") + String(out.dropFirst(lead))
        if pieces.count > 1 {
            var decimals = String(text.drop { $0 != "." }.dropFirst())
            if isPlain {
                let fixed = Array(pieces[1]).lastIndex(of: "0").map { $0 + 1 } ?? 0
                while decimals.hasSuffix("0"), decimals.count > fixed { decimals.removeLast() }
            }
            if significant.count > places { decimals = String(repeating: "#", count: fraction) }
            result += "." + decimals
        }
        return isPlain ? String(result.filter { $0 != " " }) : result
    }
}
