import HTTP
import JSONTree

/// The arguments of a tool that also travel as `Mcp-Param-...` headers, so that a gateway can route by them: those whose
/// schema has `x-mcp-header`.
struct ParameterHeaders: Sendable {
    /// A header's name after the prefix, and the way through `properties` to its argument.
    private struct Entry: Sendable {
        var header: String
        var path: [String]
    }

    private let entries: [Entry]

    init(of inputSchema: JSON) {
        entries = Self.entries(in: inputSchema, path: [], depth: 0)
    }

    private static func entries(in schema: JSON, path: [String], depth: Int) -> [Entry] {
        guard depth < 16 else { return [] }
        return (schema["properties"]?.object?.members ?? []).flatMap { name, property in
            let own = property["x-mcp-header"]?.string.map { Entry(header: $0, path: path + [name]) }
            return (own.map { [$0] } ?? []) + entries(in: property, path: path + [name], depth: depth + 1)
        }
    }

    /// Checks that every header says what its argument says, and that an argument which is absent or null has none.
    ///
    /// - Throws: `RPCError` (-32020).
    func check(_ arguments: JSON, against fields: Fields) throws(RPCError) {
        for entry in entries {
            let name = HeaderName.parameterPrefix + entry.header
            let sent = fields.all(name)
            guard let argument = Self.argument(at: entry.path, in: arguments) else {
                if sent.isEmpty { continue }
                throw .headerMismatch("the \(name) header is sent without its argument")
            }
            guard sent.count == 1, let value = sent.first, HeaderValue.isLegal(value),
                let decoded = HeaderValue.decode(value), Self.says(decoded, argument)
            else { throw .headerMismatch("the \(name) header does not say what its argument says") }
        }
    }

    /// The headers to send with `arguments`.
    func fields(for arguments: JSON) -> Fields {
        var fields = Fields()
        for entry in entries {
            guard let argument = Self.argument(at: entry.path, in: arguments) else { continue }
            fields[HeaderName.parameterPrefix + entry.header] = HeaderValue.encode(argument.string ?? argument.text)
        }
        return fields
    }

    /// Whether the annotations are as the protocol wants them: a token, once whatever its case, on a string, a whole
    /// number or a boolean.
    static func areValid(in inputSchema: JSON) -> Bool {
        var seen: Set<String> = []
        return areValid(in: inputSchema, seen: &seen, depth: 0)
    }

    private static func areValid(in schema: JSON, seen: inout Set<String>, depth: Int) -> Bool {
        guard depth < 16 else { return true }
        for (_, property) in schema["properties"]?.object?.members ?? [] {
            if let header = property["x-mcp-header"] {
                guard let name = header.string, name.isToken, seen.insert(name.lowercased()).inserted,
                    ["string", "integer", "boolean"].contains(property["type"]?.string)
                else { return false }
            }
            if !areValid(in: property, seen: &seen, depth: depth + 1) { return false }
        }
        return true
    }

    private static func argument(at path: [String], in arguments: JSON) -> JSON? {
        var value = arguments
        for name in path {
            guard let next = value[name], !next.isNull else { return nil }
            value = next
        }
        return value
    }

    private static func says(_ text: String, _ argument: JSON) -> Bool {
        switch argument {
        case .string(let value): text == value
        case .bool(let value): text == String(value)
        case .int, .double: text == argument.text || Double(text).map { $0 == argument.double } ?? false
        case .null, .array, .object: false
        }
    }
}

extension String {
    /// A token of RFC 9110 5.6.2.
    fileprivate var isToken: Bool {
        let marks = Array("!#$%&'*+-.^_`|~".utf8)
        return !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: marks.contains(byte)
                }
            }
    }
}
