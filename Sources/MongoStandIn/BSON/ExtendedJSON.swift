import Determinism

/// Relaxed Extended JSON, version 2: https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
extension BSONDocument {
    /// One line of relaxed Extended JSON: numbers and strings as JSON has them, the other types as `{"$oid": ...}`.
    package var json: String { BSONValue.document(self).json }

    /// - Throws: `ExtendedJSONError`.
    package init(json: String) throws {
        guard case .document(let document) = try BSONValue(json: json) else {
            throw ExtendedJSONError(reason: "the text is not an object", offset: 0)
        }
        self = document
    }
}

extension BSONValue {
    package var json: String {
        var text = ""
        write(to: &text)
        return text
    }

    /// - Throws: `ExtendedJSONError`.
    package init(json: String) throws {
        self = try ExtendedJSONParser.value(of: json)
    }

    private func write(to text: inout String) {
        switch self {
        case .double(let value): text += Self.json(of: value)
        case .string(let value): text += Self.quoted(value)
        case .document(let document): Self.write(document, to: &text)
        case .array(let values):
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += "," }
                value.write(to: &text)
            }
            text += "]"
        case .binary(let binary):
            let subtype = (binary.subtype < 16 ? "0" : "") + String(binary.subtype, radix: 16)
            text += #"{"$binary":{"base64":"\#(Base64.text(of: binary.bytes))","subType":"\#(subtype)"}}"#
        case .undefined: text += #"{"$undefined":true}"#
        case .objectID(let id): text += #"{"$oid":"\#(id.hex)"}"#
        case .bool(let value): text += value ? "true" : "false"
        case .date(let milliseconds): text += Self.json(ofDate: milliseconds)
        case .null: text += "null"
        case .regex(let pattern, let options):
            let options = String(options.sorted())
            text += #"{"$regularExpression":{"pattern":\#(Self.quoted(pattern)),"options":\#(Self.quoted(options))}}"#
        case .dbPointer(let namespace, let id):
            text += #"{"$dbPointer":{"$ref":\#(Self.quoted(namespace)),"$id":{"$oid":"\#(id.hex)"}}}"#
        case .javascript(let code): text += #"{"$code":\#(Self.quoted(code))}"#
        case .symbol(let value): text += #"{"$symbol":\#(Self.quoted(value))}"#
        case .javascriptWithScope(let code, let scope):
            text += #"{"$code":\#(Self.quoted(code)),"$scope":\#(scope.json)}"#
        case .int32(let value): text += String(value)
        case .timestamp(let seconds, let increment): text += #"{"$timestamp":{"t":\#(seconds),"i":\#(increment)}}"#
        case .int64(let value): text += String(value)
        case .decimal128(let value): text += #"{"$numberDecimal":"\#(value)"}"#
        case .minKey: text += #"{"$minKey":1}"#
        case .maxKey: text += #"{"$maxKey":1}"#
        }
    }

    private static func write(_ document: BSONDocument, to text: inout String) {
        text += "{"
        for (index, element) in document.elements.enumerated() {
            if index > 0 { text += "," }
            text += quoted(element.key) + ":"
            element.value.write(to: &text)
        }
        text += "}"
    }

    private static func json(of value: Double) -> String {
        if value.isFinite { return "\(value)" }
        return #"{"$numberDouble":"\#(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")"}"#
    }

    /// RFC 3339 between the years 1970 and 9999, milliseconds outside.
    private static func json(ofDate milliseconds: Int64) -> String {
        if milliseconds < 0 || milliseconds >= 253_402_300_800_000 {
            return #"{"$date":{"$numberLong":"\#(milliseconds)"}}"#
        }
        let digits = milliseconds % 1000 == 0 ? 0 : 3
        return #"{"$date":"\#(Timestamp(milliseconds: milliseconds).rfc3339(fractionDigits: digits))"}"#
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\u{0}"..<"\u{20}":
                let hex = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
