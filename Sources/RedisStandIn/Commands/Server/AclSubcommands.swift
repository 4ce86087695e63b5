extension Command {
    /// The subcommands of `ACL`. See <https://redis.io/commands/acl/>.
    static let acl = Command(
        "acl", arity: -2, flags: [], group: .server, since: "6.0.0",
        summary: "A container for Access List Control commands ",
        subcommands: [
            .aclCat, .aclDeluser, .aclDryrun, .aclGenpass, .aclGetuser, .help("acl", since: "6.0.0"), .aclList,
            .aclLoad, .aclLog, .aclSave, .aclSetuser, .aclUsers, .aclWhoami,
        ], body: .container)

    static let aclCat = Command(
        "acl|cat", arity: -2, flags: [.noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "List the ACL categories or the commands inside a category",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .wrongArity("acl|cat") }
            if call.count == 2 { return .array(AccessSelector.categories.map { .text($0) }) }
            let name = String(decoding: call[2], as: UTF8.self)
            guard AccessSelector.categories.contains(name.lowercased()) else {
                throw RedisError("ERR Unknown category '\(name.prefix(128))'")
            }
            let members = call.engine.table.all.filter { $0.categories.contains("@\(name.lowercased())") }
            return .array(members.map { .text($0.name) })
        })

    static let aclDeluser = Command(
        "acl|deluser", arity: -3, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "Remove the specified ACL users and the associated rules",
        outcome: { call throws(RedisError) in
            let names = call.rest(from: 2).map { String(decoding: $0, as: UTF8.self) }
            if names.contains("default") { throw RedisError("ERR The 'default' user cannot be removed") }
            var removed = 0
            var killsItself = false
            for name in names {
                guard let user = call.engine.access.remove(name) else { continue }
                removed += 1
                for client in call.engine.clients where client.user === user {
                    if client === call.client { killsItself = true } else { call.engine.close(client) }
                }
            }
            return killsItself ? .close(.count(removed)) : .reply(.count(removed))
        })

    static let aclDryrun = Command(
        "acl|dryrun", arity: -4, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "7.0.0",
        summary: "Returns whether the user can execute the given command without executing the command.",
        reply: { call throws(RedisError) in
            let name = String(decoding: call[2], as: UTF8.self)
            guard let user = call.engine.access[name] else { throw RedisError("ERR User '\(name)' not found") }
            let words = Array(call.rest(from: 3))
            guard let command = call.engine.table.find(words) else {
                throw RedisError("ERR Command '\(String(decoding: call[3], as: UTF8.self))' not found")
            }
            if !command.accepts(words.count) { throw .wrongArity(command.name) }
            guard let denial = call.engine.access.denial(of: command, words, user) else { return .ok }
            return .text(denial.dryRunText)
        })

    static let aclGenpass = Command(
        "acl|genpass", arity: -2, flags: [.noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "Generate a pseudorandom secure password to use for ACL users",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .wrongArity("acl|genpass") }
            let bits = call.count == 3 ? try call.integer(2) : 256
            guard (1...4096).contains(bits) else {
                throw RedisError(
                    "ERR ACL GENPASS argument must be the number of bits for the output password, a positive number up to 4096"
                )
            }
            var generator = SystemRandomNumberGenerator()
            let digits = Array("0123456789abcdef".utf8)
            return .bulk((0..<((bits + 3) / 4)).map { _ in digits[Int(generator.next(upperBound: UInt(16)))] })
        })

    static let aclGetuser = Command(
        "acl|getuser", arity: 3, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "Get the rules for a specific ACL user",
        reply: { call throws(RedisError) in
            guard let user = call.engine.access[String(decoding: call[2], as: UTF8.self)] else { return .null }
            let table = call.engine.table
            return .map(
                [
                    .text("flags"), .set(user.flagNames.map { .text($0) }), .text("passwords"),
                    .array(user.passwords.map { .text($0) }),
                ] + user.selectors[0].fields(table)
                    + [.text("selectors"), .array(user.selectors.dropFirst().map { .map($0.fields(table)) })])
        })

    static let aclList = Command(
        "acl|list", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "List the current ACL rules in ACL config file format",
        reply: { call throws(RedisError) in
            .array(
                call.engine.access.sortedUsers.map {
                    .text("user \($0.name) \($0.description(table: call.engine.table))")
                })
        })

    static let aclLoad = Command(
        "acl|load", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "Reload the ACLs from the configured ACL file",
        reply: { call throws(RedisError) in
            let path = try accessFile(call)
            do throws(AccessFile.Unusable) {
                try call.engine.loadAccessFile(path)
            } catch {
                throw RedisError("ERR \(error)")
            }
            return .ok
        })

    static let aclSave = Command(
        "acl|save", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "Save the current ACL rules in the configured ACL file",
        reply: { call throws(RedisError) in
            let (access, path) = (call.engine.access, try accessFile(call))
            if AccessFile.save(access.sortedUsers, to: path, table: call.engine.table) { return .ok }
            throw RedisError(
                "ERR There was an error trying to save the ACLs. Please check the server logs for more information")
        })

    static let aclLog = Command(
        "acl|log", arity: -2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "List latest events denied because of ACLs in place",
        reply: { call throws(RedisError) in
            if call.count > 3 { throw .wrongArity("acl|log") }
            var count = 10
            if call.count == 3 {
                if call.option(2) == "RESET" {
                    call.engine.access.resetLog()
                    return .ok
                }
                count = max(0, try call.int(2))
            }
            return .array(
                call.engine.access.entries.prefix(count).map { entry in
                    .map([
                        .text("count"), .count(entry.count), .text("reason"), .text(entry.reason), .text("context"),
                        .text(entry.context.rawValue), .text("object"), .bulk(entry.object), .text("username"),
                        .text(entry.user), .text("age-seconds"), .double(Double(call.now - entry.time) / 1000),
                        .text("client-info"), .text(entry.client),
                    ])
                })
        })

    static let aclSetuser = Command(
        "acl|setuser", arity: -3, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "Modify or create the rules for a specific ACL user",
        reply: { call throws(RedisError) in
            let name = String(decoding: call[2], as: UTF8.self)
            if call[2].contains(where: { $0 == 0 || $0 == 0x20 || (0x09...0x0D).contains($0) }) {
                throw RedisError("ERR Usernames can't contain spaces or null characters")
            }
            let table = call.engine.table
            let user = call.engine.access[name] ?? AccessUser(name: name, table: table)
            let changed = user.copy(table: table)
            for rule in try mergedRules(Array(call.rest(from: 3))) {
                do throws(AccessRuleError) {
                    try changed.apply(rule, table: table)
                } catch {
                    throw RedisError(
                        "ERR Error in ACL SETUSER modifier '\(String(decoding: rule, as: UTF8.self))': \(error.text)")
                }
            }
            user.take(changed)
            call.engine.access[name] = user
            call.engine.closeSubscribersDenied(by: user, except: call.client)
            return .ok
        })

    static let aclUsers = Command(
        "acl|users", arity: 2, flags: [.admin, .noscript, .loading, .stale], group: .server, since: "6.0.0",
        summary: "List the username of all the configured ACL rules",
        reply: { call throws(RedisError) in .array(call.engine.access.sortedUsers.map { .text($0.name) }) })
}

private func accessFile(_ call: Invocation) throws(RedisError) -> String {
    let path = call.engine.settings.text("aclfile")
    if !path.isEmpty { return path }
    throw RedisError(
        "ERR This Redis instance is not configured to use an ACL file. You may want to specify users via the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration file set) in order to store users in the Redis configuration."
    )
}

private func mergedRules(_ words: [[UInt8]]) throws(RedisError) -> [[UInt8]] {
    do throws(UnmatchedParenthesis) {
        return try mergedAccessRules(words)
    } catch {
        let start = String(decoding: error.start, as: UTF8.self)
        throw RedisError("ERR Unmatched parenthesis in acl selector starting at '\(start)'.")
    }
}

extension AccessSelector {
    /// The part of `ACL GETUSER` that is about one selector.
    fileprivate func fields(_ table: CommandTable) -> [RESPValue] {
        let keyText = allowsAllKeys ? "~*" : keys.map(\.text).joined(separator: " ")
        let channelText =
            allowsAllChannels
            ? "&*" : channels.map { "&" + String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        return [
            .text("commands"), .text(commandRules(table: table)), .text("keys"), .text(keyText), .text("channels"),
            .text(channelText),
        ]
    }
}

extension Engine {
    /// Clients that listen to channels which their user may no longer have are closed.
    fileprivate func closeSubscribersDenied(by user: AccessUser, except caller: Client) {
        for client in clients where client.user === user && client !== caller && client.isSubscribed {
            let channels =
                client.channels.elements.map { ($0.key.bytes, false) }
                + client.shardChannels.elements.map { ($0.key.bytes, false) }
                + client.patterns.elements.map { ($0.key.bytes, true) }
            let isAllowed = user.selectors.contains { selector in
                channels.allSatisfy { selector.allowsChannel($0.0, isPattern: $0.1) }
            }
            if !isAllowed { close(client) }
        }
    }
}
