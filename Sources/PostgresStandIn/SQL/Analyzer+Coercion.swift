import SQLiteStore

extension Analyzer {
    /// `value` as a value of `type`.
    ///
    /// - Throws: what the type's input says of a literal, or `42804`/`42846` when there is no such cast in this context.
    func coerce(_ value: Expression, to type: TypeRef, _ context: Casts.Context, location: Int? = nil) throws
        -> Expression
    {
        let place = location ?? value.location
        if type.oid == TypeOID.any || type.oid == TypeOID.unknown { return value }
        switch value.kind {
        case .null: return Expression("NULL", type, location: value.location)
        case .literal(let text):
            return try literal(text, type, isExplicit: context == .explicit, location: value.location)
        case .parameter(let number):
            let known = number <= parameters.count ? parameters[number - 1] : TypeOID.unknown
            if known == TypeOID.unknown || known == 0 {
                while parameters.count < number { parameters.append(TypeOID.unknown) }
                parameters[number - 1] = type.oid
                return try modified(Expression(value.sql, TypeRef(type.oid), location: value.location), type, context)
            }
            return try coerce(
                Expression(value.sql, TypeRef(known), location: value.location), to: type, context, location: place)
        case .plain: break
        }
        if value.type.oid == type.oid { return try modified(value, type, context) }
        guard let needed = Casts.context(value.type.oid, type.oid), needed <= context else {
            throw PostgresError.cannotCast(catalog.display(value.type), catalog.display(type)).at(place)
        }
        return try modified(converted(value, to: type.oid), type, context)
    }

    /// A literal read at analysis, as PostgreSQL does it.
    private func literal(_ text: String, _ type: TypeRef, isExplicit: Bool, location: Int) throws -> Expression {
        do {
            let stored = try TypeInput.value(text, TypeRef(type.oid), runtime)
            // What the modifier refuses has no place in the statement: PostgreSQL applies it after reading the literal.
            return Expression(
                Self.sql(try Modifier.apply(stored, type, isExplicit: isExplicit)), type, location: location)
        } catch { throw error.code == "22001" ? error : error.at(location) }
    }

    /// A stored value as SQLite's literal.
    static func sql(_ value: SQLiteValue) -> String {
        switch value {
        case .null: "NULL"
        case .integer(let value): value == .min ? "(-9223372036854775807 - 1)" : String(value)
        case .real(let value): value.isInfinite ? (value < 0 ? "-9e999" : "9e999") : "\(value)"
        case .text(let text): text.sqlLiteral
        case .blob(let bytes): "x'" + TypeOutput.hex(bytes) + "'"
        }
    }

    private func modified(_ value: Expression, _ type: TypeRef, _ context: Casts.Context) throws -> Expression {
        var result = value
        if type.modifier >= 0, value.type.modifier != type.modifier || value.type.oid != type.oid {
            result.sql = "pg_modify(\(value.sql), \(type.oid), \(type.modifier), \(context == .explicit ? 1 : 0))"
        }
        result.type = type
        return result
    }

    /// The conversion between two types, without a modifier.
    private func converted(_ value: Expression, to oid: OID) -> Expression {
        typealias T = TypeOID
        let from = value.type.oid
        let integers: Set<OID> = [T.int2, T.int4, T.int8, T.oid, T.regclass, T.regtype, T.xid, T.regproc]
        let texts: Set<OID> = [T.text, T.varchar, T.name, T.nodeTree, T.char]
        var result = Expression(value.sql, TypeRef(oid), location: value.location)
        if texts.contains(from) && (texts.contains(oid) && oid != T.name && oid != T.char || oid == T.bpchar) {
            return result
        }
        if from == T.int2 && integers.contains(oid) || from == T.int4 && oid == T.int8
            || from == T.float4 && oid == T.float8
        {
            return result
        }
        let ids: Set<OID> = [T.oid, T.regclass, T.regtype, T.regproc, T.regnamespace]
        if ids.contains(from), integers.contains(oid), oid != T.int4 { return result }
        if integers.contains(from), ids.contains(oid), from != T.int8 { return result }
        if [T.int2, T.int4, T.int8].contains(from), oid == T.float8 {
            result.sql = "CAST(\(value.sql) AS REAL)"
        } else if [T.int2, T.int4, T.int8].contains(from), oid == T.numeric || texts.contains(oid) && oid != T.char {
            result.sql = "CAST(\(value.sql) AS TEXT)"
        } else {
            result.sql = "pg_cast(\(value.sql), \(from), \(oid))"
        }
        return result
    }

    /// The type that all the values can be, as `CASE`, `UNION`, `VALUES` and arrays need it (`select_common_type`).
    func commonType(_ values: [Expression], _ what: String) throws -> TypeRef {
        var chosen: Expression?
        for value in values where !value.isUnknown {
            guard let current = chosen else {
                chosen = value
                continue
            }
            if current.type == value.type { continue }
            let (old, new) = (TypeTable.entry(current.type.oid), TypeTable.entry(value.type.oid))
            if old.oid == new.oid {
                chosen?.type.modifier = -1
                continue
            }
            guard old.category == new.category else {
                throw PostgresError.datatypeMismatch(
                    "\(what) types \(catalog.display(TypeRef(old.oid))) and \(catalog.display(TypeRef(new.oid))) cannot be matched"
                )
                .at(value.location)
            }
            if !old.isPreferred, Casts.isImplicit(old.oid, new.oid),
                !Casts.isImplicit(new.oid, old.oid) || new.isPreferred
            {
                chosen = value
            }
            chosen?.type.modifier = -1
        }
        return chosen?.type ?? TypeRef(TypeOID.text)
    }

    /// `value` as a type that is known: what is still unknown becomes text.
    func settled(_ value: Expression) throws -> Expression {
        value.isUnknown ? try coerce(value, to: TypeRef(TypeOID.text), .implicit) : value
    }
}
