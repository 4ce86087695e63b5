import Crypto
import Determinism

/// The users of a stand-in with what SCRAM needs of their passwords; none means that anybody may do anything.
struct Users: Sendable {
    struct Credential: Sendable {
        var user: MongoUser
        var salt: [UInt8]
        var storedKey: [UInt8]
        var serverKey: [UInt8]
    }

    /// The smallest number that drivers accept.
    static let iterations = 4096

    private let credentials: [String: Credential]
    private let random: SeededRandom

    init(_ users: [MongoUser], random: SeededRandom) {
        self.random = random
        credentials = users.reduce(into: [:]) { table, user in
            let salt = random.bytes(28)
            let salted = Self.saltedPassword(user.password, salt: salt)
            let clientKey = Self.hmac(salted, "Client Key")
            table[user.name] = Credential(
                user: user, salt: salt, storedKey: Array(SHA256.hash(data: clientKey)),
                serverKey: Self.hmac(salted, "Server Key"))
        }
    }

    var isEmpty: Bool { credentials.isEmpty }

    subscript(name: String) -> Credential? { credentials[name] }

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
