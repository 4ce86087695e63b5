#if canImport(Glibc)
    import Glibc
#endif

/// The file of `aclfile`: a line `user NAME RULE ...` for each user. See
/// <https://redis.io/docs/management/security/acl/>.
enum AccessFile {
    /// Why the file cannot be taken, in the words of `ACLLoadFromFile` of Redis 7.0 (acl.c).
    struct Unusable: Error, CustomStringConvertible {
        var description: String
    }

    /// The users that the file describes.
    static func users(in path: String, table: CommandTable) throws(Unusable) -> [AccessUser] {
        guard let bytes = contents(of: path) else {
            let reason = String(cString: strerror(errno))
            throw Unusable(description: "Error loading ACLs, opening file '\(path)': \(reason)")
        }
        var users: [AccessUser] = []
        var errors = ""
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let words = line.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map(Array.init)
            if words.isEmpty { continue }
            let place = "\(path):\(index + 1)"
            guard words[0] == Array("user".utf8), words.count > 1 else {
                errors += "\(place) should start with user keyword followed by the username. "
                continue
            }
            let name = String(decoding: words[1], as: UTF8.self)
            if users.contains(where: { $0.name == name }) {
                errors += "WARNING: Duplicate user '\(name)' found on line \(index + 1). "
                continue
            }
            do throws(UnmatchedParenthesis) {
                let rules = try mergedAccessRules(Array(words.dropFirst(2)))
                users.append(user(name, rules, table, place, &errors))
            } catch {
                errors += "\(place): Unmatched parenthesis in selector definition."
            }
        }
        if !errors.isEmpty {
            throw Unusable(
                description: errors
                    + "WARNING: ACL errors detected, no change to the previously active ACL rules was performed")
        }
        return users
    }

    private static func user(
        _ name: String, _ rules: [[UInt8]], _ table: CommandTable, _ place: String, _ errors: inout String
    ) -> AccessUser {
        let user = AccessUser(name: name, table: table)
        var isWrong = false
        for rule in rules {
            do throws(AccessRuleError) {
                try user.apply(rule, table: table)
            } catch .unknownCommand {
                let text = String(decoding: rule, as: UTF8.self)
                errors += "\(place): Error in applying operation '\(text)': \(AccessRuleError.unknownCommand.text). "
            } catch {
                // The first says what is wrong; the others may only follow from it.
                if !isWrong { errors += "\(place): \(error.text). " }
                isWrong = true
            }
        }
        return user
    }

    /// Writes all users; false when that fails, and the file is as it was.
    static func save(_ users: [AccessUser], to path: String, table: CommandTable) -> Bool {
        let text = users.map { "user \($0.name) \($0.description(table: table))\n" }.joined()
        let temporary = "\(path).tmp-\(getpid())"
        guard let file = fopen(temporary, "wb") else { return false }
        let bytes = Array(text.utf8)
        var isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
        isWritten = fflush(file) == 0 && fsync(fileno(file)) == 0 && isWritten
        isWritten = fclose(file) == 0 && isWritten
        if isWritten, rename(temporary, path) == 0 { return true }
        unlink(temporary)
        return false
    }

    private static func contents(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&piece, 1, piece.count, file)
            if count == 0 { return ferror(file) == 0 ? bytes : nil }
            bytes += piece.prefix(count)
        }
    }
}

/// A selector that is not closed begins with `start`.
struct UnmatchedParenthesis: Error { var start: [UInt8] }

/// Joins the words of each selector, from `(` to `)`.
func mergedAccessRules(_ words: [[UInt8]]) throws(UnmatchedParenthesis) -> [[UInt8]] {
    var rules: [[UInt8]] = []
    var open: [UInt8]?
    for word in words {
        if let begun = open {
            let joined = begun + [0x20] + word
            open = word.last == UInt8(ascii: ")") ? nil : joined
            if open == nil { rules.append(joined) }
        } else if word.first == UInt8(ascii: "("), word.last != UInt8(ascii: ")") {
            open = word
        } else {
            rules.append(word)
        }
    }
    if let open { throw UnmatchedParenthesis(start: open.prefix { $0 != 0x20 }) }
    return rules
}

extension Engine {
    /// Takes the users of the file in the place of all there are; a connection whose user is gone is closed.
    func loadAccessFile(_ path: String) throws(AccessFile.Unusable) {
        let users = try AccessFile.users(in: path, table: table)
        access.replace(with: users)
        for client in clients {
            guard let old = client.user else { continue }
            if let user = access[old.name] { client.user = user } else { close(client) }
        }
    }
}
