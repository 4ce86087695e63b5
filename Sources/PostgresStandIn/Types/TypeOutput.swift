import SQLiteStore

/// From the stored form to the text a client sees: what each type's output function does.
enum TypeOutput {
    static func text(_ value: SQLiteValue, _ oid: OID, _ runtime: Runtime) -> String {
        switch (value, oid) {
        case (.null, _): ""
        case (.integer(let value), TypeOID.bool): value != 0 ? "t" : "f"
        case (.integer(let value), TypeOID.date): DateTimeText.date(value)
        case (.integer(let value), TypeOID.time): DateTimeText.time(value)
        case (.integer(let value), TypeOID.timestamp): DateTimeText.timestamp(value)
        case (.integer(let value), TypeOID.timestamptz): DateTimeText.timestamptz(value, runtime.zone)
        case (.integer(let value), TypeOID.regclass):
            runtime.catalog.relationText(OID(truncatingIfNeeded: value), path: runtime.searchPath)
        case (.integer(let value), TypeOID.regtype): runtime.catalog.typeName(OID(truncatingIfNeeded: value))
        case (.integer(let value), TypeOID.regnamespace):
            runtime.catalog.schemas.first { Int64($0.oid) == value }?.name ?? String(value)
        case (.integer(let value), TypeOID.float8), (.integer(let value), TypeOID.float4):
            FloatText.float8(Double(value))
        case (.integer(let value), _): String(value)
        case (.real(let value), TypeOID.float4): FloatText.float4(value)
        case (.real(let value), _): FloatText.float8(value)
        case (.text(let text), TypeOID.interval): Interval(stored: text)?.text ?? text
        case (.text(let text), _): text
        case (.blob(let bytes), _): "\\x" + hex(bytes)
        }
    }

    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
