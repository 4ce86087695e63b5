import Determinism
import Synchronization

/// Tokens that were found good, with the keys that did it: a client shows the same token again and again, and what it
/// says does not change, only the time.
final class GenuineTokens: Sendable {
    struct Entry: Sendable {
        var claims: Claims
        var keysFetchedAt: Timestamp
        var expiresAt: Timestamp
        var notBefore: Timestamp?
    }

    private static let capacity = 256

    private let entries = Mutex<[String: Entry]>([:])

    subscript(token: String) -> Entry? {
        get { entries.withLock { $0[token] } }
        set {
            entries.withLock { entries in
                if entries.count >= Self.capacity { entries.removeAll() }
                entries[token] = newValue
            }
        }
    }
}
