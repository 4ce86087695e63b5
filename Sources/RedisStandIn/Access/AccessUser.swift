import Crypto

/// A user of the access control lists: who it is, and what its selectors allow. See
/// <https://redis.io/docs/management/security/acl/>.
final class AccessUser {
    let name: String
    var isEnabled = false
    var needsNoPassword = false
    /// Payloads of `RESTORE` are checked in any case; this is what the user is shown with, once it was said.
    var skipsSanitizing: Bool?
    /// SHA-256 in hexadecimal digits, in the order in which they were given.
    var passwords: [String] = []
    /// The first is the user's own, the others were given in parentheses.
    var selectors: [AccessSelector] {
        didSet { isUnrestricted = selectors.contains { $0.allowsEverything } }
    }
    /// It may do everything: nothing else need be looked at, and it is by far the commonest.
    private(set) var isUnrestricted = false

    init(name: String, table: CommandTable) {
        self.name = name
        selectors = [AccessSelector(table: table)]
    }

    /// A copy to try rules on.
    func copy(table: CommandTable) -> AccessUser {
        let copy = AccessUser(name: name, table: table)
        copy.take(self)
        return copy
    }

    func take(_ other: AccessUser) {
        isEnabled = other.isEnabled
        needsNoPassword = other.needsNoPassword
        skipsSanitizing = other.skipsSanitizing
        passwords = other.passwords
        selectors = other.selectors
    }

    func accepts(_ password: [UInt8]) -> Bool {
        if needsNoPassword { return true }
        let given = Array(Self.digest(password).utf8)
        // All of them are compared in full, so that the time says nothing.
        return passwords.reduce(false) { found, kept in
            let difference = zip(kept.utf8, given).reduce(UInt8(kept.utf8.count == given.count ? 0 : 1)) {
                $0 | ($1.0 ^ $1.1)
            }
            return found || difference == 0
        }
    }

    static func digest(_ password: [UInt8]) -> String { hex(Array(SHA256.hash(data: password))) }

    // MARK: - Rules

    /// Applies one rule of `ACL SETUSER`.
    func apply(_ rule: [UInt8], table: CommandTable) throws(AccessRuleError) {
        if rule.isEmpty { return }
        let text = String(decoding: rule, as: UTF8.self)
        let rest = Array(rule.dropFirst())
        switch text.lowercased() {
        case "on": isEnabled = true
        case "off": isEnabled = false
        case "skip-sanitize-payload": skipsSanitizing = true
        case "sanitize-payload": skipsSanitizing = false
        case "nopass":
            needsNoPassword = true
            passwords = []
        case "resetpass":
            needsNoPassword = false
            passwords = []
        case "clearselectors": selectors.removeLast(selectors.count - 1)
        case "reset":
            needsNoPassword = false
            passwords = []
            isEnabled = false
            skipsSanitizing = false
            selectors = [AccessSelector(table: table)]
        default:
            switch rule[0] {
            case UInt8(ascii: ">"): add(Self.digest(rest))
            case UInt8(ascii: "#"): add(try Self.hash(rest))
            case UInt8(ascii: "<"): try remove(Self.digest(rest))
            case UInt8(ascii: "!"): try remove(try Self.hash(rest))
            case UInt8(ascii: "(") where rule.last == UInt8(ascii: ")"):
                var selector = AccessSelector(table: table)
                for part in rule.dropFirst().dropLast().split(separator: 0x20) {
                    try selector.apply(Array(part), table: table)
                }
                selectors.append(selector)
            default: try selectors[0].apply(rule, table: table)
            }
        }
    }

    private func add(_ digest: String) {
        if !passwords.contains(digest) { passwords.append(digest) }
        needsNoPassword = false
    }

    private func remove(_ digest: String) throws(AccessRuleError) {
        guard let index = passwords.firstIndex(of: digest) else { throw .noSuchPassword }
        passwords.remove(at: index)
    }

    private static func hash(_ text: [UInt8]) throws(AccessRuleError) -> String {
        guard text.count == 64, text.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
            throw .badHash
        }
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: - Description

    var flagNames: [String] {
        [isEnabled ? "on" : "off"] + (needsNoPassword ? ["nopass"] : [])
            + (skipsSanitizing.map { [$0 ? "skip-sanitize-payload" : "sanitize-payload"] } ?? [])
    }

    /// As in an ACL file, after the name.
    func description(table: CommandTable) -> String {
        var parts = flagNames
        parts += passwords.map { "#\($0)" }
        parts.append(selectors[0].description(table: table))
        parts += selectors.dropFirst().map { "(\($0.description(table: table)))" }
        return parts.joined(separator: " ")
    }
}

/// Why a rule was refused, in the words of `ACLSetUserStringError`.
enum AccessRuleError: Error {
    case unknownCommand, syntax, keysAfterAll, channelsAfterAll, firstArgument, noSuchPassword, badHash

    var text: String {
        switch self {
        case .unknownCommand: "Unknown command or category name in ACL"
        case .syntax: "Syntax error"
        case .keysAfterAll:
            "Adding a pattern after the * pattern (or the 'allkeys' flag) is not valid and does not have any effect. Try 'resetkeys' to start with an empty list of patterns"
        case .channelsAfterAll:
            "Adding a pattern after the * pattern (or the 'allchannels' flag) is not valid and does not have any effect. Try 'resetchannels' to start with an empty list of channels"
        case .firstArgument: "Allowing first-arg of a subcommand is not supported"
        case .noSuchPassword: "The password you are trying to remove from the user does not exist"
        case .badHash:
            "The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters"
        }
    }
}
