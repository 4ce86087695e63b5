import Fidelity
import SQLiteStore

/// One function or operator as the table knows it: its signature, its fidelity, and how it is done.
struct FunctionEntry: Sendable {
    enum Body: Sendable {
        /// SQL of SQLite, from the SQL of the arguments.
        case sql(@Sendable ([String]) -> String)
        /// A Swift function; it is not called with nulls unless the entry says so.
        case swift(@Sendable ([SQLiteValue], Runtime) throws -> SQLiteValue)
        /// The same, with the types of the arguments.
        case typed(@Sendable ([SQLiteValue], [OID], Runtime) throws -> SQLiteValue)
        /// Known, and refused.
        case unsupported
    }

    enum Volatility: Sendable { case immutable, stable, volatile }

    var name: String
    var arguments: [OID]
    var result: OID
    /// The last argument may stand any number of times.
    var isVariadic = false
    var isStrict = true
    var volatility = Volatility.immutable
    var fidelity = Fidelity.exact
    /// Whether calling it changes something, as `nextval` does.
    var writes = false
    var body: Body

    /// The name under which SQLite knows the Swift function.
    var storedName: String {
        let types = arguments.map { TypeTable.entry($0).name }.joined(separator: "_")
        let plain = name.unicodeScalars.map { scalar in
            scalar.properties.isAlphabetic || scalar.value == 95 || scalar.value >= 48 && scalar.value <= 57
                ? String(scalar) : "x" + String(scalar.value, radix: 16)
        }.joined()
        return "pg_\(plain)_\(types)"
    }
}

/// There is no function or operator of the name for the types.
struct NoCandidate: Error {}

/// The tables of functions and operators, by name.
enum Functions {
    static let all: [FunctionEntry] =
        TextFunctions.entries + NumberFunctions.entries + TimeFunctions.entries
        + JSONFunctions.entries + ArrayFunctions.entries + SystemFunctions.entries

    static let byName = Dictionary(grouping: all, by: \.name)

    static func entries(_ name: String) -> [FunctionEntry] { byName[name] ?? [] }
}

enum Operators {
    static let all: [FunctionEntry] =
        NumberOperators.entries + TextOperators.entries + TimeOperators.entries
        + JSONOperators.entries + ArrayOperators.entries

    static let byName = Dictionary(grouping: all, by: \.name)

    static func entries(_ name: String) -> [FunctionEntry] { byName[name] ?? [] }
}

/// Short forms for the tables.
func function(
    _ name: String, _ arguments: [OID], _ result: OID, variadic: Bool = false, strict: Bool = true,
    _ volatility: FunctionEntry.Volatility = .immutable, fidelity: Fidelity = .exact, writes: Bool = false,
    _ body: @escaping @Sendable ([SQLiteValue], Runtime) throws -> SQLiteValue
) -> FunctionEntry {
    FunctionEntry(
        name: name, arguments: arguments, result: result, isVariadic: variadic, isStrict: strict,
        volatility: volatility,
        fidelity: fidelity, writes: writes, body: .swift(body))
}

func native(_ name: String, _ arguments: [OID], _ result: OID, _ sql: @escaping @Sendable ([String]) -> String)
    -> FunctionEntry
{
    FunctionEntry(name: name, arguments: arguments, result: result, body: .sql(sql))
}

func typed(
    _ name: String, _ arguments: [OID], _ result: OID, variadic: Bool = false, strict: Bool = true,
    _ volatility: FunctionEntry.Volatility = .stable,
    _ body: @escaping @Sendable ([SQLiteValue], [OID], Runtime) throws -> SQLiteValue
) -> FunctionEntry {
    FunctionEntry(
        name: name, arguments: arguments, result: result, isVariadic: variadic, isStrict: strict,
        volatility: volatility, body: .typed(body))
}

extension SQLiteValue {
    /// The text of a text value; the empty text otherwise, for functions whose types say it is one.
    var string: String { text ?? "" }
    var int: Int64 { integer ?? 0 }
    var double: Double {
        switch self {
        case .real(let value): value
        case .integer(let value): Double(value)
        case .null, .text, .blob: 0
        }
    }
    var number: Numeric { Numeric(string) ?? .nan }
    static func bool(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0) }
}
