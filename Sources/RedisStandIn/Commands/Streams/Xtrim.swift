import Fidelity

extension Command {
    /// `XTRIM key <MAXLEN|MINID> [=|~] threshold [LIMIT count]`
    ///
    /// Trims the stream to (approximately if '~' is passed) a certain size. See <https://redis.io/commands/xtrim/>.
    static let xtrim = Command(
        "xtrim", arity: -4, flags: [.write], keys: .one, group: .stream, since: "5.0.0",
        summary: "Trims the stream to (approximately if '~' is passed) a certain size",
        fidelity: .approximate("an approximate trim removes whole nodes of 100 entries, whatever they weigh"),
        reply: { call throws(RedisError) in
            var index = 2
            guard ["MAXLEN", "MINID"].contains(call.option(2)) else { throw .syntax }
            var trim = try StreamTrim(call, at: &index)
            if index < call.count {
                guard call.option(index) == "LIMIT", index + 2 == call.count else { throw .syntax }
                let limit = try call.integer(index + 1)
                if limit < 0 { throw RedisError("ERR The LIMIT argument must be >= 0.") }
                guard trim.isApproximate else {
                    throw RedisError("ERR syntax error, LIMIT cannot be used without the special ~ option")
                }
                trim.limit = limit
            }
            guard let stream = try call.stream(call.key(1)) else { return .integer(0) }
            let count = trim.removals(from: stream)
            if count > 0 { call.apply(.streamTrim(call.key(1), count)) }
            return .count(count)
        })
}
