import Crypto
import Foundation
import SQLiteStore

/// Strings: https://www.postgresql.org/docs/15/functions-string.html
enum TextOperators {
    typealias T = TypeOID

    static let entries: [FunctionEntry] = [
        native("||", [T.text, T.text], T.text) { "(\($0[0]) || \($0[1]))" },
        typed("||", [T.text, T.anynonarray], T.text) { values, types, runtime in
            .text(values[0].string + TypeOutput.text(values[1], types[1], runtime))
        },
        typed("||", [T.anynonarray, T.text], T.text) { values, types, runtime in
            .text(TypeOutput.text(values[0], types[0], runtime) + values[1].string)
        },
        function("||", [T.bytea, T.bytea], T.bytea) { values, _ in
            .blob((values[0].blob ?? []) + (values[1].blob ?? []))
        },
        function("~~", [T.text, T.text], T.bool) { values, _ in
            .bool(try PatternMatching.like(values[0].string, values[1].string))
        },
        function("!~~", [T.text, T.text], T.bool) { values, _ in
            .bool(try !PatternMatching.like(values[0].string, values[1].string))
        },
        function("~~*", [T.text, T.text], T.bool) { values, _ in
            .bool(try PatternMatching.like(values[0].string.lowercased(), values[1].string.lowercased()))
        },
        function("!~~*", [T.text, T.text], T.bool) { values, _ in
            .bool(try !PatternMatching.like(values[0].string.lowercased(), values[1].string.lowercased()))
        },
        function("~", [T.text, T.text], T.bool, fidelity: PatternMatching.fidelity) { values, _ in
            .bool(try PatternMatching.matches(values[0].string, values[1].string))
        },
        function("!~", [T.text, T.text], T.bool, fidelity: PatternMatching.fidelity) { values, _ in
            .bool(try !PatternMatching.matches(values[0].string, values[1].string))
        },
        function("~*", [T.text, T.text], T.bool, fidelity: PatternMatching.fidelity) { values, _ in
            .bool(try PatternMatching.matches(values[0].string, values[1].string, flags: "i"))
        },
        function("!~*", [T.text, T.text], T.bool, fidelity: PatternMatching.fidelity) { values, _ in
            .bool(try !PatternMatching.matches(values[0].string, values[1].string, flags: "i"))
        },
        function("^@", [T.text, T.text], T.bool) { values, _ in .bool(values[0].string.hasPrefix(values[1].string)) },
    ]
}

enum TextFunctions {
    typealias T = TypeOID

    static let entries: [FunctionEntry] = simple + cutting + padding + joining + coding + regular

    private static func map(_ name: String, _ body: @escaping @Sendable (String) -> String) -> FunctionEntry {
        function(name, [T.text], T.text) { values, _ in .text(body(values[0].string)) }
    }

    private static let simple: [FunctionEntry] = [
        // The database's collation is "C", where only ASCII letters have a case.
        map("lower") { String(decoding: $0.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self) },
        map("upper") { String(decoding: $0.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }, as: UTF8.self) },
        map("initcap", initcap), map("reverse") { String(String.UnicodeScalarView($0.unicodeScalars.reversed())) },
        function("length", [T.text], T.int4) { values, _ in .integer(Int64(values[0].string.unicodeScalars.count)) },
        function("length", [T.bpchar], T.int4) { values, _ in
            .integer(Int64(trim(values[0].string, " ", left: false, right: true).unicodeScalars.count))
        },
        function("length", [T.bytea], T.int4) { values, _ in .integer(Int64(values[0].blob?.count ?? 0)) },
        function("char_length", [T.text], T.int4) { values, _ in .integer(Int64(values[0].string.unicodeScalars.count))
        },
        function("character_length", [T.text], T.int4) { values, _ in
            .integer(Int64(values[0].string.unicodeScalars.count))
        },
        function("octet_length", [T.text], T.int4) { values, _ in .integer(Int64(values[0].string.utf8.count)) },
        function("octet_length", [T.bytea], T.int4) { values, _ in .integer(Int64(values[0].blob?.count ?? 0)) },
        function("ascii", [T.text], T.int4) { values, _ in
            .integer(Int64(values[0].string.unicodeScalars.first?.value ?? 0))
        },
        function("chr", [T.int4], T.text) { values, _ in
            guard values[0].int > 0, let scalar = UInt32(exactly: values[0].int).flatMap(Unicode.Scalar.init) else {
                throw PostgresError(
                    "54000",
                    values[0].int == 0
                        ? "null character not permitted"
                        : "requested character too large for encoding: \(values[0].int)")
            }
            return .text(String(Character(scalar)))
        },
        function("repeat", [T.text, T.int4], T.text) { values, _ in
            let count = max(0, values[1].int)
            guard Int64(values[0].string.utf8.count).multipliedReportingOverflow(by: count).partialValue < 100_000_000,
                count < 100_000_000
            else {
                throw PostgresError("54000", "requested length too large")
            }
            return .text(String(repeating: values[0].string, count: Int(count)))
        },
        function("replace", [T.text, T.text, T.text], T.text) { values, _ in
            .text(
                values[1].string.isEmpty
                    ? values[0].string : values[0].string.replacing(values[1].string, with: values[2].string))
        },
        function("translate", [T.text, T.text, T.text], T.text) { values, _ in
            let (from, to) = (Array(values[1].string), Array(values[2].string))
            return .text(
                String(
                    values[0].string.compactMap { character in
                        guard let index = from.firstIndex(of: character) else { return character }
                        return index < to.count ? to[index] : nil
                    }))
        },
        function("strpos", [T.text, T.text], T.int4) { values, _ in
            .integer(position(of: values[1].string, in: values[0].string))
        },
        function("position", [T.text, T.text], T.int4) { values, _ in
            .integer(position(of: values[1].string, in: values[0].string))
        },
        function("starts_with", [T.text, T.text], T.bool) { values, _ in
            .bool(values[0].string.hasPrefix(values[1].string))
        },
        function("like_escape", [T.text, T.text], T.text) { values, _ in
            .text(try PatternMatching.escaped(values[0].string, by: values[1].string))
        },
        function("to_hex", [T.int4], T.text) { values, _ in
            .text(String(UInt32(truncatingIfNeeded: values[0].int), radix: 16))
        },
        function("to_hex", [T.int8], T.text) { values, _ in .text(String(UInt64(bitPattern: values[0].int), radix: 16))
        },
    ]

    private static func initcap(_ text: String) -> String {
        var inWord = false
        return String(
            text.map { character in
                defer { inWord = character.isLetter || character.isNumber }
                return inWord ? Character(character.lowercased()) : Character(character.uppercased())
            })
    }

    private static func position(of part: String, in text: String) -> Int64 {
        let (needle, hay) = (Array(part.unicodeScalars), Array(text.unicodeScalars))
        if needle.isEmpty { return 1 }
        guard needle.count <= hay.count else { return 0 }
        for start in 0...(hay.count - needle.count) where hay[start..<(start + needle.count)].elementsEqual(needle) {
            return Int64(start + 1)
        }
        return 0
    }

    private static let cutting: [FunctionEntry] = [
        function("substring", [T.text, T.int4], T.text) { values, _ in
            .text(try substring(values[0].string, values[1].int, nil))
        },
        function("substring", [T.text, T.int4, T.int4], T.text) { values, _ in
            .text(try substring(values[0].string, values[1].int, values[2].int))
        },
        function("substr", [T.text, T.int4], T.text) { values, _ in
            .text(try substring(values[0].string, values[1].int, nil))
        },
        function("substr", [T.text, T.int4, T.int4], T.text) { values, _ in
            .text(try substring(values[0].string, values[1].int, values[2].int))
        },
        function("left", [T.text, T.int4], T.text) { values, _ in
            let scalars = values[0].string.unicodeScalars
            let count =
                values[1].int < 0 ? max(0, scalars.count + Int(clamping: values[1].int)) : Int(clamping: values[1].int)
            return .text(String(String.UnicodeScalarView(scalars.prefix(count))))
        },
        function("right", [T.text, T.int4], T.text) { values, _ in
            let scalars = values[0].string.unicodeScalars
            let count =
                values[1].int < 0 ? max(0, scalars.count + Int(clamping: values[1].int)) : Int(clamping: values[1].int)
            return .text(String(String.UnicodeScalarView(scalars.suffix(count))))
        },
        function("split_part", [T.text, T.text, T.int4], T.text) { values, _ in
            let place = values[2].int
            guard place != 0 else { throw PostgresError.invalidParameter("field position must not be zero") }
            let parts = split(values[0].string, by: values[1].string)
            let index = place > 0 ? place - 1 : Int64(parts.count) + place
            return .text(index >= 0 && index < parts.count ? parts[Int(index)] : "")
        },
        function("string_to_array", [T.text, T.text], TypeTable.array(of: T.text), strict: false) { values, _ in
            guard !values[0].isNull else { return .null }
            let text = values[0].string
            if text.isEmpty { return .text("{}") }
            let parts = values[1].isNull ? text.map { String($0) } : split(text, by: values[1].string)
            return .text(ArrayText.text(parts.map { Optional($0) }))
        },
        trimming("btrim", left: true, right: true), trimming("ltrim", left: true, right: false),
        trimming("rtrim", left: false, right: true),
        trimmingSet("btrim", left: true, right: true), trimmingSet("ltrim", left: true, right: false),
        trimmingSet("rtrim", left: false, right: true),
        function("overlay", [T.text, T.text, T.int4], T.text) { values, _ in
            .text(
                try overlay(
                    values[0].string, values[1].string, values[2].int, Int64(values[1].string.unicodeScalars.count)))
        },
        function("overlay", [T.text, T.text, T.int4, T.int4], T.text) { values, _ in
            .text(try overlay(values[0].string, values[1].string, values[2].int, values[3].int))
        },
    ]

    static func split(_ text: String, by separator: String) -> [String] {
        if text.isEmpty { return [] }
        return separator.isEmpty ? [text] : text.components(separatedBy: separator)
    }

    static func substring(_ text: String, _ start: Int64, _ length: Int64?) throws -> String {
        if let length, length < 0 { throw PostgresError("22011", "negative substring length not allowed") }
        let scalars = text.unicodeScalars
        let end =
            length.map { start.addingReportingOverflow($0) }.map { $0.overflow ? Int64.max : $0.partialValue } ?? .max
        let first = Int(clamping: max(start, 1)) - 1
        let last = Int(clamping: max(end, 1)) - 1
        guard first < last else { return "" }
        return String(String.UnicodeScalarView(scalars.dropFirst(first).prefix(last - first)))
    }

    private static func overlay(_ text: String, _ part: String, _ start: Int64, _ length: Int64) throws -> String {
        guard start > 0 else { throw PostgresError("22011", "negative substring length not allowed") }
        return try substring(text, 1, start - 1) + part + substring(text, start &+ length, nil)
    }

    private static func trimming(_ name: String, left: Bool, right: Bool) -> FunctionEntry {
        map(name) { trim($0, " ", left: left, right: right) }
    }

    private static func trimmingSet(_ name: String, left: Bool, right: Bool) -> FunctionEntry {
        function(name, [T.text, T.text], T.text) { values, _ in
            .text(trim(values[0].string, values[1].string, left: left, right: right))
        }
    }

    static func trim(_ text: String, _ set: String, left: Bool, right: Bool) -> String {
        let set = Set(set.unicodeScalars)
        var scalars = Substring(text).unicodeScalars
        if left { while let first = scalars.first, set.contains(first) { scalars.removeFirst() } }
        if right { while let last = scalars.last, set.contains(last) { scalars.removeLast() } }
        return String(Substring(scalars))
    }

    private static let padding: [FunctionEntry] = [(name: "lpad", atLeft: true), (name: "rpad", atLeft: false)].flatMap
    { form -> [FunctionEntry] in
        [
            function(form.name, [T.text, T.int4], T.text) { values, _ in
                .text(try pad(values[0].string, values[1].int, " ", atLeft: form.atLeft))
            },
            function(form.name, [T.text, T.int4, T.text], T.text) { values, _ in
                .text(try pad(values[0].string, values[1].int, values[2].string, atLeft: form.atLeft))
            },
        ]
    }

    private static func pad(_ text: String, _ width: Int64, _ fill: String, atLeft: Bool) throws -> String {
        guard width < 10_000_000 else { throw PostgresError("54000", "requested length too large") }
        let scalars = Array(text.unicodeScalars)
        let missing = Int(max(0, width)) - scalars.count
        let filler = Array(fill.unicodeScalars)
        guard missing > 0, !filler.isEmpty else {
            return String(String.UnicodeScalarView(scalars.prefix(Int(max(0, width)))))
        }
        let padding = (0..<missing).map { filler[$0 % filler.count] }
        return String(String.UnicodeScalarView(atLeft ? padding + scalars : scalars + padding))
    }

    private static let joining: [FunctionEntry] = [
        typed("concat", [T.any], T.text, variadic: true, strict: false) { values, types, runtime in
            .text(zip(values, types).map { $0.isNull ? "" : TypeOutput.text($0, $1, runtime) }.joined())
        },
        typed("concat_ws", [T.text, T.any], T.text, variadic: true, strict: false) { values, types, runtime in
            guard let separator = values.first, !separator.isNull else { return .null }
            let parts = zip(values, types).dropFirst().compactMap { $0.isNull ? nil : TypeOutput.text($0, $1, runtime) }
            return .text(parts.joined(separator: separator.string))
        },
        typed("format", [T.text, T.any], T.text, variadic: true, strict: false) { values, types, runtime in
            guard !values[0].isNull else { return .null }
            return .text(
                try FormatString.fill(
                    values[0].string,
                    zip(values, types).dropFirst().map { $0.isNull ? nil : TypeOutput.text($0, $1, runtime) }))
        },
        map("quote_ident") { QualifiedName.quoted($0) },
        map("quote_literal") {
            ($0.contains("\\") ? "E" : "") + "'" + $0.replacing("'", with: "''").replacing("\\", with: "\\\\") + "'"
        },
        function("quote_nullable", [T.text], T.text, strict: false) { values, _ in
            .text(values[0].isNull ? "NULL" : "'" + values[0].string.replacing("'", with: "''") + "'")
        },
    ]

    private static let coding: [FunctionEntry] = [
        map("md5") { TypeOutput.hex(Array(Insecure.MD5.hash(data: Array($0.utf8)))) },
        function("md5", [T.bytea], T.text) { values, _ in
            .text(TypeOutput.hex(Array(Insecure.MD5.hash(data: values[0].blob ?? []))))
        },
        function("sha256", [T.bytea], T.bytea) { values, _ in .blob(Array(SHA256.hash(data: values[0].blob ?? []))) },
        function("encode", [T.bytea, T.text], T.text) { values, _ in
            let bytes = values[0].blob ?? []
            switch values[1].string.lowercased() {
            case "hex": return .text(TypeOutput.hex(bytes))
            case "base64":
                return .text(Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]))
            default: throw PostgresError.invalidParameter("unrecognized encoding: \"\(values[1].string)\"")
            }
        },
        function("decode", [T.text, T.text], T.bytea) { values, runtime in
            switch values[1].string.lowercased() {
            case "hex": return try TypeInput.value("\\x" + values[0].string, TypeRef(T.bytea), runtime)
            case "base64":
                guard let data = Data(base64Encoded: values[0].string.filter { !$0.isWhitespace }) else {
                    throw PostgresError.invalidParameter("invalid base64 end sequence")
                }
                return .blob(Array(data))
            default: throw PostgresError.invalidParameter("unrecognized encoding: \"\(values[1].string)\"")
            }
        },
        function("convert_from", [T.bytea, T.name], T.text) { values, _ in
            .text(try BinaryFormat.utf8(values[0].blob ?? []))
        },
        function("convert_to", [T.text, T.name], T.bytea) { values, _ in .blob(Array(values[0].string.utf8)) },
    ]

    private static let regular: [FunctionEntry] = [
        function("regexp_replace", [T.text, T.text, T.text], T.text, fidelity: PatternMatching.fidelity) { values, _ in
            .text(try PatternMatching.replace(values[0].string, values[1].string, values[2].string, flags: ""))
        },
        function("regexp_replace", [T.text, T.text, T.text, T.text], T.text, fidelity: PatternMatching.fidelity) {
            values, _ in
            .text(
                try PatternMatching.replace(
                    values[0].string, values[1].string, values[2].string, flags: values[3].string))
        },
        function("regexp_match", [T.text, T.text], TypeTable.array(of: T.text), fidelity: PatternMatching.fidelity) {
            values, _ in
            try PatternMatching.groups(values[0].string, values[1].string).map { .text(ArrayText.text($0)) } ?? .null
        },
        function(
            "regexp_split_to_array", [T.text, T.text], TypeTable.array(of: T.text), fidelity: PatternMatching.fidelity
        ) { values, _ in
            .text(
                ArrayText.text(try PatternMatching.split(values[0].string, by: values[1].string).map { Optional($0) }))
        },
        function("substring", [T.text, T.text], T.text, fidelity: PatternMatching.fidelity) { values, _ in
            try PatternMatching.first(values[0].string, values[1].string).map(SQLiteValue.text) ?? .null
        },
    ]
}
