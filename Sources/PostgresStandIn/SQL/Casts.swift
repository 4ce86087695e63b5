/// Which type becomes which, and where without being asked.
///
/// From `pg_cast`: https://www.postgresql.org/docs/15/catalog-pg-cast.html
enum Casts {
    enum Context: Int, Comparable {
        case implicit, assignment, explicit
        static func < (lhs: Context, rhs: Context) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    private struct Pair: Hashable {
        var from: OID
        var to: OID
    }

    private static let table: [Pair: Context] = {
        var table: [Pair: Context] = [:]
        func add(_ context: Context, _ from: OID, _ to: OID...) {
            for oid in to { table[Pair(from: from, to: oid)] = context }
        }
        typealias T = TypeOID
        add(.implicit, T.int2, T.int4, T.int8, T.numeric, T.float4, T.float8, T.oid, T.regclass, T.regtype)
        add(.implicit, T.int4, T.int8, T.numeric, T.float4, T.float8, T.oid, T.regclass, T.regtype)
        add(.implicit, T.int8, T.numeric, T.float4, T.float8, T.oid, T.regclass, T.regtype)
        add(.implicit, T.numeric, T.float4, T.float8)
        add(.implicit, T.float4, T.float8)
        add(.assignment, T.int4, T.int2)
        add(.assignment, T.int8, T.int2, T.int4)
        add(.assignment, T.numeric, T.int2, T.int4, T.int8)
        add(.assignment, T.float4, T.int2, T.int4, T.int8, T.numeric)
        add(.assignment, T.float8, T.int2, T.int4, T.int8, T.numeric, T.float4)
        add(.explicit, T.int4, T.bool, T.char)
        add(.explicit, T.bool, T.int4)
        add(.implicit, T.varchar, T.text, T.bpchar, T.regclass)
        add(.implicit, T.text, T.varchar, T.bpchar, T.name, T.regclass)
        add(.implicit, T.bpchar, T.text, T.varchar, T.name)
        add(.implicit, T.varchar, T.name)
        add(.implicit, T.name, T.text)
        add(.assignment, T.name, T.varchar, T.bpchar)
        add(.implicit, T.char, T.text)
        add(.assignment, T.char, T.varchar, T.bpchar)
        add(.explicit, T.char, T.int4)
        add(.assignment, T.text, T.char)
        add(.assignment, T.bool, T.text, T.varchar, T.bpchar)
        add(.implicit, T.date, T.timestamp, T.timestamptz)
        add(.implicit, T.timestamp, T.timestamptz)
        add(.assignment, T.timestamp, T.date, T.time)
        add(.assignment, T.timestamptz, T.date, T.time, T.timestamp)
        add(.implicit, T.time, T.interval)
        add(.assignment, T.interval, T.time)
        add(.assignment, T.json, T.jsonb)
        add(.assignment, T.jsonb, T.json)
        add(.explicit, T.jsonb, T.bool, T.numeric, T.int2, T.int4, T.int8, T.float4, T.float8)
        add(.implicit, T.oid, T.regclass, T.regtype, T.regproc, T.regnamespace)
        add(.implicit, T.regnamespace, T.oid)
        add(.implicit, T.regclass, T.oid)
        add(.implicit, T.regtype, T.oid)
        add(.implicit, T.regproc, T.oid)
        add(.assignment, T.oid, T.int4, T.int8)
        add(.assignment, T.regclass, T.int4, T.int8)
        add(.assignment, T.regtype, T.int4, T.int8)
        add(.implicit, T.nodeTree, T.text)
        return table
    }()

    /// How much must be asked for `from` to become `to`; nil when there is no way.
    static func context(_ from: OID, _ to: OID) -> Context? {
        if from == to { return .implicit }
        if let context = table[Pair(from: from, to: to)] { return context }
        let (source, target) = (TypeTable.entry(from), TypeTable.entry(to))
        if source.category == "A", target.category == "A", source.element != 0, target.element != 0 {
            return context(source.element, target.element)
        }
        // Everything can be written as text, and read from it.
        if target.category == "S" { return source.category == "P" ? nil : .assignment }
        if source.category == "S" { return .explicit }
        return nil
    }

    static func isImplicit(_ from: OID, _ to: OID) -> Bool {
        from == TypeOID.unknown || context(from, to) == .implicit
    }
}
