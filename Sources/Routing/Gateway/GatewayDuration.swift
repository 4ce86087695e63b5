/// Reads a duration of Gateway API, up to four numbers with units such as `1h30m` or `500ms`; nil when it is none.
/// https://gateway-api.sigs.k8s.io/geps/gep-2257/.
package func gatewayDuration(_ text: String) -> Duration? {
    let units: [(name: String, milliseconds: Int)] = [("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
    var rest = text[...]
    var total = 0
    var parts = 0
    while !rest.isEmpty {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard (1...5).contains(digits.count), let number = Int(digits) else { return nil }
        rest = rest.dropFirst(digits.count)
        guard let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
        rest = rest.dropFirst(unit.name.count)
        total += number * unit.milliseconds
        parts += 1
    }
    return (1...4).contains(parts) ? .milliseconds(total) : nil
}
