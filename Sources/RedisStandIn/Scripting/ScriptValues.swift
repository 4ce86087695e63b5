/// Encodes a reply for a script, in the shapes that the script's version of the protocol has. `CLuaGlue.h` describes
/// the bytes.
struct ScriptValueWriter {
    private var bytes: [UInt8] = []
    private let version: RESPVersion

    static func bytes(of value: RESPValue, version: RESPVersion) -> [UInt8] {
        var writer = ScriptValueWriter(version: version)
        writer.put(value)
        return writer.bytes
    }

    private init(version: RESPVersion) { self.version = version }

    private mutating func put(_ value: RESPValue) {
        switch value {
        case .simple(let text): put("+", Array(text.utf8))
        case .error(let text): put("-", Array(text.utf8))
        case .integer(let number): integer(number)
        case .bulk(let bytes): put("s", bytes)
        case .null, .nullArray: tag(version == .resp3 ? "N" : "n")
        case .array(let elements), .push(let elements): put("a", elements)
        case .set(let elements): put(version == .resp3 ? "e" : "a", elements)
        case .map(let elements): if version == .resp3 { map(elements) } else { put("a", elements) }
        case .entries(let elements): if version == .resp3 { map(elements) } else { twos(elements) }
        case .pairs(let elements): if version == .resp3 { twos(elements) } else { put("a", elements) }
        case .double(let number):
            if version == .resp3 {
                tag("d")
                append(number.bitPattern)
            } else {
                put("s", Array(number.redisText.utf8))
            }
        case .longDouble(let digits):
            if version == .resp3, let number = Double(redisBytes: Array(digits.utf8)) {
                tag("d")
                append(number.bitPattern)
            } else {
                put("s", Array(digits.utf8))
            }
        case .bool(let value):
            if version == .resp3 { tag(value ? "t" : "f") } else { integer(value ? 1 : 0) }
        case .verbatim(let format, let text):
            if version == .resp3 {
                tag("v")
                bytes += Array((format + "   ").utf8.prefix(3))
                counted(text)
            } else {
                put("s", text)
            }
        case .bigNumber(let digits): put(version == .resp3 ? "b" : "s", Array(digits.utf8))
        case .attributed(let parts): put(parts.last ?? .null)
        }
    }

    private mutating func tag(_ tag: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: tag.value)) }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    private mutating func count(_ count: Int) { append(UInt32(clamping: count)) }

    private mutating func counted(_ text: [UInt8]) {
        count(text.count)
        bytes += text
    }

    private mutating func integer(_ number: Int64) {
        tag("i")
        append(number)
    }

    private mutating func put(_ mark: Unicode.Scalar, _ text: [UInt8]) {
        tag(mark)
        counted(text)
    }

    private mutating func put(_ mark: Unicode.Scalar, _ elements: [RESPValue]) {
        tag(mark)
        count(elements.count)
        for element in elements { put(element) }
    }

    private mutating func map(_ elements: [RESPValue]) {
        tag("m")
        count(elements.count / 2)
        for element in elements { put(element) }
    }

    private mutating func twos(_ elements: [RESPValue]) {
        tag("a")
        count(elements.count / 2)
        for (index, element) in elements.enumerated() {
            if index.isMultiple(of: 2) {
                tag("a")
                count(2)
            }
            put(element)
        }
    }
}

/// Decodes what a script returned.
struct ScriptValueReader {
    private var rest: ArraySlice<UInt8>

    static func value(_ bytes: [UInt8]) -> RESPValue {
        var reader = ScriptValueReader(rest: bytes[...])
        return reader.next()
    }

    private mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
        var number: Number = 0
        withUnsafeMutableBytes(of: &number) { $0.copyBytes(from: rest.prefix($0.count)) }
        rest = rest.dropFirst(MemoryLayout<Number>.size)
        return number
    }

    private mutating func bytes() -> [UInt8] {
        let count = Int(number(UInt32.self))
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    private mutating func elements(each: Int) -> [RESPValue] {
        let count = Int(number(UInt32.self)) * each
        var elements: [RESPValue] = []
        for _ in 0..<count where !rest.isEmpty { elements.append(next()) }
        return elements
    }

    private mutating func next() -> RESPValue {
        guard let tag = rest.popFirst() else { return .null }
        switch Unicode.Scalar(tag) {
        case "i": return .integer(number(Int64.self))
        case "d": return .double(Double(bitPattern: number(UInt64.self)))
        case "s": return .bulk(bytes())
        case "+": return .simple(String(decoding: bytes(), as: UTF8.self))
        case "-": return .error(String(decoding: bytes(), as: UTF8.self))
        case "b":
            return .bigNumber(String(decoding: bytes().map { $0 == 0x0D || $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self))
        case "t": return .bool(true)
        case "f": return .bool(false)
        case "a": return .array(elements(each: 1))
        case "m": return .map(elements(each: 2))
        case "e": return .set(elements(each: 1))
        case "v":
            let format = String(decoding: rest.prefix(3), as: UTF8.self)
            rest = rest.dropFirst(3)
            return .verbatim(format: format, bytes())
        default: return .null
        }
    }
}
