/// The user that `name` and `password` are right for.
///
/// - Throws: `WRONGPASS`.
func authenticatedUser(_ call: Invocation, name: [UInt8], password: [UInt8]) throws(RedisError) -> RedisUser {
    let name = String(decoding: name, as: UTF8.self)
    guard let user = call.engine.users.first(where: { $0.name == name }) else { throw .wrongPassword }
    if let expected = user.password, Array(expected.utf8) != password { throw .wrongPassword }
    return user
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
    client.channels = OrderedMap()
    client.patterns = OrderedMap()
    client.database = 0
    client.version = .resp2
    client.name = ""
    client.isNoEvict = false
    client.replyMode = .on
    client.user = engine.defaultUser
}
