extension Command {
    /// `BITFIELD key [GET encoding offset|[OVERFLOW WRAP|SAT|FAIL] SET encoding offset value|INCRBY encoding offset
    /// increment [...]]`
    ///
    /// Perform arbitrary bitfield integer operations on strings. See <https://redis.io/commands/bitfield/>.
    static let bitfield = Command(
        "bitfield", arity: -2, flags: [.write, .denyoom], keys: .one, group: .bitmap, since: "3.2.0",
        summary: "Perform arbitrary bitfield integer operations on strings",
        reply: { call throws(RedisError) in try runBitfield(call, isReadOnly: false) })

    /// `BITFIELD_RO key [GET encoding offset [GET encoding offset ...]]`
    ///
    /// Perform arbitrary bitfield integer operations on strings. Read-only variant of BITFIELD. See
    /// <https://redis.io/commands/bitfield_ro/>.
    static let bitfieldRo = Command(
        "bitfield_ro", arity: -2, flags: [.readonly, .fast], keys: .one, group: .bitmap, since: "6.0.0",
        summary: "Perform arbitrary bitfield integer operations on strings. Read-only variant of BITFIELD",
        reply: { call throws(RedisError) in try runBitfield(call, isReadOnly: true) })
}

private func runBitfield(_ call: Invocation, isReadOnly: Bool) throws(RedisError) -> RESPValue {
    var operations: [BitfieldOperation] = []
    var overflow = BitfieldOperation.Overflow.wrap
    var index = 2
    while index < call.count {
        let rest = call.count - index - 1
        let verb = call.option(index)
        if verb == "OVERFLOW", rest >= 1 {
            guard let mode = BitfieldOperation.Overflow(rawValue: call.option(index + 1)) else {
                throw RedisError("ERR Invalid OVERFLOW type specified")
            }
            overflow = mode
            index += 2
            continue
        }
        guard (verb == "GET" && rest >= 2) || (["SET", "INCRBY"].contains(verb) && rest >= 3) else { throw .syntax }
        let type = try BitfieldType(call[index + 1])
        let offset = try bitfieldOffset(call, index + 2, type)
        if verb != "GET", isReadOnly { throw RedisError("ERR BITFIELD_RO only supports the GET subcommand") }
        let value = verb == "GET" ? 0 : try call.integer(index + 3)
        operations.append(
            BitfieldOperation(verb: verb, type: type, offset: offset, value: value, overflow: overflow))
        index += verb == "GET" ? 3 : 4
    }
    let old = try call.string(call.key(1))
    var bytes = old ?? []
    var replies: [RESPValue] = []
    let writes = operations.filter { $0.verb != "GET" }
    let needed = writes.map { ($0.offset + $0.type.bits - 1) / 8 + 1 }.max() ?? 0
    if needed > bytes.count { bytes += [UInt8](repeating: 0, count: needed - bytes.count) }
    var changed = false
    for operation in operations {
        let current = operation.type.read(bytes, at: operation.offset)
        if operation.verb == "GET" {
            replies.append(.integer(current))
            continue
        }
        changed = true
        guard let next = operation.result(from: current) else {
            replies.append(.null)
            continue
        }
        operation.type.write(next, to: &bytes, at: operation.offset)
        replies.append(.integer(operation.verb == "SET" ? current : next))
    }
    if changed, bytes != old { call.changeString(call.key(1), bytes) }
    return .array(replies)
}

/// `#3` counts in widths of the type.
private func bitfieldOffset(_ call: Invocation, _ index: Int, _ type: BitfieldType) throws(RedisError) -> Int {
    let word = call[index]
    let isScaled = word.first == UInt8(ascii: "#")
    guard let number = Int64(redisBytes: isScaled ? Array(word.dropFirst()) : word) else { throw .bitOffset }
    let (offset, overflowed) = number.multipliedReportingOverflow(by: isScaled ? Int64(type.bits) : 1)
    guard !overflowed, offset >= 0, offset >> 3 < Int64(call.engine.limits.bulkLength) else { throw .bitOffset }
    return Int(offset)
}

/// `u8` to `u63`, `i1` to `i64`.
struct BitfieldType {
    var bits: Int
    var isSigned: Bool

    init(_ word: [UInt8]) throws(RedisError) {
        let sign = word.first.map { $0 | 0x20 }
        guard sign == UInt8(ascii: "i") || sign == UInt8(ascii: "u"), word.first == sign,
            let bits = Int64(redisBytes: Array(word.dropFirst())), bits >= 1,
            bits <= (sign == UInt8(ascii: "i") ? 64 : 63)
        else {
            throw RedisError(
                "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.")
        }
        self.bits = Int(bits)
        isSigned = sign == UInt8(ascii: "i")
    }

    var lowest: Int64 { isSigned ? Int64.min >> (64 - bits) : 0 }
    var highest: Int64 { isSigned ? Int64.max >> (64 - bits) : Int64.max >> (63 - bits) }

    func read(_ bytes: [UInt8], at offset: Int) -> Int64 {
        var value: UInt64 = 0
        for bit in offset..<(offset + bits) {
            let byte = bit / 8 < bytes.count ? bytes[bit / 8] : 0
            value = value << 1 | UInt64(byte >> (7 - bit % 8) & 1)
        }
        if isSigned, bits < 64, value >> (bits - 1) & 1 == 1 { value |= ~0 << bits }
        return Int64(bitPattern: value)
    }

    func write(_ value: Int64, to bytes: inout [UInt8], at offset: Int) {
        for bit in 0..<bits {
            let place = offset + bit
            let mask = UInt8(1) << UInt8(7 - place % 8)
            if UInt64(bitPattern: value) >> (bits - 1 - bit) & 1 == 1 {
                bytes[place / 8] |= mask
            } else {
                bytes[place / 8] &= ~mask
            }
        }
    }

    /// The low bits of a value, with its sign.
    func wrapped(_ value: UInt64) -> Int64 {
        if bits == 64 { return Int64(bitPattern: value) }
        let low = value & (1 << bits &- 1)
        return isSigned && low >> (bits - 1) & 1 == 1 ? Int64(bitPattern: low | ~0 << bits) : Int64(bitPattern: low)
    }
}

private struct BitfieldOperation {
    enum Overflow: String {
        case wrap = "WRAP"
        case saturate = "SAT"
        case fail = "FAIL"
    }

    var verb: String
    var type: BitfieldType
    var offset: Int
    var value: Int64
    var overflow: Overflow

    /// nil when it would overflow and must not.
    func result(from current: Int64) -> Int64? {
        var isHigh: Bool
        var isLow: Bool
        let sum: UInt64
        if verb == "SET" {
            sum = UInt64(bitPattern: value)
            // An unsigned field is given as unsigned: a negative number is a large one.
            isHigh = type.isSigned ? value > type.highest : UInt64(bitPattern: value) > UInt64(type.highest)
            isLow = type.isSigned && value < type.lowest
        } else {
            let (total, overflowed) = current.addingReportingOverflow(value)
            sum = UInt64(bitPattern: current) &+ UInt64(bitPattern: value)
            isHigh = overflowed ? value > 0 : total > type.highest
            isLow = overflowed ? value < 0 : total < type.lowest
        }
        if !isHigh && !isLow { return type.wrapped(sum) }
        switch overflow {
        case .wrap: return type.wrapped(sum)
        case .saturate: return isHigh ? type.highest : type.lowest
        case .fail: return nil
        }
    }
}
