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

    /// A token, told from others by a part of its signature: to hash all of a long text takes longer than to compare it.
    private struct Key: Hashable {
        var token: String

        func hash(into hasher: inout Hasher) { for byte in token.utf8.suffix(16) { hasher.combine(byte) } }
    }

    private let entries = Mutex<[Key: Entry]>([:])

    subscript(token: String) -> Entry? {
        get { entries.withLock { $0[Key(token: token)] } }
        set {
            entries.withLock { entries in
                if entries.count >= Self.capacity { entries.removeAll() }
                entries[Key(token: token)] = newValue
            }
        }
    }
}
