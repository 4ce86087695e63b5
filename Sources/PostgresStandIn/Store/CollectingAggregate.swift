import CSQLite
import SQLiteStore

/// `pg_collect(spec, arguments..., keys...)`: gathers the rows of an aggregate and finishes them in Swift.
///
/// The spec is `name;types of the arguments;1 for DISTINCT;keys`, a key being `a` or `d`, `f` or `l` for nulls, and a type.
final class CollectingAggregate {
    private var name = ""
    private var types: [OID] = []
    private var isDistinct = false
    private var keys: [(isDescending: Bool, isNullsFirst: Bool, type: OID)] = []
    private var rows: [[SQLiteValue]] = []
    private var isRead = false

    private final class Registered {
        unowned let runtime: Runtime
        init(_ runtime: Runtime) { self.runtime = runtime }
    }

    private func read(_ spec: String) {
        guard !isRead else { return }
        isRead = true
        let parts = spec.split(separator: ";", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return }
        name = String(parts[0])
        types = parts[1].split(separator: " ").compactMap { OID($0) }
        isDistinct = parts[2] == "1"
        keys = parts[3].split(separator: " ").map {
            ($0.hasPrefix("d"), $0.dropFirst().hasPrefix("f"), OID($0.dropFirst(2)) ?? TypeOID.text)
        }
    }

    private func result(_ runtime: Runtime) throws -> SQLiteValue {
        var ordered = rows
        let width = types.count
        if isDistinct {
            var seen: Set<[SQLiteValue]> = []
            ordered = ordered.filter { seen.insert(Array($0.prefix(1))).inserted }
            if keys.isEmpty, let type = types.first { ordered = sort(ordered, by: [(0, false, false, type)]) }
        }
        if !keys.isEmpty {
            ordered = sort(
                ordered,
                by: keys.enumerated().map {
                    (width + $0.offset, $0.element.isDescending, $0.element.isNullsFirst, $0.element.type)
                })
        }
        return try Aggregates.finish(name, ordered.map { Array($0.prefix(width)) }, types, runtime)
    }

    private func sort(_ rows: [[SQLiteValue]], by keys: [(Int, Bool, Bool, OID)]) -> [[SQLiteValue]] {
        rows.enumerated().sorted { a, b in
            for (index, isDescending, isNullsFirst, type) in keys {
                let (x, y) = (a.element[index], b.element[index])
                if x.isNull || y.isNull {
                    if x.isNull, y.isNull { continue }
                    return x.isNull == isNullsFirst
                }
                let order = ValueOrder.compare(x, y, collation: TypeTable.collation(type) ?? "")
                if order != 0 { return (order < 0) != isDescending }
            }
            return a.offset < b.offset
        }.map(\.element)
    }

    // MARK: The C side

    private static func state(_ context: OpaquePointer?, create: Bool) -> CollectingAggregate? {
        guard let memory = sqlite3_aggregate_context(context, create ? Int32(MemoryLayout<UnsafeRawPointer?>.size) : 0)
        else { return nil }
        let slot = memory.assumingMemoryBound(to: UnsafeRawPointer?.self)
        if let known = slot.pointee { return Unmanaged<CollectingAggregate>.fromOpaque(known).takeUnretainedValue() }
        guard create else { return nil }
        let fresh = CollectingAggregate()
        slot.pointee = UnsafeRawPointer(Unmanaged.passRetained(fresh).toOpaque())
        return fresh
    }

    private static func runtime(_ context: OpaquePointer?) -> Runtime? {
        sqlite3_user_data(context).map { Unmanaged<Registered>.fromOpaque($0).takeUnretainedValue().runtime }
    }

    private static func write(_ context: OpaquePointer?) {
        guard let state = CollectingAggregate.state(context, create: false),
            let runtime = CollectingAggregate.runtime(context), !state.rows.isEmpty
        else {
            sqlite3_result_null(context)
            return
        }
        do { SQLiteArguments.write(try state.result(runtime), context) } catch {
            SQLiteArguments.fail(error, context, runtime)
        }
    }

    private static func end(_ context: OpaquePointer?) {
        guard let memory = sqlite3_aggregate_context(context, 0) else { return }
        let slot = memory.assumingMemoryBound(to: UnsafeRawPointer?.self)
        if let known = slot.pointee { Unmanaged<CollectingAggregate>.fromOpaque(known).release() }
        slot.pointee = nil
    }

    static func register(on connection: Connection, _ runtime: Runtime) {
        sqlite3_create_window_function(
            connection.handle, "pg_collect", -1, SQLITE_UTF8, Unmanaged.passRetained(Registered(runtime)).toOpaque(),
            { context, count, values in
                let arguments = SQLiteArguments.read(count, values)
                guard let state = CollectingAggregate.state(context, create: true) else { return }
                state.read(arguments.first?.text ?? "")
                state.rows.append(Array(arguments.dropFirst()))
            },
            { context in
                CollectingAggregate.write(context)
                CollectingAggregate.end(context)
            },
            { context in CollectingAggregate.write(context) },
            { context, _, _ in
                guard let state = CollectingAggregate.state(context, create: false), !state.rows.isEmpty else { return }
                state.rows.removeFirst()
            },
            { pointer in if let pointer { Unmanaged<Registered>.fromOpaque(pointer).release() } })
        sqlite3_create_function_v2(
            connection.handle, "pg_single", 1, SQLITE_UTF8, Unmanaged.passRetained(Registered(runtime)).toOpaque(), nil,
            { context, count, values in
                guard let state = CollectingAggregate.state(context, create: true) else { return }
                state.rows.append(SQLiteArguments.read(count, values))
                if state.rows.count > 1, let known = CollectingAggregate.runtime(context) {
                    SQLiteArguments.fail(PostgresError.cardinality(), context, known)
                }
            },
            { context in
                if let state = CollectingAggregate.state(context, create: false), let value = state.rows.first?.first {
                    SQLiteArguments.write(value, context)
                } else {
                    sqlite3_result_null(context)
                }
                CollectingAggregate.end(context)
            },
            { pointer in if let pointer { Unmanaged<Registered>.fromOpaque(pointer).release() } })
    }
}
