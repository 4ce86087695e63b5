import Fidelity

extension Command {
    /// `CONFIG SET parameter value [parameter value ...]`
    ///
    /// Set configuration parameters to the given values. See <https://redis.io/commands/config-set/>.
    static let configSet = Command(
        "config|set", arity: -4, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "2.0.0",
        summary: "Set configuration parameters to the given values",
        fidelity: .approximate(
            "values are kept and shown; nothing follows from them, and those that would change replies are refused"),
        reply: { call throws(RedisError) in
            if !call.count.isMultiple(of: 2) { throw .wrongArity("config|set") }
            var changes: [(String, String)] = []
            for index in stride(from: 2, to: call.count - 1, by: 2) {
                let name = String(decoding: call[index], as: UTF8.self).lowercased()
                guard let parameter = call.engine.settings.parameter(name) else {
                    let given = String(decoding: call[index], as: UTF8.self)
                    throw RedisError("ERR Unknown option or number of arguments for CONFIG SET - '\(given)'")
                }
                let value = String(decoding: call[index + 1], as: UTF8.self)
                guard parameter.isMutable || parameter.value == value else {
                    throw RedisError(
                        "ERR CONFIG SET failed (possibly related to argument '\(name)') - can't set immutable config")
                }
                if changes.contains(where: { $0.0 == name }) {
                    throw RedisError(
                        "ERR CONFIG SET failed (possibly related to argument '\(name)') - duplicate parameter")
                }
                changes.append((name, value))
            }
            for (name, value) in changes { call.engine.settings.set(name, to: value) }
            return .ok
        })
}
