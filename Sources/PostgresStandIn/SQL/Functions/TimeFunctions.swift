import Fidelity
import SQLiteStore

/// Dates and times: https://www.postgresql.org/docs/15/functions-datetime.html
enum TimeOperators {
    typealias T = TypeOID

    static func interval(_ value: SQLiteValue) -> Interval { Interval(stored: value.string) ?? Interval() }

    static let entries: [FunctionEntry] = dates + moments + intervals

    /// A date plus days; an infinite date stays what it is.
    private static func day(_ date: Int64, plus days: Int64) throws -> SQLiteValue {
        if TimeArithmetic.isInfinite(date, TypeOID.date) { return .integer(date) }
        let (value, overflow) = date.addingReportingOverflow(days)
        guard !overflow, (-2_451_545..<2_145_031_949).contains(value) else {
            throw PostgresError("22008", "date out of range")
        }
        return .integer(value)
    }

    private static let dates: [FunctionEntry] = [
        function("+", [T.date, T.int4], T.date) { values, _ in try day(values[0].int, plus: values[1].int) },
        function("+", [T.int4, T.date], T.date) { values, _ in try day(values[1].int, plus: values[0].int) },
        function("-", [T.date, T.int4], T.date) { values, _ in try day(values[0].int, plus: 0 &- values[1].int) },
        function("-", [T.date, T.date], T.int4) { values, _ in
            guard !values.contains(where: { TimeArithmetic.isInfinite($0.int, T.date) }) else {
                throw PostgresError("22008", "cannot subtract infinite dates")
            }
            return .integer(values[0].int &- values[1].int)
        },
        function("+", [T.date, T.interval], T.timestamp) { values, _ in
            .integer(try TimeArithmetic.add(TimeArithmetic.midnight(values[0].int), interval(values[1])))
        },
        function("-", [T.date, T.interval], T.timestamp) { values, _ in
            .integer(try TimeArithmetic.add(TimeArithmetic.midnight(values[0].int), -interval(values[1])))
        },
        function("+", [T.date, T.time], T.timestamp) { values, _ in
            .integer(
                try TimeArithmetic.add(
                    try TimeArithmetic.midnight(values[0].int), Interval(microseconds: values[1].int)))
        },
    ]

    private static let moments: [FunctionEntry] = [
        function("+", [T.timestamp, T.interval], T.timestamp) { values, _ in
            .integer(try TimeArithmetic.add(values[0].int, interval(values[1])))
        },
        function("-", [T.timestamp, T.interval], T.timestamp) { values, _ in
            .integer(try TimeArithmetic.add(values[0].int, -interval(values[1])))
        },
        function("+", [T.interval, T.timestamp], T.timestamp) { values, _ in
            .integer(try TimeArithmetic.add(values[1].int, interval(values[0])))
        },
        function("-", [T.timestamp, T.timestamp], T.interval) { values, _ in
            .text(try TimeArithmetic.difference(values[0].int, values[1].int).stored)
        },
        function("+", [T.timestamptz, T.interval], T.timestamptz, .stable) { values, runtime in
            .integer(try TimeArithmetic.addZoned(values[0].int, interval(values[1]), runtime.zone))
        },
        function("-", [T.timestamptz, T.interval], T.timestamptz, .stable) { values, runtime in
            .integer(try TimeArithmetic.addZoned(values[0].int, -interval(values[1]), runtime.zone))
        },
        function("+", [T.interval, T.timestamptz], T.timestamptz, .stable) { values, runtime in
            .integer(try TimeArithmetic.addZoned(values[1].int, interval(values[0]), runtime.zone))
        },
        function("-", [T.timestamptz, T.timestamptz], T.interval) { values, _ in
            .text(try TimeArithmetic.difference(values[0].int, values[1].int).stored)
        },
        function("+", [T.time, T.interval], T.time) { values, _ in
            .integer(Calendar2000.split(values[0].int &+ interval(values[1]).microseconds).time)
        },
        function("-", [T.time, T.interval], T.time) { values, _ in
            .integer(Calendar2000.split(values[0].int &- interval(values[1]).microseconds).time)
        },
        function("-", [T.time, T.time], T.interval) { values, _ in
            .text(Interval(microseconds: values[0].int - values[1].int).stored)
        },
    ]

    private static func scale(_ value: Interval, _ factor: Double) throws -> SQLiteValue {
        guard let result = value.scaled(by: factor) else { throw PostgresError("22008", "interval out of range") }
        return .text(try result.checked().stored)
    }

    private static let intervals: [FunctionEntry] = [
        function("+", [T.interval, T.interval], T.interval) { values, _ in
            .text(try interval(values[0]).adding(interval(values[1])).stored)
        },
        function("-", [T.interval, T.interval], T.interval) { values, _ in
            .text(try interval(values[0]).adding(try interval(values[1]).opposite()).stored)
        },
        function("-", [T.interval], T.interval) { values, _ in .text(try interval(values[0]).opposite().stored) },
        function("*", [T.interval, T.float8], T.interval) { values, _ in
            try scale(interval(values[0]), values[1].double)
        },
        function("*", [T.float8, T.interval], T.interval) { values, _ in
            try scale(interval(values[1]), values[0].double)
        },
        function("/", [T.interval, T.float8], T.interval) { values, _ in
            guard values[1].double != 0 else { throw PostgresError.divisionByZero }
            return try scale(interval(values[0]), 1 / values[1].double)
        },
    ]
}

enum TimeFunctions {
    typealias T = TypeOID

    static let entries: [FunctionEntry] = clock + fields + making

    private static let clock: [FunctionEntry] = [
        native("now", [], T.timestamptz) { _ in "pg_now()" },
        native("transaction_timestamp", [], T.timestamptz) { _ in "pg_now()" },
        function("statement_timestamp", [], T.timestamptz, .stable) { _, runtime in .integer(runtime.statementTime) },
        function("clock_timestamp", [], T.timestamptz, .volatile) { _, runtime in .integer(runtime.clockTime) },
        function("timeofday", [], T.text, .volatile, fidelity: .approximate("the form is that of timestamptz")) {
            _, runtime in
            .text(DateTimeText.timestamptz(runtime.clockTime, runtime.zone))
        },
    ]

    private static let fields: [FunctionEntry] =
        [
            function("date_trunc", [T.text, T.timestamp], T.timestamp) { values, _ in
                .integer(
                    try TimeArithmetic.truncated(
                        values[1].int, to: values[0].string, type: "timestamp without time zone"))
            },
            function("date_trunc", [T.text, T.timestamptz], T.timestamptz, .stable) { values, runtime in
                .integer(
                    runtime.zone.utc(
                        try TimeArithmetic.truncated(
                            runtime.zone.local(values[1].int), to: values[0].string, type: "timestamp with time zone")))
            },
            function("date_trunc", [T.text, T.timestamptz, T.text], T.timestamptz, .stable) { values, _ in
                let zone = try zone(values[2].string)
                return .integer(
                    zone.utc(
                        try TimeArithmetic.truncated(
                            zone.local(values[1].int), to: values[0].string, type: "timestamp with time zone")))
            },
        ]
        + ["extract", "date_part"].flatMap { name -> [FunctionEntry] in
            let result = name == "extract" ? T.numeric : T.float8
            @Sendable func value(_ number: Numeric) -> SQLiteValue {
                result == T.numeric ? .text(number.text) : .real(number.double)
            }
            @Sendable func infinite(_ unit: String, _ isLate: Bool, _ type: String) throws -> SQLiteValue {
                try TimeArithmetic.infiniteField(unit, isLate: isLate, type: type).map(value) ?? .null
            }
            return [
                function(name, [T.text, T.date], result) { values, _ in
                    if TimeArithmetic.isInfinite(values[1].int, T.date) {
                        return try infinite(values[0].string, values[1].int > 0, "date")
                    }
                    let local = try TimeArithmetic.midnight(values[1].int)
                    return value(
                        try TimeArithmetic.field(
                            values[0].string, of: local, utc: local, type: name == "extract" ? T.date : T.timestamp,
                            offset: 0))
                },
                function(name, [T.text, T.time], result) { values, _ in
                    value(
                        try TimeArithmetic.field(
                            values[0].string, of: values[1].int, utc: values[1].int, type: T.time, offset: 0))
                },
                function(name, [T.text, T.timestamp], result) { values, _ in
                    if TimeArithmetic.isInfinite(values[1].int, T.timestamp) {
                        return try infinite(values[0].string, values[1].int > 0, "timestamp without time zone")
                    }
                    return value(
                        try TimeArithmetic.field(
                            values[0].string, of: values[1].int, utc: values[1].int, type: T.timestamp, offset: 0))
                },
                function(name, [T.text, T.timestamptz], result, .stable) { values, runtime in
                    let utc = values[1].int
                    if TimeArithmetic.isInfinite(utc, T.timestamptz) {
                        return try infinite(values[0].string, utc > 0, "timestamp with time zone")
                    }
                    return value(
                        try TimeArithmetic.field(
                            values[0].string, of: runtime.zone.local(utc), utc: utc, type: T.timestamptz,
                            offset: runtime.zone.offset(at: utc)))
                },
                function(name, [T.text, T.interval], result) { values, _ in
                    value(try TimeArithmetic.field(values[0].string, of: TimeOperators.interval(values[1])))
                },
            ]
        }

    private static let making: [FunctionEntry] = [
        function("age", [T.timestamp, T.timestamp], T.interval) { values, _ in
            .text(try TimeArithmetic.age(values[0].int, values[1].int).stored)
        },
        function("age", [T.timestamptz, T.timestamptz], T.interval, .stable) { values, runtime in
            .text(
                try TimeArithmetic.age(runtime.zone.local(values[0].int), runtime.zone.local(values[1].int)).stored)
        },
        function("age", [T.timestamp], T.interval, .stable) { values, runtime in
            .text(try TimeArithmetic.age(today(runtime), values[0].int).stored)
        },
        function("age", [T.timestamptz], T.interval, .stable) { values, runtime in
            .text(try TimeArithmetic.age(today(runtime), runtime.zone.local(values[0].int)).stored)
        },
        function("make_date", [T.int4, T.int4, T.int4], T.date) { values, _ in
            let (year, month, day) = (Int(values[0].int), Int(values[1].int), Int(values[2].int))
            guard (1...12).contains(month), (1...200_000).contains(year), day >= 1,
                day <= Calendar2000.daysInMonth(year, month)
            else {
                throw PostgresError(
                    "22008",
                    "date field value out of range: \(year)-\(DateTimeText.pad(month, 2))-\(DateTimeText.pad(day, 2))")
            }
            return .integer(Calendar2000.days(year: year, month: month, day: day))
        },
        function("to_timestamp", [T.float8], T.timestamptz) { values, _ in
            let scaled = (values[0].double * 1_000_000).rounded()
            guard let microseconds = Int64(exactly: scaled), abs(microseconds) < Calendar2000.latest else {
                throw PostgresError("22008", "timestamp out of range")
            }
            return .integer(microseconds - Calendar2000.unixOffset)
        },
        function("timezone", [T.text, T.timestamptz], T.timestamp) { values, _ in
            .integer(try zone(values[0].string).local(values[1].int))
        },
        function("timezone", [T.text, T.timestamp], T.timestamptz) { values, _ in
            .integer(try zone(values[0].string).utc(values[1].int))
        },
        function("to_char", [T.timestamp, T.text], T.text) { values, _ in
            TimeArithmetic.isInfinite(values[0].int, T.timestamp)
                ? .null : .text(try DateTemplate.format(values[0].int, values[1].string))
        },
        function("to_char", [T.timestamptz, T.text], T.text, .stable) { values, runtime in
            if TimeArithmetic.isInfinite(values[0].int, T.timestamptz) { return .null }
            return .text(
                try DateTemplate.format(
                    runtime.zone.local(values[0].int), values[1].string, offset: runtime.zone.offset(at: values[0].int))
            )
        },
        function("to_char", [T.numeric, T.text], T.text) { values, _ in
            .text(try NumberTemplate.format(values[0].number, values[1].string))
        },
        function("to_char", [T.int4, T.text], T.text) { values, _ in
            .text(try NumberTemplate.format(Numeric(values[0].int), values[1].string))
        },
        function("to_char", [T.int8, T.text], T.text) { values, _ in
            .text(try NumberTemplate.format(Numeric(values[0].int), values[1].string))
        },
        function("justify_days", [T.interval], T.interval) { values, _ in
            let value = TimeOperators.interval(values[0])
            return .text(
                try Interval(
                    months: value.months &+ value.days / 30, days: value.days % 30, microseconds: value.microseconds
                ).checked().stored)
        },
        function("justify_hours", [T.interval], T.interval) { values, _ in
            let value = TimeOperators.interval(values[0])
            let day = Calendar2000.microsecondsPerDay
            return .text(
                try Interval(
                    months: value.months, days: value.days &+ value.microseconds / day,
                    microseconds: value.microseconds % day
                ).checked().stored)
        },
        function("isfinite", [T.timestamptz], T.bool) { values, _ in
            .bool(values[0].int != .max && values[0].int != .min)
        },
    ]

    private static func today(_ runtime: Runtime) -> Int64 {
        Calendar2000.split(runtime.zone.local(runtime.transactionTime)).days * Calendar2000.microsecondsPerDay
    }

    private static func zone(_ name: String) throws -> SessionZone {
        guard let zone = SessionZone(name) else {
            throw PostgresError.invalidParameter("time zone \"\(name)\" not recognized")
        }
        return zone
    }
}
