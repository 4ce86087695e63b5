import Crypto
import Foundation

/// The client's side of SCRAM-SHA-256 without channel binding; RFC 7677.
struct SCRAMClient {
    private let password: String
    private let bare: String

    /// - Parameter username: as the protocol wants it in the message; PostgreSQL takes it from elsewhere.
    init(username: String = "", password: String, nonce: String = UUID().uuidString) {
        self.password = password
        let escaped = username.replacing("=", with: "=3D").replacing(",", with: "=2C")
        bare = "n=\(escaped),r=\(nonce)"
    }

    /// The first message.
    var first: String { "n,,\(bare)" }

    /// The last message, for the server's challenge; nil for one that is none.
    func final(answering challenge: String) -> String? {
        let fields = challenge.split(separator: ",")
        func field(_ name: String) -> String? {
            fields.first { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(2)) }
        }
        guard let nonce = field("r"), let salt = field("s").flatMap({ Data(base64Encoded: $0) }),
            let rounds = field("i").flatMap({ Int($0) }), (1...10_000_000).contains(rounds)
        else { return nil }
        let salted = SymmetricKey(data: saltedPassword(Array(salt), rounds))
        let clientKey = Array(HMAC<SHA256>.authenticationCode(for: Array("Client Key".utf8), using: salted))
        let stored = SymmetricKey(data: Data(SHA256.hash(data: clientKey)))
        let withoutProof = "c=biws,r=\(nonce)"
        let text = "\(bare),\(challenge),\(withoutProof)"
        let signature = Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: stored))
        let proof = Data(zip(clientKey, signature).map { $0 ^ $1 }).base64EncodedString()
        return "\(withoutProof),p=\(proof)"
    }

    /// PBKDF2 with one block, as the standard writes it.
    private func saltedPassword(_ salt: [UInt8], _ rounds: Int) -> [UInt8] {
        let key = SymmetricKey(data: Array(password.utf8))
        var last = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
        var result = last
        for _ in 1..<rounds {
            last = Array(HMAC<SHA256>.authenticationCode(for: last, using: key))
            for index in result.indices { result[index] ^= last[index] }
        }
        return result
    }
}
