import Crypto

/// The server's side of one SCRAM-SHA-256 authentication: RFC 5802 and RFC 7677.
struct ScramExchange: Sendable {
    private enum Step { case first, proof, empty, done }

    private let users: Users
    private let nonce: String
    private let skipsEmptyExchange: Bool
    private var step = Step.first
    private var credential: Users.Credential?
    private var combinedNonce = ""
    /// The two first messages, which the proofs are over.
    private var transcript = ""
    private(set) var authenticated: MongoUser?

    init(users: Users, nonce: String, skipsEmptyExchange: Bool) {
        self.users = users
        self.nonce = nonce
        self.skipsEmptyExchange = skipsEmptyExchange
    }

    var isDone: Bool { step == .done }

    private static let failure = MongoError(.authenticationFailed, "Authentication failed.")

    /// Reads `n,,n=user,r=nonce`, and answers with the nonce, the salt and the iterations.
    mutating func start(_ message: String) throws -> String {
        let bare = message.hasPrefix("n,,") || message.hasPrefix("y,,") ? String(message.dropFirst(3)) : ""
        let fields = Self.fields(bare)
        guard step == .first, let name = fields["n"], let client = fields["r"], !client.isEmpty,
            let credential = users[
                name.pieces(around: "=2C").joined(separator: ",").pieces(around: "=3D").joined(separator: "=")]
        else { throw Self.failure }
        self.credential = credential
        combinedNonce = client + nonce
        let reply = "r=\(combinedNonce),s=\(Base64.text(of: credential.salt)),i=\(Users.iterations)"
        transcript = bare + "," + reply
        step = .proof
        return reply
    }

    /// Reads `c=biws,r=nonce,p=proof`, and answers with the server's signature; or the empty last message.
    mutating func proceed(_ message: String) throws -> String {
        if step == .empty {
            step = .done
            return ""
        }
        let fields = Self.fields(message)
        guard step == .proof, let credential, fields["r"] == combinedNonce, let channel = fields["c"],
            channel == "biws" || channel == "eSws", let text = fields["p"], let proof = Base64.bytes(of: text),
            proof.count == credential.storedKey.count
        else { throw Self.failure }
        let signed = transcript + ",c=\(channel),r=\(combinedNonce)"
        let signature = Users.hmac(credential.storedKey, signed)
        let clientKey = zip(proof, signature).map { $0 ^ $1 }
        guard Array(SHA256.hash(data: clientKey)) == credential.storedKey else { throw Self.failure }
        authenticated = credential.user
        step = skipsEmptyExchange ? .done : .empty
        return "v=" + Base64.text(of: Users.hmac(credential.serverKey, signed))
    }

    private static func fields(_ message: String) -> [String: String] {
        message.split(separator: ",").reduce(into: [:]) { fields, part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2 { fields[String(pair[0])] = String(pair[1]) }
        }
    }
}
