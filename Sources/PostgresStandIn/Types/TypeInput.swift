import SQLiteStore

/// From a literal's text to the stored form: what each type's input function does.
enum TypeInput {
    /// The stored value of `text` read as `type`, its modifier applied as an assignment does.
    static func value(_ text: String, _ type: TypeRef, _ runtime: Runtime) throws(PostgresError) -> SQLiteValue {
        let value = try base(text, type.oid, runtime)
        return try Modifier.apply(value, type, isExplicit: false)
    }

    private static func base(_ text: String, _ oid: OID, _ runtime: Runtime) throws(PostgresError) -> SQLiteValue {
        if let labels = runtime.catalog.enumLabels(oid) {
            guard labels.contains(text) else {
                throw PostgresError(
                    "22P02", "invalid input value for enum \(runtime.catalog.typeName(oid)): \"\(text)\"")
            }
            return .text(text)
        }
        if TypeTable.isArray(oid), oid != TypeOID.int2vector {
            return try array(text, TypeTable.element(of: oid), runtime)
        }
        switch oid {
        case TypeOID.bool: return .integer(try bool(text) ? 1 : 0)
        case TypeOID.int2: return .integer(try integer(text, "smallint", Int64(Int16.min)...Int64(Int16.max)))
        case TypeOID.int4: return .integer(try integer(text, "integer", Int64(Int32.min)...Int64(Int32.max)))
        case TypeOID.int8: return .integer(try integer(text, "bigint", Int64.min...Int64.max))
        case TypeOID.oid, TypeOID.xid: return .integer(try integer(text, "oid", 0...Int64(UInt32.max)))
        case TypeOID.regclass: return try regclass(text, runtime)
        case TypeOID.regtype: return try regtype(text, runtime)
        case TypeOID.regnamespace:
            guard let schema = runtime.catalog.schemas.first(where: { $0.name == text }) else { throw .noSchema(text) }
            return .integer(Int64(schema.oid))
        case TypeOID.float4, TypeOID.float8: return try float(text, oid)
        case TypeOID.numeric:
            guard let value = Numeric(text) else {
                throw Double(text.trimmed).map(\.isNaN) == false ? .numericOverflow : .badText("numeric", text)
            }
            return .text(value.text)
        case TypeOID.text, TypeOID.varchar, TypeOID.bpchar, TypeOID.unknown: return .text(text)
        case TypeOID.name: return .text(String(text.prefix(63)))
        case TypeOID.char: return .text(String(text.prefix(1)))
        case TypeOID.bytea: return .blob(try bytea(text))
        case TypeOID.uuid: return .text(try uuid(text))
        case TypeOID.json:
            _ = try JSONDocument.parse(text)
            return .text(text)
        case TypeOID.jsonb: return .text(try JSONDocument.parse(text).text)
        case TypeOID.date, TypeOID.time, TypeOID.timestamp, TypeOID.timestamptz:
            return .integer(try moment(text, oid, runtime))
        case TypeOID.interval: return .text(try Interval(text).stored)
        default: throw .unsupported("cannot read a value of type \(TypeTable.entry(oid).display)")
        }
    }

    private static func bool(_ text: String) throws(PostgresError) -> Bool {
        let word = text.trimmed.lowercased()
        if ["1", "on"].contains(word) { return true }
        if ["0", "off", "of"].contains(word) { return false }
        if !word.isEmpty, "true".hasPrefix(word) || "yes".hasPrefix(word) { return true }
        if !word.isEmpty, "false".hasPrefix(word) || "no".hasPrefix(word) { return false }
        throw .badText("boolean", text)
    }

    private static func integer(_ text: String, _ type: String, _ range: ClosedRange<Int64>) throws(PostgresError)
        -> Int64
    {
        let word = text.trimmed
        if let value = Int64(word) {
            guard range.contains(value) else { throw .outOfRange(text, type) }
            return value
        }
        let digits = word.drop { $0 == "-" || $0 == "+" }
        if !digits.isEmpty, digits.allSatisfy(\.isNumber), digits.utf8.count == digits.count,
            word.count - digits.count <= 1
        {
            throw .outOfRange(text, type)
        }
        throw .badText(type, text)
    }

    private static func float(_ text: String, _ oid: OID) throws(PostgresError) -> SQLiteValue {
        let type = oid == TypeOID.float4 ? "real" : "double precision"
        let word = text.trimmed.lowercased()
        if word == "nan" { throw .unsupported("NaN is not supported as a value of type \(type)") }
        let infinities: [String: Double] = [
            "infinity": .infinity, "inf": .infinity, "+infinity": .infinity, "-infinity": -.infinity,
            "-inf": -.infinity,
        ]
        if let value = infinities[word] { return .real(value) }
        guard let value = Double(word), !word.hasPrefix("0x"), value.isFinite || Numeric(word) != nil else {
            throw .badText(type, text)
        }
        let stored = oid == TypeOID.float4 ? Double(Float(value)) : value
        guard stored.isFinite else { throw PostgresError("22003", "\"\(text)\" is out of range for type \(type)") }
        return .real(stored)
    }

    private static func bytea(_ text: String) throws(PostgresError) -> [UInt8] {
        let bytes = Array(text.utf8)
        func digit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case 48...57: byte - 48
            case 65...70: byte - 55
            case 97...102: byte - 87
            default: nil
            }
        }
        if text.hasPrefix("\\x") {
            let hex = bytes.dropFirst(2).filter { $0 != 32 && $0 != 10 }
            var out: [UInt8] = []
            var high: UInt8?
            for byte in hex {
                guard let value = digit(byte) else {
                    throw PostgresError(
                        "22023", "invalid hexadecimal digit: \"\(String(decoding: [byte], as: UTF8.self))\"")
                }
                if let first = high {
                    out.append(first << 4 | value)
                    high = nil
                } else {
                    high = value
                }
            }
            guard high == nil else { throw PostgresError("22023", "invalid hexadecimal data: odd number of digits") }
            return out
        }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] != 92 {
                out.append(bytes[index])
                index += 1
            } else if index + 1 < bytes.count, bytes[index + 1] == 92 {
                out.append(92)
                index += 2
            } else if index + 3 < bytes.count,
                let value = UInt8(String(decoding: bytes[(index + 1)...(index + 3)], as: UTF8.self), radix: 8)
            {
                out.append(value)
                index += 4
            } else {
                throw .badText("bytea", text)
            }
        }
        return out
    }

    private static func uuid(_ text: String) throws(PostgresError) -> String {
        var word = text.lowercased()
        if word.hasPrefix("{"), word.hasSuffix("}") { word = String(word.dropFirst().dropLast()) }
        let digits = word.filter { $0 != "-" }
        guard digits.count == 32, digits.utf8.count == 32, digits.allSatisfy({ $0.isHexDigit }) else {
            throw .badText("uuid", text)
        }
        var out = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { out += "-" }
            out.append(digit)
        }
        return out
    }

    private static func regclass(_ text: String, _ runtime: Runtime) throws(PostgresError) -> SQLiteValue {
        if let oid = OID(text) { return .integer(Int64(oid)) }
        let parts = QualifiedName.parse(text)
        guard let oid = runtime.catalog.relationOID(schema: parts.schema, name: parts.name, path: runtime.searchPath)
        else {
            throw .noRelation(text)
        }
        return .integer(Int64(oid))
    }

    private static func regtype(_ text: String, _ runtime: Runtime) throws(PostgresError) -> SQLiteValue {
        if let oid = OID(text) { return .integer(Int64(oid)) }
        let parts = QualifiedName.parse(text)
        if let oid = runtime.catalog.typeOID(schema: parts.schema, name: parts.name, path: runtime.searchPath)
            ?? TypeTable.entries.first(where: { $0.display == text })?.oid
        {
            return .integer(Int64(oid))
        }
        throw .noType(text)
    }

    private static func moment(_ text: String, _ oid: OID, _ runtime: Runtime) throws(PostgresError) -> Int64 {
        let name = TypeTable.entry(oid).display
        let type = oid == TypeOID.date ? "date" : oid == TypeOID.time ? "time" : name
        let parts = try DateTimeText.parse(text, type: type)
        if let special = parts.special { return try self.special(special, oid, runtime, text) }
        if oid == TypeOID.time {
            guard let time = parts.time else { throw .badDateTime(type, text) }
            return time
        }
        guard let days = parts.days else { throw .badDateTime(type, text) }
        if oid == TypeOID.date { return days }
        let local = days &* Calendar2000.microsecondsPerDay &+ (parts.time ?? 0)
        guard days < 106_741_035, local >= Calendar2000.earliest else {
            throw PostgresError("22008", "timestamp out of range: \"\(text)\"")
        }
        guard oid == TypeOID.timestamptz else { return local }
        if let offset = parts.offset { return local - Int64(offset) * 1_000_000 }
        return (parts.zone ?? runtime.zone).utc(local)
    }

    private static func special(_ word: String, _ oid: OID, _ runtime: Runtime, _ text: String) throws(PostgresError)
        -> Int64
    {
        if oid == TypeOID.time {
            guard word == "now" else { throw .badDateTime("time", text) }
            return Calendar2000.split(runtime.zone.local(runtime.transactionTime)).time
        }
        if word == "infinity" { return oid == TypeOID.date ? Int64(Int32.max) : .max }
        if word == "-infinity" { return oid == TypeOID.date ? Int64(Int32.min) : .min }
        if word == "epoch" { return oid == TypeOID.date ? -10_957 : -Calendar2000.unixOffset }
        let local = runtime.zone.local(runtime.transactionTime)
        let today = Calendar2000.split(local).days
        let days = word == "tomorrow" ? today + 1 : word == "yesterday" ? today - 1 : today
        if oid == TypeOID.date { return days }
        let moment = word == "now" ? local : days * Calendar2000.microsecondsPerDay
        return oid == TypeOID.timestamptz ? runtime.zone.utc(moment) : moment
    }

    private static func array(_ text: String, _ element: OID, _ runtime: Runtime) throws(PostgresError) -> SQLiteValue {
        func normal(_ items: [ArrayText.Item]) throws(PostgresError) -> [ArrayText.Item] {
            var out: [ArrayText.Item] = []
            for item in items {
                switch item {
                case .null: out.append(.null)
                case .nested(let inner): out.append(.nested(try normal(inner)))
                case .value(let text):
                    let value = try base(text, element, runtime)
                    out.append(.value(TypeOutput.text(value, element, runtime)))
                }
            }
            return out
        }
        return .text(ArrayText.text(try normal(try ArrayText.parse(text))))
    }
}

/// A name as people write it: `schema.name`, with or without quotes.
struct QualifiedName: Hashable {
    var schema: String?
    var name: String

    static func parse(_ text: String) -> QualifiedName {
        var parts: [String] = [""]
        var inQuotes = false
        for character in text {
            if character == "\"" {
                inQuotes.toggle()
            } else if character == ".", !inQuotes {
                parts.append("")
            } else {
                parts[parts.count - 1] += inQuotes ? String(character) : character.lowercased()
            }
        }
        return parts.count > 1
            ? QualifiedName(schema: parts[parts.count - 2], name: parts[parts.count - 1])
            : QualifiedName(schema: nil, name: parts[0])
    }

    /// `name`, or `"Name"` where it must be quoted.
    static func quoted(_ name: String) -> String {
        let isPlain = name.first.map { $0.isLowercase && $0.isASCII || $0 == "_" } ?? false
        let rest = name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }
        if isPlain, rest, !reserved.contains(name) { return name }
        return "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    private static let reserved: Set<String> = [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case", "cast", "check",
        "collate", "column", "constraint", "create", "current_date", "current_role", "current_time",
        "current_timestamp",
        "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch",
        "for",
        "foreign", "from", "grant", "group", "having", "in", "initially", "intersect", "into", "lateral", "leading",
        "limit", "localtime", "localtimestamp", "not", "null", "offset", "on", "only", "or", "order", "placing",
        "primary",
        "references", "returning", "select", "session_user", "some", "symmetric", "table", "then", "to", "trailing",
        "true",
        "union", "unique", "user", "using", "variadic", "when", "where", "window", "with",
    ]
}
