import Determinism
import Foundation

/// Dates in a time zone, and the format of `$dateToString`.
struct DateFormat {
    /// The parts of a date as they are read off a clock in its zone.
    struct Parts {
        var date: CivilDate
        var offsetSeconds: Int
        var milliseconds: Int64

        /// Days since 1970 of the local date.
        var days: Int { ISODate.days(year: date.year, month: date.month, day: date.day) }
        var dayOfYear: Int { days - ISODate.days(year: date.year, month: 1, day: 1) + 1 }
        /// 1 is Sunday.
        var dayOfWeek: Int { (days + 4) - ISODate.floorDivide(days + 4, 7) * 7 + 1 }
        /// 1 is Monday.
        var isoDayOfWeek: Int { dayOfWeek == 1 ? 7 : dayOfWeek - 1 }
        /// Weeks begin on Sundays; days before the first one are in week 0.
        var week: Int { (dayOfYear + 7 - dayOfWeek) / 7 }

        var isoYear: Int {
            let thursday = Timestamp(seconds: Int64(days - isoDayOfWeek + 4) * 86_400)
            return thursday.civilDate.year
        }

        var isoWeek: Int {
            let thursday = days - isoDayOfWeek + 4
            return (thursday - ISODate.days(year: isoYear, month: 1, day: 1)) / 7 + 1
        }
    }

    /// - Throws: `MongoError` for a date outside of the years 0 to 9999, for which the format has no room.
    static func iso(_ milliseconds: Int64) throws -> String {
        try checkYear(milliseconds)
        return Timestamp(milliseconds: milliseconds).rfc3339()
    }

    /// The milliseconds of the years that have four digits.
    private static let printable = ISODate.milliseconds(year: 0)..<ISODate.milliseconds(year: 10_000)

    private static func checkYear(_ milliseconds: Int64) throws {
        guard printable.contains(milliseconds) else {
            throw MongoError(
                .location(18537),
                "Could not convert date to string: date component was outside the supported range of 0-9999")
        }
    }

    static func parts(_ milliseconds: Int64, in zone: Zone) -> Parts {
        let offset = zone.offsetSeconds(at: milliseconds)
        let local = Timestamp(milliseconds: milliseconds &+ Int64(offset) * 1000)
        return Parts(date: local.civilDate, offsetSeconds: offset, milliseconds: milliseconds)
    }

    /// `UTC`, an offset such as `+02:00`, or an Olson name.
    struct Zone {
        private var fixed: Int?
        private var named: TimeZone?

        static let utc = Zone(fixed: 0, named: nil)
        /// Outside of these the tables of zones say nothing; the offset is the one at the end.
        private static let known = ISODate.milliseconds(year: 1800)...ISODate.milliseconds(year: 2500)

        private init(fixed: Int?, named: TimeZone?) {
            self.fixed = fixed
            self.named = named
        }

        init(_ name: String) throws {
            var reader = DigitReader(name)
            if let minutes = reader.offset(), reader.isAtEnd {
                self.init(fixed: minutes * 60, named: nil)
            } else if let zone = TimeZone(identifier: name) {
                self.init(fixed: nil, named: zone)
            } else {
                throw MongoError(.location(40485), "unrecognized time zone identifier: \"\(name)\"")
            }
        }

        func offsetSeconds(at milliseconds: Int64) -> Int {
            fixed ?? named?.secondsFromGMT(
                for: Date(
                    timeIntervalSince1970: Double(min(max(milliseconds, Self.known.lowerBound), Self.known.upperBound))
                        / 1000))
                ?? 0
        }

        /// The moment at which a clock in the zone shows the given local milliseconds.
        func milliseconds(ofLocal local: Int64) -> Int64 {
            let guess = local &- Int64(offsetSeconds(at: local)) * 1000
            return local &- Int64(offsetSeconds(at: guess)) * 1000
        }
    }

    static let standard = "%Y-%m-%dT%H:%M:%S.%LZ"

    private static let fields: [Character: @Sendable (Parts) -> String] = [
        "d": { pad($0.date.day, 2) }, "m": { pad($0.date.month, 2) }, "Y": { pad($0.date.year, 4) },
        "H": { pad($0.date.hour, 2) }, "M": { pad($0.date.minute, 2) }, "S": { pad($0.date.second, 2) },
        "L": { pad($0.date.microsecond / 1000, 3) }, "j": { pad($0.dayOfYear, 3) },
        "w": { String($0.dayOfWeek) }, "u": { String($0.isoDayOfWeek) }, "U": { pad($0.week, 2) },
        "V": { pad($0.isoWeek, 2) }, "G": { pad($0.isoYear, 4) }, "%": { _ in "%" },
        "z": { parts in
            let minutes = abs(parts.offsetSeconds) / 60
            return (parts.offsetSeconds < 0 ? "-" : "+") + pad(minutes / 60, 2) + pad(minutes % 60, 2)
        },
        "Z": { String($0.offsetSeconds / 60) },
        "b": { months[max(0, min(11, $0.date.month - 1))].prefix(3).description },
        "B": { months[max(0, min(11, $0.date.month - 1))] },
    ]

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    private static func pad(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    static func text(_ milliseconds: Int64, format: String, in zone: Zone) throws -> String {
        try checkYear(milliseconds)
        let parts = parts(milliseconds, in: zone)
        var text = ""
        var rest = Substring(format)
        while let character = rest.popFirst() {
            guard character == "%" else {
                text.append(character)
                continue
            }
            guard let name = rest.popFirst() else {
                throw MongoError(.location(18535), "Unmatched '%' at end of format string")
            }
            guard let field = fields[name] else {
                throw MongoError(.location(18536), "Invalid format character '%\(name)' in format string")
            }
            text += field(parts)
        }
        return text
    }
}

extension BSONValue {
    /// The milliseconds of what can serve as a date: a date, a timestamp, an ObjectID.
    var dateMilliseconds: Int64? {
        switch self {
        case .date(let milliseconds): milliseconds
        case .timestamp(let seconds, _): Int64(seconds) * 1000
        case .objectID(let id): Int64(id.seconds) * 1000
        default: nil
        }
    }
}
