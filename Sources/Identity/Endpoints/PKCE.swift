/// Proof Key for Code Exchange (RFC 7636), with S256 only.
enum PKCE {
    static func challenge(of verifier: String) -> String { fingerprint(of: verifier) }

    /// 43 to 128 unreserved characters.
    static func isVerifier(_ text: String) -> Bool { (43...128).contains(text.utf8.count) && isUnreserved(text) }

    /// A SHA-256 in URL-safe Base64.
    static func isChallenge(_ text: String) -> Bool { text.utf8.count == 43 && isUnreserved(text) }

    private static func isUnreserved(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "-._~".utf8.contains(byte)
            }
        }
    }
}
