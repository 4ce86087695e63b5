import SQLiteStore

/// What `pg_cast` does: a stored value of one type as one of another.
enum Conversion {
    typealias T = TypeOID

    static func convert(_ value: SQLiteValue, _ from: OID, _ to: OID, _ runtime: Runtime) throws(PostgresError)
        -> SQLiteValue
    {
        if value.isNull || from == to { return value }
        if let special = try number(value, from, to) { return special }
        if let special = try moment(value, from, to, runtime) { return special }
        if let special = try json(value, from, to) { return special }
        if from == T.bool, TypeTable.entry(to).category == "S" { return .text(value.int != 0 ? "true" : "false") }
        if from == T.bpchar, [T.text, T.varchar, T.name].contains(to) {
            return .text(TextFunctions.trim(value.string, " ", left: false, right: true))
        }
        // Everything else goes by way of its text.
        return try TypeInput.value(TypeOutput.text(value, from, runtime), TypeRef(to), runtime)
    }

    private static let integerRanges: [OID: (name: String, range: ClosedRange<Int64>)] = [
        T.int2: ("smallint", Int64(Int16.min)...Int64(Int16.max)),
        T.int4: ("integer", Int64(Int32.min)...Int64(Int32.max)),
        T.int8: ("bigint", Int64.min...Int64.max), T.oid: ("OID", 0...Int64(UInt32.max)),
        T.regclass: ("OID", 0...Int64(UInt32.max)),
        T.regtype: ("OID", 0...Int64(UInt32.max)),
    ]

    private static func number(_ value: SQLiteValue, _ from: OID, _ to: OID) throws(PostgresError) -> SQLiteValue? {
        let numeric: Set<OID> = [
            T.int2, T.int4, T.int8, T.float4, T.float8, T.numeric, T.oid, T.regclass, T.regtype, T.bool,
        ]
        guard numeric.contains(from), numeric.contains(to) else { return nil }
        if to == T.bool { return .bool(value.int != 0) }
        if let (name, range) = integerRanges[to] {
            let whole: Int64?
            switch (value, from) {
            case (.integer(let value), _): whole = value
            case (.real(let value), _): whole = value.isFinite ? Int64(exactly: value.rounded(.toNearestOrEven)) : nil
            case (.text(let text), _):
                guard let number = Numeric(text), number.isFinite else {
                    throw PostgresError("0A000", "cannot convert \(text == "NaN" ? "NaN" : "infinity") to \(name)")
                }
                whole = number.int64
            default: whole = nil
            }
            guard let whole, range.contains(whole) else { throw .outOfRange(name) }
            return .integer(whole)
        }
        if to == T.numeric {
            if case .real(let value) = value {
                return .text((Numeric(value, significant: from == T.float4 ? 6 : 15) ?? .nan).text)
            }
            return .text(String(value.int))
        }
        let double = from == T.numeric ? value.number.double : value.double
        if to == T.float4 {
            let narrow = Double(Float(double))
            if narrow.isInfinite, double.isFinite { throw PostgresError("22003", "value out of range: overflow") }
            return .real(narrow)
        }
        if double.isNaN { throw .unsupported("NaN is not supported as a value of type double precision") }
        return .real(double)
    }

    private static func moment(_ value: SQLiteValue, _ from: OID, _ to: OID, _ runtime: Runtime) throws(PostgresError)
        -> SQLiteValue?
    {
        let day = Calendar2000.microsecondsPerDay
        func midnight(_ days: Int64) -> Int64 {
            days == Int64(Int32.max) ? .max : days == Int64(Int32.min) ? .min : days &* day
        }
        func date(_ local: Int64) -> SQLiteValue {
            local == .max
                ? .integer(Int64(Int32.max))
                : local == .min ? .integer(Int64(Int32.min)) : .integer(Calendar2000.split(local).days)
        }
        switch (from, to) {
        case (T.date, T.timestamp): return .integer(midnight(value.int))
        case (T.date, T.timestamptz): return .integer(runtime.zone.utc(midnight(value.int)))
        case (T.timestamp, T.timestamptz): return .integer(runtime.zone.utc(value.int))
        case (T.timestamptz, T.timestamp): return .integer(runtime.zone.local(value.int))
        case (T.timestamp, T.date): return date(value.int)
        case (T.timestamptz, T.date): return date(runtime.zone.local(value.int))
        case (T.timestamp, T.time): return .integer(Calendar2000.split(value.int).time)
        case (T.timestamptz, T.time): return .integer(Calendar2000.split(runtime.zone.local(value.int)).time)
        case (T.time, T.interval): return .text(Interval(microseconds: value.int).stored)
        case (T.interval, T.time): return .integer(Calendar2000.split(TimeOperators.interval(value).microseconds).time)
        default: return nil
        }
    }

    private static func json(_ value: SQLiteValue, _ from: OID, _ to: OID) throws(PostgresError) -> SQLiteValue? {
        guard from == T.jsonb, [T.bool, T.numeric, T.int2, T.int4, T.int8, T.float4, T.float8].contains(to) else {
            return nil
        }
        let document = try JSONDocument.parse(value.string)
        let display = TypeTable.entry(to).display
        switch document {
        case .bool(let flag) where to == T.bool: return .bool(flag)
        case .number(let number) where to != T.bool:
            return to == T.numeric ? .text(number.text) : try self.number(.text(number.text), T.numeric, to)
        case .null: throw .invalidParameter("cannot cast jsonb null to type \(display)")
        default:
            let word =
                document.typeName == "object" || document.typeName == "array" ? "array or object" : document.typeName
            throw .invalidParameter(
                "cannot cast jsonb \(word == "array or object" ? document.typeName : word) to type \(display)")
        }
    }
}
