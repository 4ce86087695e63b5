extension Command {
    /// `XADD key [NOMKSTREAM] [<MAXLEN|MINID> [=|~] threshold [LIMIT count]] <*|id> field value [field value ...]`
    ///
    /// Appends a new entry to a stream. See <https://redis.io/commands/xadd/>.
    static let xadd = Command(
        "xadd", arity: -5, flags: [.write, .denyoom, .fast], keys: .one, group: .stream, since: "5.0.0",
        summary: "Appends a new entry to a stream",
        reply: { call throws(RedisError) in
            try addEntry(call)
        })
}
