import Determinism
import Synchronization

/// Tokens whose signature was checked, with the keys that did it: a client shows the same token again and again.
final class GenuineTokens: Sendable {
    struct Entry: Sendable {
        var jwt: JWT
        var keysFetchedAt: Timestamp
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
