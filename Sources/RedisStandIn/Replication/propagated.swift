/// What replicas are sent for a command: most often its own words; where another server would come to something else
/// with them (another time, another choice, another list to wait for), what it did.
func propagated(
    _ command: Command, _ words: [[UInt8]], _ effects: [Effect], in database: Database
) -> [[[UInt8]]] {
    func texts(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
    func word(_ index: Int) -> [UInt8] { words.indices.contains(index) ? words[index] : [] }
    switch command.name {
    case "set", "setex", "psetex", "getset":
        guard case .string(let key, let value, let expiresAt)? = effects.last else { return deletions(effects, words) }
        if let expiresAt, !words.dropFirst(3).contains(where: { Invocation.upperCased($0) == "KEEPTTL" }) {
            return [texts("SET") + [key.bytes, value] + texts("PXAT", "\(expiresAt)")]
        }
        return command.name == "getset" ? [texts("SET") + [key.bytes, value]] : [words]
    case "incrbyfloat":
        guard case .string(let key, let value, _)? = effects.last else { return [words] }
        return [texts("SET") + [key.bytes, value] + texts("KEEPTTL")]
    case "hincrbyfloat", "spop", "getdel", "getex", "expire", "pexpire", "expireat", "pexpireat", "migrate", "xclaim",
        "xautoclaim", "xreadgroup", "xadd", "xtrim":
        return described(effects, database)
    case "restore", "restore-asking":
        if Int64(redisBytes: word(2)) == 0 || words.contains(where: { Invocation.upperCased($0) == "ABSTTL" }) {
            return [words]
        }
        guard case .expiry(_, let moment?)? = effects.last else { return deletions(effects, words) }
        var absolute = words
        absolute[2] = Array("\(moment)".utf8)
        return [absolute + texts("ABSTTL")]
    case "blpop", "brpop":
        return effects.compactMap { $0.key.map { texts(command.name == "blpop" ? "LPOP" : "RPOP") + [$0.bytes] } }
    case "bzpopmin", "bzpopmax":
        return effects.compactMap { $0.key.map { texts(String(command.name.dropFirst()).uppercased()) + [$0.bytes] } }
    case "lmpop", "blmpop":
        return effects.compactMap { effect in
            guard case .listPop(let key, let end, let count) = effect else { return nil }
            return texts(end == .left ? "LPOP" : "RPOP") + [key.bytes] + texts("\(count)")
        }
    case "zmpop", "bzmpop":
        let isLeast = words.contains { Invocation.upperCased($0) == "MIN" }
        return effects.compactMap { effect in
            guard case .sortedSetRemove(let key, let members) = effect else { return nil }
            return texts(isLeast ? "ZPOPMIN" : "ZPOPMAX") + [key.bytes] + texts("\(members.count)")
        }
    case "brpoplpush": return [texts("RPOPLPUSH") + [word(1), word(2)]]
    case "blmove": return [texts("LMOVE") + [word(1), word(2), word(3), word(4)]]
    default: return [words]
    }
}

/// A key that was given a time that is over is deleted.
private func deletions(_ effects: [Effect], _ words: [[UInt8]]) -> [[[UInt8]]] {
    let deleted = effects.compactMap { effect -> [[UInt8]]? in
        if case .delete(let key) = effect { [Array("DEL".utf8), key.bytes] } else { nil }
    }
    return deleted.isEmpty ? [words] : deleted
}

/// Commands that do what the effects say.
private func described(_ effects: [Effect], _ database: Database) -> [[[UInt8]]] {
    func command(_ name: String, _ rest: [[UInt8]]) -> [[UInt8]] { [Array(name.utf8)] + rest }
    func text(_ value: some CustomStringConvertible) -> [UInt8] { Array("\(value)".utf8) }
    let claims = effects.contains { if case .pending = $0 { true } else { false } }
    let groupIDs = effects.reduce(into: [Key: StreamID]()) { ids, effect in
        if case .group(_, let name, let id, _) = effect { ids[name] = id }
    }
    return effects.compactMap { effect in
        switch effect {
        case .delete(let key): return command("DEL", [key.bytes])
        case .expiry(let key, let moment?): return command("PEXPIREAT", [key.bytes, text(moment)])
        case .expiry(let key, nil): return command("PERSIST", [key.bytes])
        case .hashSet(let key, let fields):
            return command("HSET", [key.bytes] + fields.flatMap { [$0.field.bytes, $0.value] })
        case .setRemove(let key, let members): return command("SREM", [key.bytes] + members.map(\.bytes))
        case .streamAppend(let key, let id, let fields): return command("XADD", [key.bytes, text(id)] + fields)
        case .streamTrim(let key, _):
            return command(
                "XTRIM", [key.bytes, text("MAXLEN"), text("="), text(database.stream(key)?.entries.count ?? 0)])
        case .pending(let key, let group, let id, let consumer, let deliveredAt, let deliveries):
            let last = groupIDs[group].map { ["LASTID", "\($0)"].map { text($0) } } ?? []
            return command(
                "XCLAIM",
                [key.bytes, group.bytes, consumer.bytes, text(0), text(id), text("TIME"), text(deliveredAt)]
                    + [text("RETRYCOUNT"), text(deliveries), text("FORCE"), text("JUSTID")] + last)
        case .pendingRemove(let key, let group, let ids):
            return command("XACK", [key.bytes, group.bytes] + ids.map { text($0) })
        case .group(let key, let name, let id, let read) where !claims:
            let counter = read.map { ["ENTRIESREAD", "\($0)"].map { text($0) } } ?? []
            return command("XGROUP", [text("SETID"), key.bytes, name.bytes, text(id)] + counter)
        case .consumer(let key, let group, let name, _) where !claims:
            return command("XGROUP", [text("CREATECONSUMER"), key.bytes, group.bytes, name.bytes])
        default: return nil
        }
    }
}
