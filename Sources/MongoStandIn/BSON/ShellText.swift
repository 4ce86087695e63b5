/// The form in which the server's own messages show values: `{ _id: 1, name: "x" }`.
extension BSONDocument {
    package var shellText: String {
        isEmpty ? "{}" : "{ " + elements.map { "\($0.key): \($0.value.shellText)" }.joined(separator: ", ") + " }"
    }
}

extension BSONValue {
    package var shellText: String {
        switch self {
        case .double(let value): "\(value)"
        case .string(let text), .symbol(let text): "\"\(text)\""
        case .document(let document): document.shellText
        case .array(let values): values.isEmpty ? "[]" : "[ " + values.map(\.shellText).joined(separator: ", ") + " ]"
        case .binary(let binary) where binary.subtype == 4 && binary.bytes.count == 16:
            "UUID(\"\(binary.uuidText)\")"
        case .binary(let binary): "BinData(\(binary.subtype), \(binary.bytes.hex.uppercased()))"
        case .undefined: "undefined"
        case .objectID(let id): "ObjectId('\(id.hex)')"
        case .bool(let value): value ? "true" : "false"
        case .date(let milliseconds): "new Date(\(milliseconds))"
        case .null: "null"
        case .regex(let pattern, let options): "/\(pattern)/\(options)"
        case .dbPointer(let namespace, let id): "DBRef('\(namespace)', ObjectId('\(id.hex)'))"
        case .javascript(let code): code
        case .javascriptWithScope(let code, let scope): "CodeWScope( \(code), \(scope.shellText))"
        case .int32(let value): String(value)
        case .int64(let value): String(value)
        case .timestamp(let seconds, let increment): "Timestamp(\(seconds), \(increment))"
        case .decimal128(let value): value.description
        case .minKey: "MinKey"
        case .maxKey: "MaxKey"
        }
    }
}

extension BSONBinary {
    /// The bytes as hexadecimal in the groups of a UUID.
    var uuidText: String {
        let hex = Array(bytes.hex)
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(hex[$0.clamped(to: 0..<hex.count)]) }.joined(separator: "-")
    }
}
