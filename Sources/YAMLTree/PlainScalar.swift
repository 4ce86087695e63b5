/// What a plain scalar means to the YAML reader of the Kubernetes API server and its tools (go-yaml v2, as
/// `sigs.k8s.io/yaml` carries it): the words of YAML 1.1, octal numbers with a leading zero, `_` between digits.
///
/// Base 60 (`12:30`) stays a string: YAML 1.1 calls it a number, but go-yaml has never read it. Dates stay strings too.
/// A whole number beyond 64 bits is a double.
package func plainScalar(_ text: String) -> YAML {
    if let word = word(text) { return word }
    guard let first = text.utf8.first, isNumberStart(first) else { return .string(text) }
    let digits = text.utf8.contains(UInt8(ascii: "_")) ? text.filter { $0 != "_" } : text
    if let whole = wholeNumber(digits) { return .int(whole) }
    if looksLikeFloat(digits), let double = Double(digits) { return .double(double) }
    return .string(text)
}

/// What a word of YAML 1.1 means; its first letter leaves few to compare it with.
private func word(_ text: String) -> YAML? {
    switch text.utf8.first {
    case nil: .null
    case UInt8(ascii: "~"): text == "~" ? .null : nil
    case UInt8(ascii: "n"), UInt8(ascii: "N"):
        switch text {
        case "null", "Null", "NULL": .null
        case "n", "N", "no", "No", "NO": .bool(false)
        default: nil
        }
    case UInt8(ascii: "y"), UInt8(ascii: "Y"):
        switch text {
        case "y", "Y", "yes", "Yes", "YES": .bool(true)
        default: nil
        }
    case UInt8(ascii: "t"), UInt8(ascii: "T"):
        switch text {
        case "true", "True", "TRUE": .bool(true)
        default: nil
        }
    case UInt8(ascii: "f"), UInt8(ascii: "F"):
        switch text {
        case "false", "False", "FALSE": .bool(false)
        default: nil
        }
    case UInt8(ascii: "o"), UInt8(ascii: "O"):
        switch text {
        case "on", "On", "ON": .bool(true)
        case "off", "Off", "OFF": .bool(false)
        default: nil
        }
    case UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"):
        switch text {
        case ".nan", ".NaN", ".NAN": .double(.nan)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": .double(.infinity)
        case "-.inf", "-.Inf", "-.INF": .double(-.infinity)
        default: nil
        }
    default: nil
    }
}

private func isNumberStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
}

/// Go's `strconv.ParseInt(text, 0, 64)`: `0x`, `0b`, `0o` and a bare leading `0` name the base.
private func wholeNumber(_ text: String) -> Int? {
    let isNegative = text.hasPrefix("-")
    let unsigned = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
    guard let first = unsigned.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
    let (digits, base) = based(unsigned)
    guard let start = digits.utf8.first, start != UInt8(ascii: "-"), start != UInt8(ascii: "+") else { return nil }
    return Int(isNegative ? "-" + String(digits) : String(digits), radix: base)
}

private func based(_ text: Substring) -> (digits: Substring, base: Int) {
    guard text.hasPrefix("0"), text.utf8.count > 1 else { return (text, 10) }
    return switch text.prefix(2).lowercased() {
    case "0x": (text.dropFirst(2), 16)
    case "0b": (text.dropFirst(2), 2)
    case "0o": (text.dropFirst(2), 8)
    default: (text.dropFirst(), 8)
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, and nothing else that `Double` would take, such as `1p3`.
private func looksLikeFloat(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    func takeSign() { if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() } }
    func takeDigits() -> Int {
        let digits = rest.prefix(while: isDigit).count
        rest.removeFirst(digits)
        return digits
    }
    takeSign()
    let whole = takeDigits()
    if rest.first == UInt8(ascii: ".") {
        rest.removeFirst()
        if takeDigits() == 0, whole == 0 { return false }
    } else if whole == 0 {
        return false
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
        rest.removeFirst()
        takeSign()
        if takeDigits() == 0 { return false }
    }
    return rest.isEmpty
}
