/// What `ZRANGE` and its relatives ask for.
struct RangeQuery {
    enum Kind { case rank, score, member }

    var kind = Kind.rank
    var isReversed = false
    var withScores = false
    var offset = 0
    var limit: Int?
    var start: [UInt8]
    var end: [UInt8]

    /// Reads `start end` at `index` and the options after them, of which `ZRANGE` has all, and each older command some.
    init(
        _ call: Invocation, at index: Int, kind: Kind? = nil, isReversed: Bool = false, allowsScores: Bool = true
    ) throws(RedisError) {
        start = call[index]
        end = call[index + 1]
        self.kind = kind ?? .rank
        self.isReversed = isReversed
        var hasLimit = false
        var place = index + 2
        while place < call.count {
            let option = call.option(place)
            if option == "WITHSCORES", allowsScores {
                withScores = true
            } else if option == "LIMIT", place + 2 < call.count {
                offset = try call.int(place + 1)
                let count = try call.int(place + 2)
                limit = count < 0 ? nil : count
                hasLimit = true
                place += 2
            } else if kind == nil, option == "REV" {
                self.isReversed = true
            } else if kind == nil, option == "BYSCORE" {
                self.kind = .score
            } else if kind == nil, option == "BYLEX" {
                self.kind = .member
            } else {
                throw .syntax
            }
            place += 1
        }
        if hasLimit, self.kind == .rank { throw .limitWithoutRange }
        if withScores, self.kind == .member { throw .scoresWithLex }
    }

    /// The elements, in the order asked for.
    ///
    /// The bounds are read even if there is no set: their errors come first, as in Redis.
    func elements(of set: () throws(RedisError) -> SortedSet?) throws(RedisError) -> [SortedSet.Element] {
        // The reversed forms by score and member name the maximum first.
        let (first, last) = isReversed ? (end, start) : (start, end)
        switch kind {
        case .rank:
            guard let from = Int64(redisBytes: start), let to = Int64(redisBytes: end) else { throw .notAnInteger }
            guard let set = try set(), let ranks = range(from: from, to: to, in: set.count) else { return [] }
            if !isReversed { return set.order.slice(ranks) }
            return set.order.slice((set.count - ranks.upperBound)..<(set.count - ranks.lowerBound)).reversed()
        case .score:
            let range = try ScoreRange(minimum: first, maximum: last)
            return try limited(try set()) { range.ranks(in: $0) }
        case .member:
            let range = try MemberRange(minimum: first, maximum: last)
            return try limited(try set()) { range.ranks(in: $0) }
        }
    }

    private func limited(_ set: SortedSet?, _ ranks: (SortedSet) -> Range<Int>) throws(RedisError) -> [SortedSet
        .Element]
    {
        guard let set, offset >= 0 else { return [] }
        let ranks = ranks(set)
        let offset = min(offset, ranks.count)
        let count = min(limit ?? Int.max, ranks.count - offset)
        if isReversed {
            let upper = ranks.upperBound - offset
            return set.order.slice((upper - count)..<upper).reversed()
        }
        let lower = ranks.lowerBound + offset
        return set.order.slice(lower..<(lower + count))
    }

    func reply(_ call: Invocation) throws(RedisError) -> RESPValue {
        let found = try elements { () throws(RedisError) in try call.sortedSet(call.key(1)) }
        return scoredReply(found, withScores: withScores)
    }
}

/// Members, with their scores if asked for.
func scoredReply(_ elements: [SortedSet.Element], withScores: Bool) -> RESPValue {
    if withScores { return .pairs(elements.flatMap { [.bulk($0.member.bytes), .double($0.score)] }) }
    return .array(elements.map { .bulk($0.member.bytes) })
}

/// Makes `key` hold `elements` and nothing else; answers how many there are.
func storeElements(_ elements: [SortedSet.Element], in key: Key, _ call: Invocation) -> RESPValue {
    if call.exists(key) { call.apply(.delete(key)) }
    if !elements.isEmpty {
        call.apply(.sortedSetAdd(key, elements.map { ScoredMember(member: $0.member, score: $0.score) }))
    }
    return .count(elements.count)
}
