/// `XADD key [NOMKSTREAM] [MAXLEN|MINID [=|~] threshold [LIMIT count]] <*|id> field value ...`.
func addEntry(_ call: Invocation) throws(RedisError) -> RESPValue {
    let key = call.key(1)
    var makesStream = true
    var trim: StreamTrim?
    var limit: Int64?
    var index = 2
    while index < call.count {
        let option = call.option(index)
        if option == "NOMKSTREAM" {
            makesStream = false
            index += 1
        } else if option == "MAXLEN" || option == "MINID", index + 1 < call.count {
            if trim != nil { throw .trimConflict }
            trim = try StreamTrim(call, at: &index)
        } else if option == "LIMIT", index + 1 < call.count {
            let value = try call.integer(index + 1)
            if value < 0 { throw RedisError("ERR The LIMIT argument must be >= 0.") }
            limit = value
            index += 2
        } else {
            break
        }
    }
    if limit != nil {
        guard trim?.isApproximate == true else {
            throw RedisError("ERR syntax error, LIMIT cannot be used without the special ~ option")
        }
        trim?.limit = limit
    }
    let wanted = try RequestedID(call[index])
    let fields = Array(call.rest(from: index + 1))
    if fields.isEmpty || !fields.count.isMultiple(of: 2) { throw .wrongArity("xadd") }
    if case .exactly(.zero) = wanted { throw .streamIDZero }
    let stream = try call.stream(key)
    if stream == nil, !makesStream { return .null }
    let last = stream?.lastID ?? .zero
    let id = try wanted.id(after: last, now: call.now)
    call.apply(.streamAppend(key, id, fields))
    if let trim, let stream = try call.stream(key) {
        let count = trim.removals(from: stream)
        if count > 0 { call.apply(.streamTrim(key, count)) }
    }
    return id.reply
}

/// The id that `XADD` is asked for.
enum RequestedID {
    case automatic
    /// `5-*`
    case sequence(milliseconds: UInt64)
    case exactly(StreamID)

    init(_ word: [UInt8]) throws(RedisError) {
        if word == [UInt8(ascii: "*")] {
            self = .automatic
        } else if word.suffix(2) == [UInt8(ascii: "-"), UInt8(ascii: "*")] {
            guard let milliseconds = StreamID.number(word.dropLast(2)) else { throw .invalidStreamID }
            self = .sequence(milliseconds: milliseconds)
        } else {
            guard let id = StreamID(word, missingSequence: 0) else { throw .invalidStreamID }
            self = .exactly(id)
        }
    }

    /// The id to give, which must be greater than `last`.
    func id(after last: StreamID, now: Int64) throws(RedisError) -> StreamID {
        if last == .max { throw .streamExhausted }
        switch self {
        case .automatic:
            let milliseconds = UInt64(clamping: now)
            if milliseconds > last.milliseconds { return StreamID(milliseconds, 0) }
            guard let next = last.next else { throw .streamExhausted }
            return next
        case .sequence(let milliseconds):
            if milliseconds < last.milliseconds { throw .streamIDTooSmall }
            if milliseconds > last.milliseconds { return StreamID(milliseconds, 0) }
            if last.sequence == .max { throw .streamIDTooSmall }
            return StreamID(milliseconds, last.sequence + 1)
        case .exactly(let id):
            if id <= last { throw .streamIDTooSmall }
            return id
        }
    }
}
