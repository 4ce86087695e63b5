import Fidelity

extension Command {
    /// `MIGRATE host port key|"" destination-db timeout [COPY] [REPLACE] [AUTH password|AUTH2 username password]
    /// [KEYS key [key ...]]`
    ///
    /// Atomically transfer a key from a Redis instance to another one. See <https://redis.io/commands/migrate/>.
    static let migrate = Command(
        "migrate", arity: -6, flags: [.write, .movableKeys], keys: KeyPositions(first: 3, last: 3, step: 1),
        group: .generic, since: "2.6.0",
        summary: "Atomically transfer a key from a Redis instance to another one.",
        fidelity: .approximate(
            "nothing is sent to another server: keys that exist are answered with the error of a host out of reach"),
        reply: { call throws(RedisError) in
            var keys = [call.key(3)]
            var index = 6
            while index < call.count {
                let rest = call.count - index - 1
                switch call.option(index) {
                case "COPY", "REPLACE": break
                case "AUTH" where rest >= 1: index += 1
                case "AUTH2" where rest >= 2: index += 2
                case "KEYS":
                    if !call[3].isEmpty {
                        throw RedisError(
                            "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string")
                    }
                    keys = call.keys(from: index + 1)
                    index = call.count
                default: throw .syntax
                }
                index += 1
            }
            _ = try call.integer(5)
            _ = try call.integer(4)
            if keys.allSatisfy({ !call.exists($0) }) { return .simple("NOKEY") }
            throw RedisError("IOERR error or timeout connecting to the client")
        })
}
