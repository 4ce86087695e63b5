/// `BLPOP` and `BRPOP`: takes from the first list that has something, or waits for one.
func blockingPop(_ call: Invocation, _ end: ListEnd) throws(RedisError) -> Outcome {
    let deadline = try call.deadline(call.count - 1)
    let keys = (1..<(call.count - 1)).map { call.key($0) }
    for key in keys {
        if let item = try call.popOne(key, end) { return .reply(.array([.bulk(key.bytes), .bulk(item)])) }
    }
    return .wait(
        WaitRequest(keys: keys, deadline: deadline, timeoutReply: .nullArray) { call, key throws(RedisError) in
            guard case .list? = call.entry(key)?.value, let item = try call.popOne(key, end) else { return nil }
            return .array([.bulk(key.bytes), .bulk(item)])
        })
}

/// `BLMOVE` and `BRPOPLPUSH`.
func blockingMove(
    _ call: Invocation, _ from: ListEnd, _ to: ListEnd, deadline: Int64?
) throws(RedisError) -> Outcome {
    let (source, destination) = (call.key(1), call.key(2))
    if let item = try call.moveElement(source, from, destination, to) { return .reply(.bulk(item)) }
    return .wait(
        WaitRequest(
            keys: [source], deadline: deadline, timeoutReply: .nullArray, transactionReply: .null
        ) { call, _ throws(RedisError) in
            guard case .list? = call.entry(source)?.value else { return nil }
            return try call.moveElement(source, from, destination, to).map { .bulk($0) }
        })
}

/// The keys, end and count of `LMPOP` and `BLMPOP`, from `index` on.
func multiplePopOptions(_ call: Invocation, at index: Int) throws(RedisError) -> (keys: [Key], end: ListEnd, count: Int)
{
    let number = try call.int(index, or: .keyCountNotPositive)
    if number < 1 { throw .keyCountNotPositive }
    let place = index.addingReportingOverflow(number)
    guard !place.overflow, place.partialValue + 1 < call.count else { throw .syntax }
    let keys = ((index + 1)...place.partialValue).map { call.key($0) }
    let end = try call.listEnd(place.partialValue + 1)
    var count = 1
    let options = place.partialValue + 2
    if options < call.count {
        guard call.option(options) == "COUNT", call.count == options + 2 else { throw .syntax }
        count = try call.int(options + 1, or: .countNotPositive)
        if count < 1 { throw .countNotPositive }
    }
    return (keys, end, count)
}

/// What `LMPOP` takes from the first of `keys` that has something; nil when none has.
func popMultiple(_ call: Invocation, _ keys: [Key], _ end: ListEnd, _ count: Int) throws(RedisError) -> RESPValue? {
    for key in keys {
        guard let list = try call.list(key) else { continue }
        return .array([.bulk(key.bytes), .array(call.popSome(key, list, end, count).map { .bulk($0) })])
    }
    return nil
}
