extension Command {
    /// `SWAPDB index1 index2`
    ///
    /// Swaps two Redis databases. See <https://redis.io/commands/swapdb/>.
    static let swapdb = Command(
        "swapdb", arity: 3, flags: [.write, .fast], group: .server, since: "4.0.0",
        summary: "Swaps two Redis databases",
        reply: { call throws(RedisError) in
            func number(_ index: Int, _ which: String) throws(RedisError) -> Int {
                let number = try call.integer(index, or: RedisError("ERR invalid \(which) DB index"))
                guard (0..<Int64(Keyspace.databaseCount)).contains(number) else { throw .databaseOutOfRange }
                return Int(number)
            }
            let (first, second) = (try number(1, "first"), try number(2, "second"))
            if first != second { call.keyspace.apply(.swap(second), in: first) }
            return .ok
        })
}
