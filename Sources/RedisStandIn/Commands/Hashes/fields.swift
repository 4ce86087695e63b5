/// Sets the pairs after the key; returns how many fields are new.
func setFields(_ call: Invocation) throws(RedisError) -> Int {
    if !call.count.isMultiple(of: 2) { throw .wrongArity(call.command.name) }
    let hash = try call.hash(call.key(1))
    let before = hash?.fields.count ?? 0
    var pairs: [FieldValue] = []
    for index in stride(from: 2, to: call.count - 1, by: 2) {
        pairs.append(FieldValue(field: call.key(index), value: call[index + 1]))
    }
    call.apply(.hashSet(call.key(1), pairs))
    if let hash { return hash.fields.count - before }
    return (try call.hash(call.key(1))?.fields.count ?? 0) - before
}

/// Fields drawn at random: `count` different ones, or `-count` where the same may come again.
func randomElements<Value>(_ map: OrderedMap<Value>, _ count: Int64, _ call: Invocation) -> [(Key, Value)] {
    if map.isEmpty || count == 0 { return [] }
    if count > 0 {
        var elements = map.elements.map { ($0.key, $0.value) }
        if count >= elements.count { return elements }
        // The first places of a shuffle are a fair draw.
        for place in 0..<Int(count) {
            elements.swapAt(place, place + call.random(below: elements.count - place))
        }
        return Array(elements.prefix(Int(count)))
    }
    var drawn: [(Key, Value)] = []
    for _ in 0..<Int(clamping: count.magnitude) {
        if let element = map.randomElement({ call.random(below: $0) }) { drawn.append((element.key, element.value)) }
    }
    return drawn
}

/// The count of `HRANDFIELD` and its like.
func randomCount(_ call: Invocation) throws(RedisError) -> Int64 {
    let count = try call.integer(2)
    if count == .min { throw .randomCountOutOfRange }
    // Redis would begin to send what no client can take.
    if count < -(1 << 26) { throw .outOfRange }
    return count
}
