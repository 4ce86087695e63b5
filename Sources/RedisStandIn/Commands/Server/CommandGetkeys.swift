extension Command {
    /// `COMMAND GETKEYS command [arg ...]`
    ///
    /// Extract keys given a full Redis command. See <https://redis.io/commands/command-getkeys/>.
    static let commandGetkeys = Command(
        "command|getkeys", arity: -3, flags: [.loading, .stale], group: .server, since: "2.8.13",
        summary: "Extract keys given a full Redis command",
        reply: { call throws(RedisError) in
            .array(try keysOfGivenCommand(call).map { .bulk($0.key) })
        })

    /// `COMMAND GETKEYSANDFLAGS command [arg ...]`
    ///
    /// Extract keys and access flags given a full Redis command. See
    /// <https://redis.io/commands/command-getkeysandflags/>.
    static let commandGetkeysandflags = Command(
        "command|getkeysandflags", arity: -3, flags: [.loading, .stale], group: .server, since: "7.0.0",
        summary: "Extract keys and access flags given a full Redis command",
        reply: { call throws(RedisError) in
            .array(
                try keysOfGivenCommand(call).map { use in
                    .array([.bulk(use.key), .set(use.flags.map { .simple($0) })])
                })
        })
}

/// The keys of the command that follows, with what is done with them.
private func keysOfGivenCommand(_ call: Invocation) throws(RedisError) -> [(key: [UInt8], flags: [String])] {
    let words = Array(call.rest(from: 2))
    guard let command = call.engine.table.find(words) else { throw RedisError("ERR Invalid command specified") }
    if command.facts?.keySpecifications.isEmpty != false { throw RedisError("ERR The command has no key arguments") }
    if !command.accepts(words.count) { throw RedisError("ERR Invalid number of arguments specified for command") }
    guard let uses = command.keyUses(in: words) else {
        throw RedisError("ERR Invalid arguments specified for command")
    }
    if uses.isEmpty, !command.flags.contains(.noMandatoryKeys) {
        throw RedisError("ERR Invalid arguments specified for command")
    }
    return uses.filter { words.indices.contains($0.index) }.map { (words[$0.index], $0.flags) }
}
