/// What a plain scalar means to the YAML reader of the Kubernetes API server and its tools (go-yaml v2, as
/// `sigs.k8s.io/yaml` carries it): the words of YAML 1.1, octal numbers with a leading zero, `_` between digits.
///
/// Base 60 (`12:30`) stays a string: YAML 1.1 calls it a number, but go-yaml has never read it. Dates stay strings too.
/// A whole number beyond 64 bits is a double.
package func plainScalar(_ text: String) -> YAML {
    if let word = words[text] { return word }
    guard let first = text.utf8.first, isNumberStart(first) else { return .string(text) }
    let digits = String(text.filter { $0 != "_" })
    if let whole = wholeNumber(digits) { return .int(whole) }
    if looksLikeFloat(digits), let double = Double(digits) { return .double(double) }
    return .string(text)
}

private let words: [String: YAML] = {
    var words: [String: YAML] = [:]
    for word in ["", "~", "null", "Null", "NULL"] { words[word] = .null }
    for word in ["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"] { words[word] = .bool(true) }
    for word in ["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"] {
        words[word] = .bool(false)
    }
    for word in [".nan", ".NaN", ".NAN"] { words[word] = .double(.nan) }
    for word in [".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"] { words[word] = .double(.infinity) }
    for word in ["-.inf", "-.Inf", "-.INF"] { words[word] = .double(-.infinity) }
    return words
}()

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
    return Int((isNegative ? "-" : "") + digits, radix: base)
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
