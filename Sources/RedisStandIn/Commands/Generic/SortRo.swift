extension Command {
    /// `SORT_RO key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC|DESC] [ALPHA]`
    ///
    /// Sort the elements in a list, set or sorted set. Read-only variant of SORT. See
    /// <https://redis.io/commands/sort_ro/>.
    static let sortRo = Command(
        "sort_ro", arity: -2, flags: [.readonly, .movableKeys], keys: .one, group: .generic, since: "7.0.0",
        summary: "Sort the elements in a list, set or sorted set. Read-only variant of SORT",
        reply: { call throws(RedisError) in
            try sortedElements(call, try SortOptions(call, allowsStore: false))
        })
}
