import Determinism

/// The units of `$dateAdd`, `$dateDiff` and `$dateTrunc`.
enum DateUnit: String {
    case year, quarter, month, week, day, hour, minute, second, millisecond

    /// Nil for an absent unit.
    init?(_ value: BSONValue?, _ operatorName: String) throws {
        if value.isAbsent { return nil }
        guard let name = value?.string, let unit = DateUnit(rawValue: name) else {
            throw MongoError(.failedToParse, "unknown time unit value: \(value?.string ?? value.typeName)")
        }
        self = unit
    }

    /// The day on which weeks begin, 0 being Sunday, which is also the standard.
    static func firstDay(_ value: BSONValue?) throws -> Int64 {
        guard let name = value?.string?.lowercased() else { return 0 }
        let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
        guard let day = days.firstIndex(where: { $0 == name || ($0.prefix(3) == name) }) else {
            throw MongoError(.failedToParse, "unknown day of week value: \(name)")
        }
        return Int64(day)
    }

    private var months: Int64? {
        switch self {
        case .year: 12
        case .quarter: 3
        case .month: 1
        default: nil
        }
    }

    private var milliseconds: Int64 {
        switch self {
        case .week: 604_800_000
        case .day: 86_400_000
        case .hour: 3_600_000
        case .minute: 60_000
        case .second: 1000
        default: 1
        }
    }

    /// - Returns: nil for a moment that no date can be.
    func adding(_ amount: Int64, to moment: Int64, in zone: DateFormat.Zone) -> Int64? {
        let local = moment &+ Int64(zone.offsetSeconds(at: moment)) * 1000
        if let months {
            let parts = DateFormat.parts(local, in: .utc)
            let month = Int(Int64(parts.date.year) * 12 + Int64(parts.date.month - 1) &+ amount &* months)
            let first = ISODate.days(
                year: ISODate.floorDivide(month, 12), month: month - ISODate.floorDivide(month, 12) * 12 + 1, day: 1)
            let next = ISODate.days(
                year: ISODate.floorDivide(month, 12), month: month - ISODate.floorDivide(month, 12) * 12 + 2, day: 1)
            let day = Int64(first + min(parts.date.day, next - first) - 1)
            let timeOfDay = local - Int64(parts.days) * 86_400_000
            let (start, isOutside) = day.multipliedReportingOverflow(by: 86_400_000)
            return isOutside ? nil : zone.milliseconds(ofLocal: start &+ timeOfDay)
        }
        switch self {
        case .week, .day: return zone.milliseconds(ofLocal: local &+ amount &* milliseconds)
        default: return moment &+ amount &* milliseconds
        }
    }

    /// How many whole units begin between a fixed moment and `moment`.
    func index(of moment: Int64, in zone: DateFormat.Zone, firstDay: Int64) -> Int64 {
        let local = moment &+ Int64(zone.offsetSeconds(at: moment)) * 1000
        if let months {
            let date = DateFormat.parts(local, in: .utc).date
            return Self.floor(Int64(date.year) * 12 + Int64(date.month - 1), months)
        }
        // 1970-01-01 was a Thursday: day 4 of a week from Sunday.
        if self == .week { return Self.floor(Self.floor(local, 86_400_000) + 4 - firstDay, 7) }
        return Self.floor(local, milliseconds)
    }

    /// The start of the bin of `size` units that `moment` is in, nil where no date can be; bins are counted from
    /// 2000-01-01.
    func start(of moment: Int64, size: Int64, in zone: DateFormat.Zone, firstDay: Int64) -> Int64? {
        let reference = ISODate.milliseconds(year: 2000)
        let index = index(of: moment, in: zone, firstDay: firstDay)
        let origin =
            self.index(of: reference, in: .utc, firstDay: firstDay)
            + (self == .week && Self.floor(reference, 86_400_000) + 4 - firstDay != 0 ? 1 : 0)
        let bin = Self.floor(index - origin, size) * size + origin
        let unit = Double((months ?? 0) * 31 * 86_400_000 + (months == nil ? milliseconds : 0))
        guard abs(Double(bin) * unit) < 9e15 else { return nil }
        if let months {
            let month = Int(bin * months)
            let year = ISODate.floorDivide(month, 12)
            return zone.milliseconds(ofLocal: ISODate.milliseconds(year: year, month: month - year * 12 + 1))
        }
        if self == .week { return zone.milliseconds(ofLocal: (bin * 7 - 4 + firstDay) * 86_400_000) }
        return zone.milliseconds(ofLocal: bin * milliseconds)
    }

    private static func floor(_ a: Int64, _ b: Int64) -> Int64 {
        let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
