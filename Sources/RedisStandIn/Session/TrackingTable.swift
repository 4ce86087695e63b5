/// How a client is told of changes to what it has cached: `CLIENT TRACKING`. See
/// <https://redis.io/docs/manual/client-side-caching/>.
final class ClientTracking {
    enum Mode { case normal, optIn, optOut }

    /// The client that is told in its place; 0 for none.
    var redirect: Client.ID
    var isBroadcast: Bool
    var mode: Mode
    var isNoLoop: Bool
    /// In the order in which they were given; without any, every key.
    var prefixes: [Key]
    /// What `CLIENT CACHING` said about the next command.
    var caching: Bool?
    /// The client it redirects to is gone.
    var isRedirectBroken = false

    init(redirect: Client.ID, isBroadcast: Bool, mode: Mode, isNoLoop: Bool, prefixes: [Key]) {
        self.redirect = redirect
        self.isBroadcast = isBroadcast
        self.mode = mode
        self.isNoLoop = isNoLoop
        self.prefixes = prefixes
    }

    /// Whether the keys of the command now running are noted.
    var remembersKeys: Bool {
        if isBroadcast { return false }
        switch mode {
        case .normal: return true
        case .optIn: return caching == true
        case .optOut: return caching != false
        }
    }

    var flagNames: [String] {
        var names = ["on"]
        if isBroadcast { names.append("bcast") }
        switch mode {
        case .normal: break
        case .optIn:
            names.append("optin")
            if caching == true { names.append("caching-yes") }
        case .optOut:
            names.append("optout")
            if caching == false { names.append("caching-no") }
        }
        if isNoLoop { names.append("noloop") }
        if isRedirectBroken { names.append("broken_redirect") }
        return names
    }
}

/// Which clients may have cached which keys, and what they are to be told.
struct TrackingTable {
    /// Keys of all databases alike: a client is told the name only.
    private(set) var keys: [Key: [Client.ID]] = [:]
    /// Changes by client and prefix that are told when the turn ends.
    var broadcasts: [(client: Client.ID, prefix: Key, keys: [Key])] = []
    /// What the client that runs a command is told after its reply; nil is everything.
    var pending: [(client: Client.ID, keys: [Key]?)] = []

    var keyCount: Int { keys.count }
    var itemCount: Int { keys.values.reduce(0) { $0 + $1.count } }

    mutating func remember(_ key: Key, for client: Client.ID) {
        if keys[key]?.contains(client) != true { keys[key, default: []].append(client) }
    }

    mutating func take(_ key: Key) -> [Client.ID] { keys.removeValue(forKey: key) ?? [] }
    mutating func removeAll() { keys = [:] }
    mutating func takeAny() -> (key: Key, clients: [Client.ID])? {
        guard let first = keys.first else { return nil }
        keys[first.key] = nil
        return (first.key, first.value)
    }
}

extension Engine {
    var hasInvalidations: Bool { !tracking.pending.isEmpty }

    /// Notes that the client has seen the keys of a command that only read.
    func trackKeys(_ command: Command, _ words: [[UInt8]], _ client: Client) {
        guard let state = client.tracking, state.remembersKeys else { return }
        for use in command.keyUses(in: words) ?? [] where words.indices.contains(use.index) {
            tracking.remember(Key(words[use.index]), for: client.id)
        }
    }

    /// Tells who has cached `key` that it changed; nil is every key. What is known of clients that no longer track goes
    /// too, or they would be told of it when they begin anew.
    func invalidate(_ key: Key?) {
        if trackingClients.isEmpty, tracking.keyCount == 0 { return }
        guard let key else {
            tracking.removeAll()
            for client in trackingClients { tell(client, nil) }
            return
        }
        for client in trackingClients {
            guard let state = client.tracking, state.isBroadcast else { continue }
            if state.isNoLoop, client === currentClient { continue }
            for prefix in state.prefixes.isEmpty ? [Key("")] : state.prefixes
            where key.bytes.starts(with: prefix.bytes) {
                let place = tracking.broadcasts.firstIndex { $0.client == client.id && $0.prefix == prefix }
                if let place {
                    if !tracking.broadcasts[place].keys.contains(key) { tracking.broadcasts[place].keys.append(key) }
                } else {
                    tracking.broadcasts.append((client.id, prefix, [key]))
                }
            }
        }
        tell(tracking.take(key), of: key)
    }

    private func tell(_ ids: [Client.ID], of key: Key) {
        for id in ids {
            guard let client = client(id), let state = client.tracking, !state.isBroadcast else { continue }
            if state.isNoLoop, client === (currentClient?.scriptCaller ?? currentClient) { continue }
            tell(client, [key])
        }
    }

    /// Whoever runs a command is told after its reply.
    private func tell(_ client: Client, _ keys: [Key]?) {
        if client === (currentClient?.scriptCaller ?? currentClient) {
            tracking.pending.append((client.id, keys))
        } else {
            sendInvalidation(of: keys, to: client)
        }
    }

    func sendInvalidations() {
        let pending = tracking.pending
        tracking.pending = []
        for (id, keys) in pending {
            if let client = client(id) { sendInvalidation(of: keys, to: client) }
        }
    }

    /// What was collected for broadcasts, when a turn ends; and keys past the limit of the table.
    func sendBroadcasts() {
        let limit = Int(clamping: settings.integer("tracking-table-max-keys"))
        while limit > 0, tracking.keyCount > limit, let (key, clients) = tracking.takeAny() { tell(clients, of: key) }
        let broadcasts = tracking.broadcasts
        tracking.broadcasts = []
        for (id, _, keys) in broadcasts {
            if let client = client(id) { sendInvalidation(of: keys, to: client) }
        }
    }

    private func sendInvalidation(of keys: [Key]?, to client: Client) {
        guard let state = client.tracking else { return }
        let names = keys.map { RESPValue.array($0.map { .bulk($0.bytes) }) } ?? .nullArray
        var target = client
        if state.redirect != 0 {
            guard let other = self.client(state.redirect) else {
                if !state.isRedirectBroken {
                    state.isRedirectBroken = true
                }
                if client.version == .resp3 {
                    client.send(.push([.text("tracking-redir-broken"), .integer(state.redirect)]), .message)
                    touch(client)
                }
                return
            }
            target = other
        }
        if target.version == .resp3 {
            target.send(.push([.text("invalidate"), names]), .message)
        } else if state.redirect != 0, target.isSubscribed {
            target.send(.push([.text("message"), .text("__redis__:invalidate"), names]), .message)
        } else {
            return
        }
        touch(target)
    }

    func stopTracking(_ client: Client) {
        client.tracking = nil
        trackingClients.removeAll { $0 === client }
    }
}
