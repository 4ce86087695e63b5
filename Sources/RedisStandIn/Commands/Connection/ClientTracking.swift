extension Command {
    /// `CLIENT TRACKING ON|OFF [REDIRECT client-id] [PREFIX prefix ...] [BCAST] [OPTIN] [OPTOUT] [NOLOOP]`
    ///
    /// Enable or disable server assisted client side caching support. See
    /// <https://redis.io/commands/client-tracking/>.
    static let clientTracking = Command(
        "client|tracking", arity: -3, flags: [.noscript, .loading, .stale], group: .connection, since: "6.0.0",
        summary: "Enable or disable server assisted client side caching support",
        reply: { call throws(RedisError) in
            let wanted = try TrackingOptions(call)
            switch call.option(2) {
            case "ON": try startTracking(call, wanted)
            case "OFF": call.engine.stopTracking(call.client)
            default: throw .syntax
            }
            return .ok
        })

    /// `CLIENT TRACKINGINFO`
    ///
    /// Return information about server assisted client side caching for the current connection. See
    /// <https://redis.io/commands/client-trackinginfo/>.
    static let clientTrackinginfo = Command(
        "client|trackinginfo", arity: 2, flags: [.noscript, .loading, .stale], group: .connection, since: "6.2.0",
        summary: "Return information about server assisted client side caching for the current connection",
        reply: { call throws(RedisError) in
            let tracking = call.client.tracking
            if let tracking, tracking.redirect != 0, call.engine.client(tracking.redirect) == nil {
                tracking.isRedirectBroken = true
            }
            return .map([
                .text("flags"), .set((tracking?.flagNames ?? ["off"]).map { .text($0) }), .text("redirect"),
                .integer(tracking?.redirect ?? -1), .text("prefixes"),
                .array((tracking?.prefixes ?? []).map { .bulk($0.bytes) }),
            ])
        })

    /// `CLIENT GETREDIR`
    ///
    /// Get tracking notifications redirection client ID if any. See <https://redis.io/commands/client-getredir/>.
    static let clientGetredir = Command(
        "client|getredir", arity: 2, flags: [.noscript, .loading, .stale], group: .connection, since: "6.0.0",
        summary: "Get tracking notifications redirection client ID if any",
        reply: { call throws(RedisError) in .integer(call.client.tracking?.redirect ?? -1) })

    /// `CLIENT CACHING YES|NO`
    ///
    /// Instruct the server about tracking or not keys in the next request. See
    /// <https://redis.io/commands/client-caching/>.
    static let clientCaching = Command(
        "client|caching", arity: 3, flags: [.noscript, .loading, .stale], group: .connection, since: "6.0.0",
        summary: "Instruct the server about tracking or not keys in the next request",
        reply: { call throws(RedisError) in
            guard let tracking = call.client.tracking else {
                throw RedisError(
                    "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode enabled"
                )
            }
            switch call.option(2) {
            case "YES":
                guard tracking.mode == .optIn else {
                    throw RedisError("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.")
                }
                tracking.caching = true
            case "NO":
                guard tracking.mode == .optOut else {
                    throw RedisError("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.")
                }
                tracking.caching = false
            default: throw .syntax
            }
            return .ok
        })
}

/// What follows `ON` or `OFF`.
private struct TrackingOptions {
    var redirect: Client.ID = 0
    var prefixes: [Key] = []
    var isBroadcast = false
    var isOptIn = false
    var isOptOut = false
    var isNoLoop = false

    init(_ call: Invocation) throws(RedisError) {
        var index = 3
        while index < call.count {
            switch call.option(index) {
            case "REDIRECT" where index + 1 < call.count:
                if redirect != 0 { throw RedisError("ERR A client can only redirect to a single other client") }
                redirect = try call.integer(index + 1)
                if call.engine.client(redirect) == nil {
                    throw RedisError("ERR The client ID you want redirect to does not exist")
                }
                index += 1
            case "PREFIX" where index + 1 < call.count:
                prefixes.append(call.key(index + 1))
                index += 1
            case "BCAST": isBroadcast = true
            case "OPTIN": isOptIn = true
            case "OPTOUT": isOptOut = true
            case "NOLOOP": isNoLoop = true
            default: throw .syntax
            }
            index += 1
        }
    }
}

private func startTracking(_ call: Invocation, _ options: TrackingOptions) throws(RedisError) {
    if !options.isBroadcast, !options.prefixes.isEmpty {
        throw RedisError("ERR PREFIX option requires BCAST mode to be enabled")
    }
    let old = call.client.tracking
    if let old, old.isBroadcast != options.isBroadcast {
        throw RedisError(
            "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode."
        )
    }
    if options.isBroadcast, options.isOptIn || options.isOptOut {
        throw RedisError("ERR OPTIN and OPTOUT are not compatible with BCAST")
    }
    if options.isOptIn, options.isOptOut {
        throw RedisError("ERR You can't specify both OPTIN mode and OPTOUT mode")
    }
    if let old, (options.isOptIn && old.mode == .optOut) || (options.isOptOut && old.mode == .optIn) {
        throw RedisError(
            "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it with a different mode."
        )
    }
    if options.isBroadcast { try checkPrefixes(options.prefixes, old?.prefixes ?? []) }
    var prefixes = old?.prefixes ?? []
    for prefix in options.prefixes where !prefixes.contains(prefix) { prefixes.append(prefix) }
    // Without a prefix, every key is meant.
    if options.isBroadcast, prefixes.isEmpty { prefixes = [Key("")] }
    call.engine.stopTracking(call.client)
    let mode: ClientTracking.Mode = options.isOptIn ? .optIn : options.isOptOut ? .optOut : old?.mode ?? .normal
    call.client.tracking = ClientTracking(
        redirect: options.redirect, isBroadcast: options.isBroadcast, mode: mode, isNoLoop: options.isNoLoop,
        prefixes: prefixes.sorted())
    call.engine.trackingClients.append(call.client)
}

/// No prefix may begin another.
private func checkPrefixes(_ given: [Key], _ existing: [Key]) throws(RedisError) {
    func overlap(_ first: Key, _ second: Key) -> Bool {
        first.bytes.starts(with: second.bytes) || second.bytes.starts(with: first.bytes)
    }
    for (index, prefix) in given.enumerated() {
        for old in existing where old != prefix && overlap(prefix, old) {
            throw RedisError(
                "ERR Prefix '\(prefix.text)' overlaps with an existing prefix '\(old.text)'. Prefixes for a single client must not overlap."
            )
        }
        for other in given[(index + 1)...] where overlap(prefix, other) {
            throw RedisError(
                "ERR Prefix '\(prefix.text)' overlaps with another provided prefix '\(other.text)'. Prefixes for a single client must not overlap."
            )
        }
    }
}
