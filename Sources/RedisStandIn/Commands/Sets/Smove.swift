extension Command {
    /// `SMOVE source destination member`
    ///
    /// Move a member from one set to another. See <https://redis.io/commands/smove/>.
    static let smove = Command(
        "smove", arity: 4, flags: [.write, .fast], keys: KeyPositions(first: 1, last: 2, step: 1), group: .set,
        since: "1.0.0",
        summary: "Move a member from one set to another",
        reply: { call throws(RedisError) in
            let (source, destination, member) = (call.key(1), call.key(2), call.key(3))
            guard let set = try call.set(source) else { return .integer(0) }
            let target = try call.set(destination)
            if !set.members.contains(member) { return .integer(0) }
            if source == destination { return .integer(1) }
            call.apply(.setRemove(source, [member]))
            if target?.members.contains(member) != true { call.apply(.setAdd(destination, [member])) }
            return .integer(1)
        })
}
