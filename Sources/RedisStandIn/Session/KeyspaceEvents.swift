/// The classes of events of `notify-keyspace-events`. See <https://redis.io/docs/manual/keyspace-notifications/>.
struct KeyspaceEvents: OptionSet {
    let rawValue: UInt32

    static let keyspace = KeyspaceEvents(rawValue: 1 << 0)
    static let keyevent = KeyspaceEvents(rawValue: 1 << 1)
    static let generic = KeyspaceEvents(rawValue: 1 << 2)
    static let string = KeyspaceEvents(rawValue: 1 << 3)
    static let list = KeyspaceEvents(rawValue: 1 << 4)
    static let set = KeyspaceEvents(rawValue: 1 << 5)
    static let hash = KeyspaceEvents(rawValue: 1 << 6)
    static let sortedSet = KeyspaceEvents(rawValue: 1 << 7)
    static let expired = KeyspaceEvents(rawValue: 1 << 8)
    static let evicted = KeyspaceEvents(rawValue: 1 << 9)
    static let stream = KeyspaceEvents(rawValue: 1 << 10)
    static let miss = KeyspaceEvents(rawValue: 1 << 11)
    static let module = KeyspaceEvents(rawValue: 1 << 12)
    static let new = KeyspaceEvents(rawValue: 1 << 13)
    static let all: KeyspaceEvents = [
        .generic, .string, .list, .set, .hash, .sortedSet, .expired, .evicted, .stream, .module,
    ]

    /// In the order in which `CONFIG GET` writes them after `A`.
    private static let letters: [(Character, KeyspaceEvents)] = [
        ("g", .generic), ("$", .string), ("l", .list), ("s", .set), ("h", .hash), ("z", .sortedSet), ("x", .expired),
        ("e", .evicted), ("t", .stream), ("d", .module),
    ]
    private static let others: [(Character, KeyspaceEvents)] = [
        ("K", .keyspace), ("E", .keyevent), ("m", .miss), ("n", .new),
    ]

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// nil for a letter that there is not.
    init?(_ text: String) {
        self = []
        for letter in text {
            if letter == "A" {
                formUnion(.all)
            } else if let found = (Self.letters + Self.others).first(where: { $0.0 == letter }) {
                insert(found.1)
            } else {
                return nil
            }
        }
    }

    var text: String {
        var text = ""
        if isSuperset(of: .all) {
            text = "A"
        } else {
            for (letter, event) in Self.letters where contains(event) { text.append(letter) }
        }
        for (letter, event) in Self.others where contains(event) { text.append(letter) }
        return text
    }
}

extension Engine {
    /// Publishes an event of a key to the channels of keyspace notifications.
    func notify(_ kind: KeyspaceEvents, _ event: String, _ key: Key, in database: Int) {
        if !events.contains(kind) { return }
        if events.contains(.keyspace) {
            publish(Key(Array("__keyspace@\(database)__:".utf8) + key.bytes), Array(event.utf8))
        }
        if events.contains(.keyevent) { publish(Key("__keyevent@\(database)__:\(event)"), key.bytes) }
    }

    /// Sends a message to who listens to the channel, directly or by pattern; returns how many there were.
    @discardableResult
    func publish(_ channel: Key, _ message: [UInt8]) -> Int {
        var receivers = 0
        for id in pubSub.subscribers(of: channel) {
            guard let client = client(id) else { continue }
            client.send(.push([.text("message"), .bulk(channel.bytes), .bulk(message)]), .message)
            touch(client)
            receivers += 1
        }
        for (pattern, clients) in pubSub.patterns(matching: channel) {
            for id in clients {
                guard let client = client(id) else { continue }
                client.send(
                    .push([.text("pmessage"), .bulk(pattern.bytes), .bulk(channel.bytes), .bulk(message)]), .message)
                touch(client)
                receivers += 1
            }
        }
        return receivers
    }

    /// The event of an effect, named after the command that made it.
    func noteEffect(_ effect: Effect, in database: Int, isNew: Bool) {
        if let replication, !keyspace.isLosing { replication.effects.append(effect) }
        guard !events.isEmpty, let key = effect.key else { return }
        if isNew, keyspace[database].entries.contains(key) { notify(.new, "new", key, in: database) }
        let command = currentCommand?.name ?? ""
        let names = Self.eventNames[command]
        switch effect {
        case .delete:
            // An expired key has an event of its own, and a container that was emptied is deleted by the effect.
            if keyspace.isLosing { return }
            if ["set", "setex", "psetex", "mset", "getset", "setnx", "restore", "copy", "rename", "renamenx"].contains(
                command)
            {
                return
            }
            notify(.generic, "del", key, in: database)
        case .string(_, _, let expiresAt):
            notify(.string, names ?? "set", key, in: database)
            if expiresAt != nil, ["set", "setex", "psetex"].contains(command) {
                notify(.generic, "expire", key, in: database)
            }
        case .expiry(_, let moment): notify(.generic, moment == nil ? "persist" : "expire", key, in: database)
        case .rename(_, let destination):
            notify(.generic, "rename_from", key, in: database)
            notify(.generic, "rename_to", destination, in: database)
        case .move(_, let other):
            notify(.generic, "move_from", key, in: database)
            notify(.generic, "move_to", key, in: other)
        case .hashSet: notify(.hash, names ?? "hset", key, in: database)
        case .hashDelete: noteRemoval(.hash, "hdel", key, database)
        case .listPush(_, let end, _): notify(.list, end == .left ? "lpush" : "rpush", key, in: database)
        case .listPop(_, let end, _): noteRemoval(.list, names ?? (end == .left ? "lpop" : "rpop"), key, database)
        case .listSet: notify(.list, "lset", key, in: database)
        case .list: noteRemoval(.list, names ?? "rpush", key, database)
        case .setAdd: notify(.set, names ?? "sadd", key, in: database)
        case .setRemove: noteRemoval(.set, names ?? "srem", key, database)
        case .sortedSetAdd: notify(.sortedSet, names ?? "zadd", key, in: database)
        case .sortedSetRemove: noteRemoval(.sortedSet, names ?? "zrem", key, database)
        case .stream where command == "xgroup|create": break
        case .stream, .consumerDelete, .group, .groupDestroy:
            if let names { notify(.stream, names, key, in: database) }
        case .streamAppend: notify(.stream, "xadd", key, in: database)
        case .streamDelete: notify(.stream, "xdel", key, in: database)
        case .streamTrim: notify(.stream, "xtrim", key, in: database)
        // What makes a consumer tells of it; the effect may only say that it was seen.
        case .consumer, .pending, .pendingRemove, .flush, .swap, .library: break
        }
    }

    private func noteRemoval(_ kind: KeyspaceEvents, _ event: String, _ key: Key, _ database: Int) {
        notify(kind, event, key, in: database)
        if keyspace[database].entries[key] == nil { notify(.generic, "del", key, in: database) }
    }

    private static let eventNames: [String: String] = [
        "append": "append", "setrange": "setrange", "incr": "incrby", "incrby": "incrby", "decr": "incrby",
        "decrby": "incrby", "incrbyfloat": "incrbyfloat", "setbit": "setbit", "bitop": "set", "hincrby": "hincrby",
        "hincrbyfloat": "hincrbyfloat", "linsert": "linsert", "ltrim": "ltrim", "lrem": "lrem", "sort": "sortstore",
        "sinterstore": "sinterstore", "sunionstore": "sunionstore", "sdiffstore": "sdiffstore", "spop": "spop",
        "zincrby": "zincr", "zinterstore": "zinterstore", "zunionstore": "zunionstore", "zdiffstore": "zdiffstore",
        "zrangestore": "zrangestore", "zremrangebyscore": "zremrangebyscore", "zremrangebyrank": "zremrangebyrank",
        "zremrangebylex": "zremrangebylex", "zpopmin": "zpopmin", "zpopmax": "zpopmax", "bzpopmin": "zpopmin",
        "bzpopmax": "zpopmax", "geosearchstore": "geosearchstore", "georadius": "georadiusstore", "pfadd": "pfadd",
        "pfmerge": "pfadd", "xsetid": "xsetid", "xgroup|create": "xgroup-create", "xgroup|setid": "xgroup-setid",
        "xgroup|destroy": "xgroup-destroy", "xgroup|delconsumer": "xgroup-delconsumer", "getdel": "del",
        "restore": "restore", "copy": "copy_to",
    ]
}
