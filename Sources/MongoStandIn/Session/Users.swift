import Crypto
import Determinism
import Synchronization

/// The users of a stand-in with what SCRAM needs of their passwords; none means that anybody may do anything.
///
/// What a password is salted to costs thousands of hashes, so that it is worked out when its user first logs in.
final class Users: Sendable {
    struct Credential: Sendable {
        var user: MongoUser
        var salt: [UInt8]
        var storedKey: [UInt8]
        var serverKey: [UInt8]
    }

    /// The smallest number that drivers accept.
    static let iterations = 4096

    private let users: [String: (user: MongoUser, salt: [UInt8])]
    private let known = Mutex<[String: Credential]>([:])
    private let random: SeededRandom

    init(_ users: [MongoUser], random: SeededRandom) {
        self.random = random
        self.users = users.reduce(into: [:]) { $0[$1.name] = ($1, random.bytes(28)) }
    }

    var isEmpty: Bool { users.isEmpty }

    subscript(name: String) -> Credential? {
        guard let (user, salt) = users[name] else { return nil }
        if let credential = known.withLock({ $0[name] }) { return credential }
        let salted = Self.saltedPassword(user.password, salt: salt)
        let credential = Credential(
            user: user, salt: salt, storedKey: Array(SHA256.hash(data: Self.hmac(salted, "Client Key"))),
            serverKey: Self.hmac(salted, "Server Key"))
        known.withLock { $0[name] = credential }
        return credential
    }

    func exchange(skipsEmptyExchange: Bool) -> ScramExchange {
        ScramExchange(users: self, nonce: random.alphanumeric(24), skipsEmptyExchange: skipsEmptyExchange)
    }

    static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
    }

    /// PBKDF2 with HMAC-SHA-256 and one block: RFC 8018, section 5.2.
    private static func saltedPassword(_ password: String, salt: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: Array(password.utf8))
        var block = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
        var result = block
        for _ in 1..<iterations {
            block = Array(HMAC<SHA256>.authenticationCode(for: block, using: key))
            for index in result.indices { result[index] ^= block[index] }
        }
        return result
    }
}
