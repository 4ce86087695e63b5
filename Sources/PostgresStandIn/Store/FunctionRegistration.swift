import CSQLite
import SQLiteStore

/// Makes the Swift functions of the tables known to one SQLite connection.
///
/// SQLite carries only a text out of a failed function; the whole error waits in `Runtime.pendingError`. The runtime outlives the
/// connection: the store holds both.
enum FunctionRegistration {
    typealias Body = ([SQLiteValue], Runtime) throws -> SQLiteValue

    /// A function with its runtime, as SQLite holds it.
    private final class Registered {
        let body: Body
        let isStrict: Bool
        unowned let runtime: Runtime

        init(_ body: @escaping Body, isStrict: Bool, _ runtime: Runtime) {
            self.body = body
            self.isStrict = isStrict
            self.runtime = runtime
        }
    }

    static func register(on connection: Connection, _ runtime: Runtime) {
        for entry in Functions.all + Operators.all {
            switch entry.body {
            case .sql, .unsupported: continue
            case .swift(let body):
                add(
                    entry.storedName, body, isStrict: entry.isStrict, isPure: entry.volatility == .immutable,
                    connection, runtime)
            case .typed(let body):
                let isStrict = entry.isStrict
                add(
                    entry.storedName,
                    { values, runtime in
                        let types = (values.first?.text ?? "").split(separator: " ").compactMap { OID($0) }
                        let rest = Array(values.dropFirst())
                        if isStrict, rest.contains(where: \.isNull) { return .null }
                        return try body(rest, types, runtime)
                    }, isStrict: false, isPure: false, connection, runtime)
            }
        }
        for (name, isStrict, isPure, body) in CoreFunctions.all {
            add(name, body, isStrict: isStrict, isPure: isPure, connection, runtime)
        }
        addCollations(connection)
        CollectingAggregate.register(on: connection, runtime)
    }

    private static func add(
        _ name: String, _ body: @escaping Body, isStrict: Bool, isPure: Bool, _ connection: Connection,
        _ runtime: Runtime
    ) {
        let registered = Unmanaged.passRetained(Registered(body, isStrict: isStrict, runtime))
        let flags = SQLITE_UTF8 | (isPure ? SQLITE_DETERMINISTIC : 0)
        sqlite3_create_function_v2(
            connection.handle, name, -1, flags, registered.toOpaque(),
            { context, count, values in
                guard let pointer = sqlite3_user_data(context) else { return }
                let function = Unmanaged<Registered>.fromOpaque(pointer).takeUnretainedValue()
                let arguments = SQLiteArguments.read(count, values)
                if function.isStrict, arguments.contains(where: \.isNull) {
                    sqlite3_result_null(context)
                    return
                }
                do {
                    SQLiteArguments.write(try function.body(arguments, function.runtime), context)
                } catch {
                    SQLiteArguments.fail(error, context, function.runtime)
                }
            }, nil, nil,
            { pointer in
                if let pointer { Unmanaged<Registered>.fromOpaque(pointer).release() }
            })
    }

    // MARK: Collations

    private static func addCollations(_ connection: Connection) {
        sqlite3_create_collation_v2(
            connection.handle, "pgnumeric", SQLITE_UTF8, nil,
            { _, leftCount, left, rightCount, right in
                let a = String(decoding: UnsafeRawBufferPointer(start: left, count: Int(leftCount)), as: UTF8.self)
                let b = String(decoding: UnsafeRawBufferPointer(start: right, count: Int(rightCount)), as: UTF8.self)
                return Int32((Numeric(a) ?? .nan).compare(Numeric(b) ?? .nan))
            }, nil)
        sqlite3_create_collation_v2(
            connection.handle, "pginterval", SQLITE_UTF8, nil,
            { _, leftCount, left, rightCount, right in
                let a =
                    Interval(
                        stored: String(
                            decoding: UnsafeRawBufferPointer(start: left, count: Int(leftCount)), as: UTF8.self))?.order
                    ?? 0
                let b =
                    Interval(
                        stored: String(
                            decoding: UnsafeRawBufferPointer(start: right, count: Int(rightCount)), as: UTF8.self))?
                    .order ?? 0
                return a < b ? -1 : a == b ? 0 : 1
            }, nil)
        sqlite3_create_collation_v2(
            connection.handle, "pgjsonb", SQLITE_UTF8, nil,
            { _, leftCount, left, rightCount, right in
                let a =
                    (try? JSONDocument.parse(
                        String(decoding: UnsafeRawBufferPointer(start: left, count: Int(leftCount)), as: UTF8.self)))
                    ?? .null
                let b =
                    (try? JSONDocument.parse(
                        String(decoding: UnsafeRawBufferPointer(start: right, count: Int(rightCount)), as: UTF8.self)))
                    ?? .null
                return Int32(a.compare(b))
            }, nil)
    }
}

/// Values across the C interface.
enum SQLiteArguments {
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    static func read(_ count: Int32, _ values: UnsafeMutablePointer<OpaquePointer?>?) -> [SQLiteValue] {
        guard let values else { return [] }
        return (0..<Int(count)).map { index in
            let value = values[index]
            switch sqlite3_value_type(value) {
            case SQLITE_INTEGER: return .integer(sqlite3_value_int64(value))
            case SQLITE_FLOAT: return .real(sqlite3_value_double(value))
            case SQLITE_TEXT:
                guard let bytes = sqlite3_value_text(value) else { return .text("") }
                return .text(
                    String(
                        decoding: UnsafeBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(value))),
                        as: UTF8.self))
            case SQLITE_BLOB:
                let bytes = sqlite3_value_blob(value)
                return .blob(Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_value_bytes(value)))))
            default: return .null
            }
        }
    }

    static func write(_ value: SQLiteValue, _ context: OpaquePointer?) {
        switch value {
        case .null: sqlite3_result_null(context)
        case .integer(let value): sqlite3_result_int64(context, value)
        case .real(let value): sqlite3_result_double(context, value)
        case .text(let text):
            var text = text
            text.withUTF8 { utf8 in
                utf8.withMemoryRebound(to: CChar.self) {
                    sqlite3_result_text64(
                        context, $0.baseAddress ?? UnsafePointer(bitPattern: 1), UInt64($0.count), transient,
                        UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            bytes.withUnsafeBytes { buffer in
                if buffer.isEmpty {
                    sqlite3_result_zeroblob(context, 0)
                } else {
                    sqlite3_result_blob64(context, buffer.baseAddress, UInt64(buffer.count), transient)
                }
            }
        }
    }

    static func fail(_ error: any Error, _ context: OpaquePointer?, _ runtime: Runtime) {
        let failure = error as? PostgresError ?? PostgresError("XX000", "\(error)")
        runtime.pendingError = failure
        sqlite3_result_error(context, failure.message, -1)
    }
}
