/// The user that `name` and `password` are right for.
///
/// - Throws: `WRONGPASS`.
func authenticatedUser(_ call: Invocation, name: [UInt8], password: [UInt8]) throws(RedisError) -> AccessUser {
    if let user = call.engine.access.user(name, password: password) { return user }
    call.engine.access.log(
        AccessControl.LogEntry(
            reason: "auth", context: call.client.transaction == nil ? .toplevel : .multi, object: call[0],
            user: String(decoding: name, as: UTF8.self), time: call.now, client: clientLine(call.client, now: call.now))
    )
    throw .wrongPassword
}

/// A client's name may have printable characters only, and no spaces.
func clientName(_ word: [UInt8], what: String) throws(RedisError) -> String {
    guard word.allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw RedisError("ERR \(what) cannot contain spaces, newlines or special characters.")
    }
    return String(decoding: word, as: UTF8.self)
}

/// Makes the client what it was before its first command.
func resetState(of client: Client, _ engine: Engine) {
    client.transaction = nil
    engine.unwatch(client)
    for (channel, _) in client.channels.elements { engine.pubSub.unsubscribe(client.id, from: channel) }
    for (pattern, _) in client.patterns.elements { engine.pubSub.unsubscribe(client.id, fromPattern: pattern) }
    for (channel, _) in client.shardChannels.elements { engine.pubSub.unsubscribe(client.id, fromShard: channel) }
    client.shardChannels = OrderedMap()
    engine.stopTracking(client)
    engine.monitors.removeAll { $0 === client }
    client.isMonitoring = false
    client.channels = OrderedMap()
    client.patterns = OrderedMap()
    client.database = 0
    client.version = .resp2
    client.name = ""
    client.isNoEvict = false
    client.replyMode = .on
    client.user = engine.defaultUser
}
