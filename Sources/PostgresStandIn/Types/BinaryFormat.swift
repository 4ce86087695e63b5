import SQLiteStore

/// Values in the binary format of the protocol, for the types whose send and receive functions we know.
enum BinaryFormat {
    /// The bytes of `value`; throws `0A000` for a type without a binary form here.
    static func encode(_ value: SQLiteValue, _ oid: OID, _ runtime: Runtime) throws(PostgresError) -> [UInt8] {
        switch (value, oid) {
        case (.integer(let value), TypeOID.bool): return [value != 0 ? 1 : 0]
        case (.integer(let value), TypeOID.int2): return big(Int16(truncatingIfNeeded: value))
        case (.integer(let value), TypeOID.int4), (.integer(let value), TypeOID.date):
            return big(Int32(truncatingIfNeeded: value))
        case (.integer(let value), TypeOID.oid), (.integer(let value), TypeOID.regclass),
            (.integer(let value), TypeOID.xid),
            (.integer(let value), TypeOID.regtype):
            return big(UInt32(truncatingIfNeeded: value))
        case (.integer(let value), TypeOID.int8), (.integer(let value), TypeOID.time),
            (.integer(let value), TypeOID.timestamp),
            (.integer(let value), TypeOID.timestamptz):
            return big(value)
        case (.real(let value), TypeOID.float4): return big(Float(value).bitPattern)
        case (.real(let value), TypeOID.float8): return big(value.bitPattern)
        case (.integer(let value), TypeOID.float8): return big(Double(value).bitPattern)
        case (.blob(let bytes), TypeOID.bytea): return bytes
        case (.text(let text), TypeOID.uuid): return unhex(text.filter { $0 != "-" })
        case (.text(let text), TypeOID.numeric): return numeric(Numeric(text) ?? .nan)
        case (.text(let text), TypeOID.interval):
            let interval = Interval(stored: text) ?? Interval()
            return big(interval.microseconds) + big(Int32(truncatingIfNeeded: interval.days))
                + big(Int32(truncatingIfNeeded: interval.months))
        case (.text(let text), TypeOID.jsonb): return [1] + Array(text.utf8)
        case (.text(let text), _) where TypeTable.isArray(oid):
            return try array(text, TypeTable.element(of: oid), runtime)
        case (.text(let text), _): return Array(text.utf8)
        default: throw .unsupported("no binary output function available for type \(TypeTable.entry(oid).display)")
        }
    }

    /// The stored form of a binary parameter.
    static func decode(_ bytes: [UInt8], _ oid: OID, _ runtime: Runtime) throws(PostgresError) -> SQLiteValue {
        let wrong = PostgresError("22P03", "incorrect binary data format in bind parameter")
        func number<T: FixedWidthInteger>(_ type: T.Type) throws(PostgresError) -> T {
            guard bytes.count == MemoryLayout<T>.size else { throw wrong }
            return bytes.reduce(0) { $0 << 8 | T(truncatingIfNeeded: $1) }
        }
        switch oid {
        case TypeOID.bool: return .integer(try number(Int8.self) != 0 ? 1 : 0)
        case TypeOID.int2: return .integer(Int64(try number(Int16.self)))
        case TypeOID.int4: return .integer(Int64(try number(Int32.self)))
        case TypeOID.date:
            let days = Int64(try number(Int32.self))
            guard TimeArithmetic.isInfinite(days, oid) || (-2_451_545..<2_145_031_949).contains(days) else {
                throw PostgresError("22008", "date out of range")
            }
            return .integer(days)
        case TypeOID.oid, TypeOID.regclass, TypeOID.xid: return .integer(Int64(try number(UInt32.self)))
        case TypeOID.int8: return .integer(try number(Int64.self))
        case TypeOID.time:
            let time = try number(Int64.self)
            guard (0...Calendar2000.microsecondsPerDay).contains(time) else {
                throw PostgresError("22008", "time out of range")
            }
            return .integer(time)
        case TypeOID.timestamp, TypeOID.timestamptz:
            let moment = try number(Int64.self)
            let range = Calendar2000.earliest..<Calendar2000.latest
            guard TimeArithmetic.isInfinite(moment, oid) || range.contains(moment) else {
                throw PostgresError("22008", "timestamp out of range")
            }
            return .integer(moment)
        case TypeOID.float4: return try real(Double(Float(bitPattern: try number(UInt32.self))))
        case TypeOID.float8: return try real(Double(bitPattern: try number(UInt64.self)))
        case TypeOID.bytea: return .blob(bytes)
        case TypeOID.uuid:
            guard bytes.count == 16 else { throw wrong }
            return try TypeInput.value(TypeOutput.hex(bytes), TypeRef(oid), runtime)
        case TypeOID.numeric: return .text(try numeric(bytes).text)
        case TypeOID.interval:
            guard bytes.count == 16 else { throw wrong }
            func part(_ range: Range<Int>) -> Int64 { bytes[range].reduce(0) { $0 << 8 | Int64($1) } }
            return .text(
                Interval(
                    months: Int64(Int32(truncatingIfNeeded: part(12..<16))),
                    days: Int64(Int32(truncatingIfNeeded: part(8..<12))), microseconds: part(0..<8)
                ).stored)
        case TypeOID.jsonb:
            guard bytes.first == 1 else {
                throw PostgresError("22P03", "unsupported jsonb version number \(bytes.first ?? 0)")
            }
            return try TypeInput.value(try utf8(Array(bytes.dropFirst())), TypeRef(oid), runtime)
        default:
            if TypeTable.isArray(oid) { return try array(bytes, oid, runtime) }
            return try TypeInput.value(try utf8(bytes), TypeRef(oid), runtime)
        }
    }

    /// SQLite would store NaN as a null.
    private static func real(_ value: Double) throws(PostgresError) -> SQLiteValue {
        if value.isNaN { throw .unsupported("NaN is not supported as a value of type double precision") }
        return .real(value)
    }

    static func utf8(_ bytes: [UInt8]) throws(PostgresError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw PostgresError("22021", "invalid byte sequence for encoding \"UTF8\"")
        }
        guard !text.utf8.contains(0) else {
            throw PostgresError("22021", "invalid byte sequence for encoding \"UTF8\": 0x00")
        }
        return text
    }

    static func big<T: FixedWidthInteger>(_ value: T) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

    private static func unhex(_ text: String) -> [UInt8] {
        let digits = text.compactMap { $0.hexDigitValue.map { UInt8($0) } }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    // MARK: numeric: groups of four digits, https://www.postgresql.org/docs/15 `numeric_send`

    private static func numeric(_ value: Numeric) -> [UInt8] {
        switch value.kind {
        case .nan: return big(0 as Int16) + big(0 as Int16) + big(0xC000 as UInt16) + big(0 as Int16)
        case .infinity:
            return big(0 as Int16) + big(0 as Int16) + big((value.isNegative ? 0xF000 : 0xD000) as UInt16)
                + big(0 as Int16)
        case .finite: break
        }
        let padding = (4 - value.scale % 4) % 4
        var digits = value.digits + [UInt8](repeating: 0, count: value.digits.isEmpty ? 0 : padding)
        digits = [UInt8](repeating: 0, count: (4 - digits.count % 4) % 4) + digits
        var groups = stride(from: 0, to: digits.count, by: 4).map { start in
            digits[start..<(start + 4)].reduce(Int16(0)) { $0 * 10 + Int16($1) }
        }
        let weight = groups.isEmpty ? 0 : groups.count - 1 - (value.scale + padding) / 4
        while groups.last == 0 { groups.removeLast() }
        return big(Int16(clamping: groups.count)) + big(Int16(clamping: weight))
            + big((value.isNegative ? 0x4000 : 0) as UInt16)
            + big(Int16(clamping: value.scale)) + groups.flatMap { big($0) }
    }

    private static func numeric(_ bytes: [UInt8]) throws(PostgresError) -> Numeric {
        let words = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        guard words.count >= 4, words.count == 4 + Int(words[0]), bytes.count % 2 == 0 else {
            throw PostgresError("22P03", "invalid length in external \"numeric\" value")
        }
        if words[2] == 0xC000 { return .nan }
        if words[2] == 0xD000 || words[2] == 0xF000 {
            return Numeric(words[2] == 0xF000 ? "-Infinity" : "Infinity") ?? .nan
        }
        let weight = Int(Int16(bitPattern: words[1]))
        let scale = Int(words[3])
        guard scale <= 16383, abs(weight) < 16384, words[4...].allSatisfy({ $0 < 10_000 }) else {
            throw PostgresError("22P03", "invalid digit in external \"numeric\" value")
        }
        var digits: [UInt8] = []
        for word in words[4...] {
            digits += [UInt8(word / 1000), UInt8(word / 100 % 10), UInt8(word / 10 % 10), UInt8(word % 10)]
        }
        var fraction = (words.count - 4 - 1 - weight) * 4
        if fraction < 0 {
            digits += [UInt8](repeating: 0, count: -fraction)
            fraction = 0
        }
        let value = Numeric(isNegative: words[2] == 0x4000, digits: digits, scale: fraction)
        return fraction >= scale ? value.truncated(to: scale) : value.scaled(to: scale)
    }

    // MARK: Arrays

    private static func array(_ text: String, _ element: OID, _ runtime: Runtime) throws(PostgresError) -> [UInt8] {
        let items = try ArrayText.parse(text)
        if items.contains(where: { if case .nested = $0 { true } else { false } }) {
            throw .unsupported("binary output of arrays with more than one dimension is not supported")
        }
        let elements = try ArrayText.elements(text)
        var out = big(Int32(elements.isEmpty ? 0 : 1)) + big(Int32(elements.contains(nil) ? 1 : 0)) + big(element)
        if elements.isEmpty { return out }
        out += big(Int32(clamping: elements.count)) + big(1 as Int32)
        for value in elements {
            guard let value else {
                out += big(-1 as Int32)
                continue
            }
            let bytes = try encode(try TypeInput.value(value, TypeRef(element), runtime), element, runtime)
            out += big(Int32(clamping: bytes.count)) + bytes
        }
        return out
    }

    private static func array(_ bytes: [UInt8], _ oid: OID, _ runtime: Runtime) throws(PostgresError) -> SQLiteValue {
        let wrong = PostgresError("22P03", "incorrect binary data format in bind parameter")
        var rest = bytes[...]
        func word() throws(PostgresError) -> Int32 {
            guard rest.count >= 4 else { throw wrong }
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reduce(0) { $0 << 8 | Int32(truncatingIfNeeded: $1) }
        }
        let dimensions = try word()
        _ = try word()
        let element = OID(truncatingIfNeeded: try word())
        // Only what is declared, which also bounds the depth of arrays in arrays.
        guard element == TypeTable.element(of: oid) else { throw PostgresError("42804", "wrong element type") }
        if dimensions == 0 { return .text("{}") }
        guard dimensions == 1 else {
            throw .unsupported("binary input of arrays with more than one dimension is not supported")
        }
        let count = try word()
        _ = try word()
        var elements: [String?] = []
        guard count >= 0 else { throw wrong }
        for _ in 0..<count {
            let length = try word()
            if length < 0 {
                elements.append(nil)
                continue
            }
            guard rest.count >= Int(length) else { throw wrong }
            let value = try decode(Array(rest.prefix(Int(length))), element, runtime)
            elements.append(TypeOutput.text(value, element, runtime))
            rest = rest.dropFirst(Int(length))
        }
        return .text(ArrayText.text(elements))
    }
}
