/// Where keys stand among the words of a command, and what it does with them. See
/// <https://redis.io/docs/reference/key-specs/>.
struct KeySpecification: Sendable {
    enum Start: Sendable {
        case index(Int)
        /// After the word, looked for from an index, negative from the end.
        case keyword(String, from: Int)
        case unknown
    }

    enum Extent: Sendable {
        /// The last key relative to the first, or to the end where negative; the step; a fraction of the rest.
        case range(last: Int, step: Int, limit: Int)
        /// A number of keys at an index, where the first one is, and the step.
        case count(at: Int, first: Int, step: Int)
        case unknown
    }

    /// `RO`, `access` and so on.
    var flags: [String]
    var start: Start
    var extent: Extent
    var notes: String

    var isReading: Bool { flags.contains("RO") || flags.contains("RW") }
    /// Whether the user must be allowed to read the key: its contents come back or decide.
    var needsRead: Bool { flags.contains("access") }
    var needsWrite: Bool { flags.contains("insert") || flags.contains("update") || flags.contains("delete") }

    init?(text: Substring) {
        let parts = text.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, let start = Self.start(parts[1]), let extent = Self.extent(parts[2]) else { return nil }
        flags = parts[0].split(separator: "+").map(String.init)
        self.start = start
        self.extent = extent
        notes = parts.count == 4 ? parts[3] : ""
    }

    private static func start(_ text: String) -> Start? {
        let rest = text.dropFirst()
        switch text.first {
        case "i": return Int(rest).map { .index($0) }
        case "k":
            let parts = rest.split(separator: ":")
            guard parts.count == 2, let from = Int(parts[1]) else { return nil }
            return .keyword(String(parts[0]), from: from)
        default: return .unknown
        }
    }

    private static func extent(_ text: String) -> Extent? {
        let numbers = text.dropFirst().split(separator: ":").compactMap { Int($0) }
        switch text.first {
        case "r" where numbers.count == 3: return .range(last: numbers[0], step: numbers[1], limit: numbers[2])
        case "n" where numbers.count == 3: return .count(at: numbers[0], first: numbers[1], step: numbers[2])
        default: return .unknown
        }
    }

    /// The places of the keys among `words`; nil when it cannot tell.
    func indices(in words: [[UInt8]]) -> [Int]? {
        var first: Int
        switch start {
        case .unknown: return nil
        case .index(let index): first = index
        case .keyword(let keyword, let from):
            let range =
                from >= 0
                ? Array(stride(from: from, to: words.count, by: 1))
                : Array(stride(from: words.count + from, through: 1, by: -1))
            guard
                let found = range.first(where: {
                    words.indices.contains($0) && Invocation.upperCased(words[$0]) == keyword
                })
            else { return [] }
            first = found + 1
        }
        var last: Int
        var step: Int
        switch extent {
        case .unknown: return nil
        case .range(let end, let by, let limit):
            step = by
            if end >= 0 {
                last = first + end
            } else if limit <= 1 {
                last = words.count + end
            } else {
                last = first + ((words.count - first) / limit + end)
            }
        case .count(let at, let firstKey, let by):
            step = by
            guard words.indices.contains(first + at), let count = Int64(redisBytes: words[first + at]), count >= 0
            else { return nil }
            let (reach, overflowed) = (Int(clamping: count) - 1).multipliedReportingOverflow(by: by)
            if overflowed || reach > words.count { return nil }
            first += firstKey
            last = first + reach
        }
        if step < 1 || first < 1 { return nil }
        if last >= words.count { return nil }
        return Array(stride(from: first, through: last, by: step))
    }

    /// As `COMMAND` shows it.
    var reply: RESPValue {
        var pairs: [RESPValue] = []
        if !notes.isEmpty { pairs += [.text("notes"), .text(notes)] }
        pairs += [.text("flags"), .set(flags.map { .simple($0) }), .text("begin_search"), startReply]
        pairs += [.text("find_keys"), extentReply]
        return .map(pairs)
    }

    private func typed(_ type: String, _ spec: [RESPValue]) -> RESPValue {
        .map([.text("type"), .text(type), .text("spec"), .map(spec)])
    }

    private var startReply: RESPValue {
        switch start {
        case .index(let index): typed("index", [.text("index"), .count(index)])
        case .keyword(let keyword, let from):
            typed("keyword", [.text("keyword"), .text(keyword), .text("startfrom"), .count(from)])
        case .unknown: typed("unknown", [])
        }
    }

    private var extentReply: RESPValue {
        switch extent {
        case .range(let last, let step, let limit):
            typed(
                "range",
                [.text("lastkey"), .count(last), .text("keystep"), .count(step), .text("limit"), .count(limit)])
        case .count(let at, let first, let step):
            typed(
                "keynum",
                [.text("keynumidx"), .count(at), .text("firstkey"), .count(first), .text("keystep"), .count(step)])
        case .unknown: typed("unknown", [])
        }
    }
}
