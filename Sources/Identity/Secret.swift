import Crypto
import HTTP

/// A password or a client's secret. It never prints, and compares in constant time.
package struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    package init(_ value: String) { self.value = value }

    /// Whether `candidate` is the secret; the time it takes tells neither length nor content.
    package func matches(_ candidate: String) -> Bool {
        SHA256.hash(data: Array(value.utf8)) == SHA256.hash(data: Array(candidate.utf8))
    }

    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// The SHA-256 of `text`, in URL-safe Base64: how tokens are remembered without keeping them.
func fingerprint(of text: String) -> String {
    Base64.url.encode(SHA256.hash(data: Array(text.utf8)))
}
