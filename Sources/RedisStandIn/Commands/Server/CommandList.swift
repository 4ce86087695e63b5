extension Command {
    /// `COMMAND LIST [FILTERBY MODULE module-name|ACLCAT category|PATTERN pattern]`
    ///
    /// Get an array of Redis command names. See <https://redis.io/commands/command-list/>.
    static let commandList = Command(
        "command|list", arity: -2, flags: [.loading, .stale], group: .server, since: "7.0.0",
        summary: "Get an array of Redis command names",
        reply: { call throws(RedisError) in
            var names = call.engine.table.all.filter(\.isSupported).map(\.name)
            if call.count > 2 {
                guard call.count == 5, call.option(2) == "FILTERBY" else { throw .syntax }
                switch call.option(3) {
                case "PATTERN":
                    names = names.filter { Glob.matches(Array($0.utf8), pattern: call[4], ignoresCase: true) }
                case "ACLCAT":
                    let category = "@" + String(decoding: call[4], as: UTF8.self).lowercased()
                    names = call.engine.table.all.filter { $0.isSupported && $0.categories.contains(category) }
                        .map(\.name)
                case "MODULE": names = []
                default: throw .syntax
                }
            }
            return .array(names.map { .text($0) })
        })
}
