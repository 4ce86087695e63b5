extension Command {
    /// `LPOS key element [RANK rank] [COUNT num-matches] [MAXLEN len]`
    ///
    /// Return the index of matching elements on a list. See <https://redis.io/commands/lpos/>.
    static let lpos = Command(
        "lpos", arity: -3, flags: [.readonly], keys: .one, group: .list, since: "6.0.6",
        summary: "Return the index of matching elements on a list",
        reply: { call throws(RedisError) in
            var (rank, maximum): (Int64, Int64) = (1, 0)
            var count: Int64?
            var index = 3
            while index < call.count {
                guard index + 1 < call.count else { throw .syntax }
                switch call.option(index) {
                case "RANK":
                    rank = try call.integer(index + 1)
                    if rank == 0 { throw .rankZero }
                    // Its magnitude does not fit: the first match from the end is found at once.
                    if rank == .min { rank = -1 }
                case "COUNT":
                    let value = try call.integer(index + 1, or: .negativeCount)
                    if value < 0 { throw .negativeCount }
                    count = value
                case "MAXLEN":
                    maximum = try call.integer(index + 1, or: .negativeMaxLength)
                    if maximum < 0 { throw .negativeMaxLength }
                default: throw .syntax
                }
                index += 2
            }
            let items = try call.list(call.key(1))?.items.elements ?? []
            var places = rank < 0 ? Array(items.indices.reversed()) : Array(items.indices)
            if maximum > 0 { places = Array(places.prefix(Int(clamping: maximum))) }
            let matches = places.filter { items[$0] == call[2] }.dropFirst(Int(clamping: rank.magnitude - 1))
            guard let count else { return matches.first.map { .count($0) } ?? .null }
            return .array((count == 0 ? matches : matches.prefix(Int(clamping: count))).map { .count($0) })
        })
}
