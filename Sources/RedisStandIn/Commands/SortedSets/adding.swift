/// What `ZADD` and `ZINCRBY` do: `[NX|XX] [GT|LT] [CH] [INCR] score member ...` from `start` on.
func addScores(_ call: Invocation, from start: Int, increments: Bool = false) throws(RedisError) -> RESPValue {
    if !increments, call.count == 4 {
        // One pair and no options, by far the commonest.
        let score = try call.double(2)
        let old = try call.sortedSet(call.key(1))?.scores[call.key(3)]
        if old != score { call.apply(.sortedSetAdd(call.key(1), [ScoredMember(member: call.key(3), score: score)])) }
        return .integer(old == nil ? 1 : 0)
    }
    var options: Set<String> = increments ? ["INCR"] : []
    var index = start
    while !increments, ["NX", "XX", "GT", "LT", "CH", "INCR"].contains(call.option(index)) {
        options.insert(call.option(index))
        index += 1
    }
    let count = call.count - index
    if count < 2 || !count.isMultiple(of: 2) { throw .syntax }
    if options.isSuperset(of: ["NX", "XX"]) { throw .addConflict }
    let conditions = options.intersection(["NX", "GT", "LT"])
    if conditions.count > 1 { throw .addGTLTNX }
    let isIncrement = options.contains("INCR")
    if isIncrement, count > 2 { throw .addIncrement }
    var pairs: [ScoredMember] = []
    for place in stride(from: index, to: call.count - 1, by: 2) {
        pairs.append(ScoredMember(member: call.key(place + 1), score: try call.double(place)))
    }
    let set = try call.sortedSet(call.key(1))
    var (added, changed) = (0, 0)
    var new: [ScoredMember] = []
    var latest: [Key: Double] = [:]
    var result: Double?
    for pair in pairs {
        let old = latest[pair.member] ?? set?.scores[pair.member]
        if old == nil ? options.contains("XX") : options.contains("NX") { continue }
        var score = pair.score
        if let old {
            if isIncrement {
                score += old
                if score.isNaN { throw .scoreNotANumber }
            }
            if options.contains("GT"), score <= old { continue }
            if options.contains("LT"), score >= old { continue }
        }
        result = score
        if old == nil { added += 1 } else if old != score { changed += 1 }
        if old != score {
            new.append(ScoredMember(member: pair.member, score: score))
            latest[pair.member] = score
        }
    }
    if !new.isEmpty { call.apply(.sortedSetAdd(call.key(1), new)) }
    if isIncrement { return result.map { .double($0) } ?? .null }
    return .count(options.contains("CH") ? added + changed : added)
}
