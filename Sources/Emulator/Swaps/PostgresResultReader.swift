import Foundation
import PostgresStandIn

/// Puts a result together from a PostgreSQL server's messages, with values as the stand-in's sessions give them.
struct PostgresResultReader {
    /// Of the last statement that ended.
    private(set) var last = PostgresResult()
    private(set) var error: PostgresError?
    private var current = PostgresResult()
    private var types: [UInt32] = []

    mutating func take(_ message: PostgresReplies.Message) {
        switch Character(UnicodeScalar(message.type)) {
        case "T": describe(message.body)
        case "D": current.rows.append(row(message.body))
        case "C":
            current.tag = String(decoding: message.body.prefix { $0 != 0 }, as: UTF8.self)
            last = current
            current = PostgresResult()
        case "I": last = PostgresResult()
        case "E": error = error ?? Self.error(message.body)
        default: break
        }
    }

    private mutating func describe(_ body: [UInt8]) {
        var rest = body[...]
        current = PostgresResult()
        types = []
        for _ in 0..<Self.number(&rest, 2) {
            let name = String(decoding: rest.prefix { $0 != 0 }, as: UTF8.self)
            rest = rest.dropFirst(name.utf8.count + 1)
            // The table, the column, then the type, its size and its modifier, and the format.
            _ = Self.number(&rest, 4)
            _ = Self.number(&rest, 2)
            let type = UInt32(Self.number(&rest, 4))
            _ = Self.number(&rest, 2)
            _ = Self.number(&rest, 4)
            _ = Self.number(&rest, 2)
            types.append(type)
            current.columns.append(.init(name: name, type: PostgresResult.Column.typeName(of: type)))
        }
    }

    private func row(_ body: [UInt8]) -> [PostgresValue] {
        var rest = body[...]
        return (0..<Self.number(&rest, 2)).map { index in
            let length = Self.number(&rest, 4)
            if length == 0xFFFF_FFFF { return .null }
            let text = String(decoding: rest.prefix(length), as: UTF8.self)
            rest = rest.dropFirst(length)
            return Self.value(text, types.indices.contains(index) ? types[index] : 25)
        }
    }

    /// The numbers are those of `pg_type`.
    private static func value(_ text: String, _ type: UInt32) -> PostgresValue {
        switch type {
        case 16: return .bool(text == "t")
        case 20, 21, 23, 26: return Int64(text).map(PostgresValue.int) ?? .text(text)
        case 700, 701: return Double(text).map(PostgresValue.double) ?? .text(text)
        case 114, 3802: return .json(text)
        case 17 where text.hasPrefix("\\x"):
            let digits = Array(text.utf8.dropFirst(2))
            return .bytes(
                stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                    UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
                })
        default: return .text(text)
        }
    }

    private static func error(_ body: [UInt8]) -> PostgresError {
        var fields: [Character: String] = [:]
        for field in body.split(separator: 0) {
            guard let name = field.first else { continue }
            fields[Character(UnicodeScalar(name))] = String(decoding: field.dropFirst(), as: UTF8.self)
        }
        return PostgresError(
            fields["C"] ?? "XX000", fields["M"] ?? "the server says nothing", detail: fields["D"], hint: fields["H"],
            schema: fields["s"], table: fields["t"], column: fields["c"], constraint: fields["n"])
    }

    /// The big-endian number of `count` bytes; 0 where they are missing.
    private static func number(_ rest: inout ArraySlice<UInt8>, _ count: Int) -> Int {
        defer { rest = rest.dropFirst(count) }
        return rest.count < count ? 0 : rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}
