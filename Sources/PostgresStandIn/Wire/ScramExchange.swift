import Crypto
import Foundation

/// The server's side of SCRAM-SHA-256: RFC 5802 and RFC 7677, without channel binding.
struct ScramExchange {
    private static let iterations = 4096
    private let password: String
    private let nonce: String
    private let salt: [UInt8]
    private var clientFirst = ""
    private var serverFirst = ""

    /// - Parameters:
    ///   - nonce: text that was never used before.
    ///   - salt: 16 bytes.
    init(password: String, nonce: String, salt: [UInt8]) {
        self.password = password
        self.nonce = nonce
        self.salt = salt
    }

    /// The answer to the client's first message; nil when that is no SCRAM message.
    mutating func first(_ message: String) -> String? {
        guard message.hasPrefix("n,") || message.hasPrefix("y,") else { return nil }
        let parts = message.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        clientFirst = String(parts[2])
        guard let client = value("r", in: clientFirst), !client.isEmpty else { return nil }
        serverFirst = "r=\(client)\(nonce),s=\(Data(salt).base64EncodedString()),i=\(Self.iterations)"
        return serverFirst
    }

    /// The answer to the client's proof; nil when the password is wrong.
    func final(_ message: String) -> String? {
        guard let nonce = value("r", in: message), serverFirst.hasPrefix("r=\(nonce),"),
            let proof = value("p", in: message).flatMap({ Data(base64Encoded: $0) }),
            let end = message.range(of: ",p=")
        else { return nil }
        let transcript = "\(clientFirst),\(serverFirst),\(message[..<end.lowerBound])"
        let salted = SymmetricKey(data: saltedPassword())
        let clientKey = Data(HMAC<SHA256>.authenticationCode(for: Data("Client Key".utf8), using: salted))
        let storedKey = Data(SHA256.hash(data: clientKey))
        let signature = Data(
            HMAC<SHA256>.authenticationCode(for: Data(transcript.utf8), using: SymmetricKey(data: storedKey)))
        guard proof.count == clientKey.count, Data(zip(clientKey, signature).map { $0 ^ $1 }) == proof else {
            return nil
        }
        let serverKey = Data(HMAC<SHA256>.authenticationCode(for: Data("Server Key".utf8), using: salted))
        let verifier = Data(
            HMAC<SHA256>.authenticationCode(for: Data(transcript.utf8), using: SymmetricKey(data: serverKey)))
        return "v=" + verifier.base64EncodedString()
    }

    private func value(_ name: String, in message: String) -> String? {
        message.split(separator: ",").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(2)) }
    }

    /// PBKDF2 with HMAC-SHA-256, one block.
    private func saltedPassword() -> Data {
        let key = SymmetricKey(data: Data(password.utf8))
        var block = Data(HMAC<SHA256>.authenticationCode(for: Data(salt + [0, 0, 0, 1]), using: key))
        var result = Array(block)
        for _ in 1..<Self.iterations {
            block = Data(HMAC<SHA256>.authenticationCode(for: block, using: key))
            for (index, byte) in block.enumerated() { result[index] ^= byte }
        }
        return Data(result)
    }
}
