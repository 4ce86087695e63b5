extension Command {
    /// `BITOP operation destkey key [key ...]`
    ///
    /// Perform bitwise operations between strings. See <https://redis.io/commands/bitop/>.
    static let bitop = Command(
        "bitop", arity: -4, flags: [.write, .denyoom], keys: KeyPositions(first: 2, last: -1, step: 1), group: .bitmap,
        since: "2.6.0",
        summary: "Perform bitwise operations between strings",
        reply: { call throws(RedisError) in
            let operations: [String: @Sendable (UInt8, UInt8) -> UInt8] = [
                "AND": { $0 & $1 }, "OR": { $0 | $1 }, "XOR": { $0 ^ $1 }, "NOT": { first, _ in ~first },
            ]
            guard let operation = operations[call.option(1)] else { throw .syntax }
            let isNot = call.option(1) == "NOT"
            if isNot, call.count != 4 { throw .bitNot }
            var sources: [[UInt8]] = []
            for key in call.keys(from: 3) { sources.append(try call.string(key) ?? []) }
            let count = sources.map(\.count).max() ?? 0
            let result: [UInt8] = (0..<count).map { index in
                let bytes = sources.map { index < $0.count ? $0[index] : 0 }
                return isNot ? operation(bytes[0], 0) : bytes.dropFirst().reduce(bytes[0], operation)
            }
            let destination = call.key(2)
            if result.isEmpty {
                if call.exists(destination) { call.apply(.delete(destination)) }
            } else {
                call.apply(.string(destination, result, expiresAt: nil))
            }
            return .count(result.count)
        })
}
