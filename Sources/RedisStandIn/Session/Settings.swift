/// What `CONFIG GET` shows and `CONFIG SET` may change: every parameter of Redis 7.0, with its default.
///
/// Which of them have an effect here is said in `Engine.settingsChanged`; the others are kept and shown.
struct Settings {
    /// What a parameter may be.
    enum Kind {
        case bool
        case text
        case choice([String])
        case integer(ClosedRange<Int64>)
        case octal
        /// Bytes, also written `1mb`; a negative number is a percentage.
        case memory(ClosedRange<Int64>)
        case special
    }

    struct Parameter {
        var name: String
        /// The name it had before Redis 5 or 7, which is still understood.
        var olderName: String?
        var kind: Kind
        var isImmutable: Bool
        var isProtected: Bool
        var isHidden: Bool
        var value: String
    }

    /// In the order of their names.
    private(set) var parameters: [Parameter]
    private var index: [String: Int] = [:]

    init() {
        parameters = settingFacts.split(separator: "\n").compactMap { Self.parameter($0) }
        for (position, parameter) in parameters.enumerated() {
            index[parameter.name] = position
            if let older = parameter.olderName { index[older] = position }
        }
    }

    private static func parameter(_ line: Substring) -> Parameter? {
        let parts = line.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6 else { return nil }
        let bounds = parts[4].split(separator: ":").compactMap { Int64($0) }
        let range = bounds.count == 2 ? bounds[0]...bounds[1] : Int64.min...Int64.max
        let kind: Kind
        switch parts[2] {
        case "bool": kind = .bool
        case "enum": kind = .choice(parts[4].split(separator: ",").map(String.init))
        case "int": kind = .integer(range)
        case "octal": kind = .octal
        case "memory": kind = .memory(range)
        case "special": kind = .special
        default: kind = .text
        }
        return Parameter(
            name: parts[0], olderName: parts[1].isEmpty ? nil : parts[1], kind: kind,
            isImmutable: parts[3].contains("i"), isProtected: parts[3].contains("p"),
            isHidden: parts[3].contains("h"), value: parts[5])
    }

    func parameter(_ name: String) -> Parameter? { index[name].map { parameters[$0] } }
    func text(_ name: String) -> String { parameter(name)?.value ?? "" }
    func integer(_ name: String) -> Int64 { Int64(text(name)) ?? 0 }
    func isOn(_ name: String) -> Bool { text(name) == "yes" }

    /// Sets a value that has been checked, or that the server itself knows.
    mutating func set(_ name: String, to value: String) {
        if let position = index[name] { parameters[position].value = value }
    }

    /// The names that `CONFIG GET` shows for a pattern, with their values: one that is named in full is shown as the client
    /// wrote it. A hidden one must be named in full.
    func matching(_ pattern: [UInt8]) -> [(name: String, value: String)] {
        let text = String(decoding: pattern, as: UTF8.self)
        if !text.contains(where: { "[*?".contains($0) }) {
            return parameter(text.lowercased()).map { [(text, $0.value)] } ?? []
        }
        var found: [(name: String, value: String)] = []
        for parameter in parameters where !parameter.isHidden {
            for name in [parameter.name, parameter.olderName].compactMap(\.self)
            where Glob.matches(Array(name.utf8), pattern: pattern, ignoresCase: true) {
                found.append((name, parameter.value))
            }
        }
        return found
    }
}

extension Settings.Parameter {
    /// The value as it is shown once it is set.
    ///
    /// - Throws: `SettingError` with Redis' reason.
    func checked(_ text: String) throws(SettingError) -> String {
        switch kind {
        case .bool:
            guard ["yes", "no"].contains(text.lowercased()) else {
                throw SettingError(reason: "argument must be 'yes' or 'no'")
            }
            return text.lowercased()
        case .text: return text
        case .choice(let choices):
            let words = name.hasPrefix("shutdown-on") ? text.split(separator: " ").map(String.init) : [text]
            guard !words.isEmpty, words.allSatisfy({ choices.contains($0.lowercased()) }) else {
                let list = choices.joined(separator: ", ")
                throw SettingError(reason: "argument(s) must be one of the following: \(list)")
            }
            return text.lowercased()
        case .integer(let range):
            guard let number = Int64(redisBytes: Array(text.utf8)) else {
                throw SettingError(reason: "argument couldn't be parsed into an integer")
            }
            return try inRange(number, range)
        case .octal:
            guard let number = Int64(text, radix: 8) else {
                throw SettingError(reason: "argument couldn't be parsed as an octal number")
            }
            return String(number, radix: 8)
        case .memory(let range):
            if range.lowerBound < 0, text.hasSuffix("%") {
                guard let number = Int64(text.dropLast()), number >= 0 else {
                    throw SettingError(reason: "argument must be a memory or percent value")
                }
                if number > 100 {
                    throw SettingError(reason: "percentage argument must be less or equal to 100")
                }
                return "\(number)%"
            }
            guard let number = memorySize(text) else {
                throw SettingError(
                    reason: range.lowerBound < 0
                        ? "argument must be a memory or percent value" : "argument must be a memory value")
            }
            return try inRange(number, range)
        case .special: return try checkedSpecial(text)
        }
    }

    private func inRange(_ number: Int64, _ range: ClosedRange<Int64>) throws(SettingError) -> String {
        guard range.contains(number) else {
            throw SettingError(
                reason: "argument must be between \(range.lowerBound) and \(range.upperBound) inclusive")
        }
        return "\(number)"
    }

    private func checkedSpecial(_ text: String) throws(SettingError) -> String {
        let words = text.split(separator: " ").map(String.init)
        switch name {
        case "notify-keyspace-events":
            guard let events = KeyspaceEvents(text) else {
                throw SettingError(reason: "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.")
            }
            return events.text
        case "save":
            let numbers = words.map { Int64($0) }
            guard words.count.isMultiple(of: 2), numbers.allSatisfy({ $0.map { $0 >= 0 } ?? false }),
                stride(from: 0, to: numbers.count, by: 2).allSatisfy({ (numbers[$0] ?? 0) >= 1 })
            else { throw SettingError(reason: "Invalid save parameters") }
            return words.joined(separator: " ")
        case "client-output-buffer-limit": return try outputLimits(words)
        case "oom-score-adj-values":
            guard words.count == 3 else { throw SettingError(reason: "wrong number of arguments") }
            let numbers = words.compactMap { Int64($0) }
            guard numbers.count == 3, numbers.allSatisfy({ (-2000...2000).contains($0) }) else {
                throw SettingError(
                    reason: "Invalid oom-score-adj-values, elements must be between -2000 and 2000.")
            }
            return words.joined(separator: " ")
        case "latency-tracking-info-percentiles":
            guard words.allSatisfy({ Double($0).map { (0...100).contains($0) } ?? false }) else {
                throw SettingError(reason: "Invalid latency-tracking-info-percentiles parameters")
            }
            return words.joined(separator: " ")
        default: return text
        }
    }

    /// Some of the three classes are given, the others stay.
    private func outputLimits(_ words: [String]) throws(SettingError) -> String {
        if words.isEmpty || !words.count.isMultiple(of: 4) {
            throw SettingError(reason: "Wrong number of arguments in buffer limit configuration.")
        }
        let classes = ["normal", "slave", "pubsub"]
        let old = value.split(separator: " ").map(String.init)
        var parts = Dictionary(
            stride(from: 0, to: old.count - 3, by: 4).map { (old[$0], Array(old[($0 + 1)...($0 + 3)])) },
            uniquingKeysWith: { first, _ in first })
        for start in stride(from: 0, to: words.count, by: 4) {
            let name = words[start].lowercased() == "replica" ? "slave" : words[start].lowercased()
            guard classes.contains(name) else {
                throw SettingError(reason: "Invalid client class specified in buffer limit configuration.")
            }
            guard let hard = memorySize(words[start + 1]), let soft = memorySize(words[start + 2]),
                let seconds = Int64(words[start + 3]), seconds >= 0
            else {
                throw SettingError(reason: "Error in hard, soft or soft_seconds setting in buffer limit configuration.")
            }
            parts[name] = ["\(hard)", "\(soft)", "\(seconds)"]
        }
        return classes.flatMap { [$0] + (parts[$0] ?? ["0", "0", "0"]) }.joined(separator: " ")
    }
}

/// Why a value was refused.
struct SettingError: Error, CustomStringConvertible {
    var reason: String
    /// Where it is not known from the command.
    var parameter = ""
    var description: String { "'\(parameter)': \(reason)" }
}

/// `1gb`, `64k`, `100`: `k` is 1000, `kb` is 1024 and so on. nil for anything else.
func memorySize(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let units: [String: Int64] = [
        "": 1, "b": 1, "k": 1000, "kb": 1024, "m": 1_000_000, "mb": 1_048_576, "g": 1_000_000_000,
        "gb": 1_073_741_824,
    ]
    guard let unit = units[text.dropFirst(digits.count).lowercased()], let number = Int64(digits) else { return nil }
    let (size, overflowed) = number.multipliedReportingOverflow(by: unit)
    return overflowed ? nil : size
}
