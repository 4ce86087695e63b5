extension Command {
    /// `SORT key [BY pattern] [LIMIT offset count] [GET pattern [GET pattern ...]] [ASC|DESC] [ALPHA] [STORE
    /// destination]`
    ///
    /// Sort the elements in a list, set or sorted set. See <https://redis.io/commands/sort/>.
    static let sort = Command(
        "sort", arity: -2, flags: [.write, .denyoom, .movableKeys], keys: .one, group: .generic, since: "1.0.0",
        summary: "Sort the elements in a list, set or sorted set",
        reply: { call throws(RedisError) in
            try sortedElements(call, try SortOptions(call, allowsStore: true))
        })
}
