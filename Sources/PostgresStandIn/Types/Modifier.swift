import SQLiteStore

/// What a type's modifier does to a value: the length of `varchar(n)`, the scale of `numeric(p,s)`.
enum Modifier {
    /// - Parameter isExplicit: a cast, which cuts a text that is too long instead of refusing it.
    static func apply(_ value: SQLiteValue, _ type: TypeRef, isExplicit: Bool) throws(PostgresError) -> SQLiteValue {
        guard type.modifier >= 0 else { return value }
        switch (type.oid, value) {
        case (TypeOID.varchar, .text(let text)), (TypeOID.bpchar, .text(let text)):
            return .text(try cut(text, type, isExplicit: isExplicit))
        case (TypeOID.numeric, .text(let text)):
            guard let number = Numeric(text), number.isFinite else { return value }
            return .text(try fit(number, type).text)
        case (TypeOID.timestamp, .integer(let time)), (TypeOID.timestamptz, .integer(let time)),
            (TypeOID.time, .integer(let time)):
            guard type.modifier < 6, time != .max, time != .min else { return value }
            var unit: Int64 = 1
            for _ in type.modifier..<6 { unit *= 10 }
            let rest = ((time % unit) + unit) % unit
            return .integer(rest * 2 >= unit ? time - rest + unit : time - rest)
        default: return value
        }
    }

    private static func cut(_ text: String, _ type: TypeRef, isExplicit: Bool) throws(PostgresError) -> String {
        let limit = Int(type.modifier) - 4
        let scalars = text.unicodeScalars
        let count = scalars.count
        if count > limit {
            guard isExplicit || scalars.dropFirst(limit).allSatisfy({ $0 == " " }) else { throw .tooLong(type.display) }
            return String(String.UnicodeScalarView(scalars.prefix(limit)))
        }
        return type.oid == TypeOID.bpchar ? text + String(repeating: " ", count: limit - count) : text
    }

    private static func fit(_ number: Numeric, _ type: TypeRef) throws(PostgresError) -> Numeric {
        let (precision, scale) = (type.numericPrecision, type.numericScale)
        let rounded = number.rounded(to: scale)
        let wholeDigits = max(0, rounded.digits.count - rounded.scale)
        guard
            rounded.isZero || wholeDigits <= precision - scale || precision < scale && rounded.digits.count <= precision
        else {
            throw .numericOverflow(precision: precision, scale: scale)
        }
        return rounded
    }
}
