/// Why bytes are not a BSON document.
package enum BSONError: Error, Equatable, Sendable {
    /// A length points past the end, or the bytes stop in the middle of a value.
    case truncated
    case badLength(Int)
    case missingTerminator
    case invalidUTF8
    case unknownType(UInt8, field: String)
    case invalidBoolean(UInt8)
    /// Deeper than `BSONDecoder.depthLimit`.
    case tooDeep
}

extension BSONError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated: "the document ends before its length says"
        case .badLength(let length): "length \(length) is out of bounds"
        case .missingTerminator: "not null terminated string"
        case .invalidUTF8: "the text is not valid UTF-8"
        case .unknownType(let type, let field): "unrecognized BSON type \(type) in element with field name '\(field)'"
        case .invalidBoolean(let byte): "invalid boolean value \(byte)"
        case .tooDeep: "BSON nesting is deeper than \(BSONDecoder.depthLimit) levels"
        }
    }
}
