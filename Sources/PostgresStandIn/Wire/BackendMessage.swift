import NIOCore

/// What the server sends, and the one place that makes its bytes.
enum BackendMessage: Equatable, Sendable {
    /// One column of a `RowDescription`.
    struct Field: Equatable, Sendable {
        var name: String
        var table: OID
        var number: Int16
        var type: OID
        var length: Int16
        var modifier: Int32
        var format: Int16
    }

    case authenticationOk
    case authenticationSASL(mechanisms: [String])
    case authenticationSASLContinue([UInt8])
    case authenticationSASLFinal([UInt8])
    case parameterStatus(name: String, value: String)
    case backendKeyData(session: Int32, key: Int32)
    /// `I`, `T` or `E`.
    case readyForQuery(UInt8)
    case rowDescription([Field])
    case dataRow([[UInt8]?])
    case commandComplete(String)
    case emptyQueryResponse, parseComplete, bindComplete, closeComplete, noData, portalSuspended
    case parameterDescription([OID])
    case error(PostgresError)
    case notice(PostgresError)

    func write(to out: inout ByteBuffer) {
        switch self {
        case .authenticationOk: Self.frame("R", &out) { $0.writeInteger(0 as Int32) }
        case .authenticationSASL(let mechanisms):
            Self.frame("R", &out) { body in
                body.writeInteger(10 as Int32)
                for mechanism in mechanisms { body.writeText(mechanism) }
                body.writeInteger(0 as UInt8)
            }
        case .authenticationSASLContinue(let data):
            Self.frame("R", &out) { body in
                body.writeInteger(11 as Int32)
                body.writeBytes(data)
            }
        case .authenticationSASLFinal(let data):
            Self.frame("R", &out) { body in
                body.writeInteger(12 as Int32)
                body.writeBytes(data)
            }
        case .parameterStatus(let name, let value):
            Self.frame("S", &out) { body in
                body.writeText(name)
                body.writeText(value)
            }
        case .backendKeyData(let session, let key): Self.frame("K", &out) { $0.writeMultipleIntegers(session, key) }
        case .readyForQuery(let status): Self.frame("Z", &out) { $0.writeInteger(status) }
        case .rowDescription(let fields):
            Self.frame("T", &out) { body in
                body.writeInteger(Int16(clamping: fields.count))
                for field in fields {
                    body.writeText(field.name)
                    body.writeMultipleIntegers(
                        field.table, field.number, field.type, field.length, field.modifier, field.format)
                }
            }
        case .dataRow(let values):
            Self.frame("D", &out) { body in
                body.writeInteger(Int16(clamping: values.count))
                for value in values {
                    body.writeInteger(value.map { Int32(clamping: $0.count) } ?? -1)
                    if let value { body.writeBytes(value) }
                }
            }
        case .commandComplete(let tag): Self.frame("C", &out) { $0.writeText(tag) }
        case .emptyQueryResponse: Self.frame("I", &out) { _ in }
        case .parseComplete: Self.frame("1", &out) { _ in }
        case .bindComplete: Self.frame("2", &out) { _ in }
        case .closeComplete: Self.frame("3", &out) { _ in }
        case .noData: Self.frame("n", &out) { _ in }
        case .portalSuspended: Self.frame("s", &out) { _ in }
        case .parameterDescription(let types):
            Self.frame("t", &out) { body in
                body.writeInteger(Int16(clamping: types.count))
                for type in types { body.writeInteger(type) }
            }
        case .error(let error): Self.frame("E", &out) { Self.write(error, to: &$0) }
        case .notice(let notice): Self.frame("N", &out) { Self.write(notice, to: &$0) }
        }
    }

    private static func frame(_ kind: Character, _ out: inout ByteBuffer, _ body: (inout ByteBuffer) -> Void) {
        out.writeInteger(kind.asciiValue ?? 0)
        let start = out.writerIndex
        out.writeInteger(0 as Int32)
        body(&out)
        out.setInteger(Int32(clamping: out.writerIndex - start), at: start)
    }

    private static func write(_ error: PostgresError, to body: inout ByteBuffer) {
        let fields: [(Character, String?)] = [
            ("S", error.severity), ("V", error.severity), ("C", error.code), ("M", error.message), ("D", error.detail),
            ("H", error.hint),
            ("P", error.position.map(String.init)), ("s", error.schema), ("t", error.table), ("c", error.column),
            ("n", error.constraint),
        ]
        for (kind, value) in fields {
            guard let value else { continue }
            body.writeInteger(kind.asciiValue ?? 0)
            body.writeText(value)
        }
        body.writeInteger(0 as UInt8)
    }
}

extension ByteBuffer {
    /// A text and the zero that ends it.
    fileprivate mutating func writeText(_ text: String) {
        writeString(text)
        writeInteger(0 as UInt8)
    }
}
