#if canImport(Glibc)
    import Glibc
#endif

/// A key, or a field, member or name inside one: bytes that are compared and hashed as a whole.
package struct Key: Hashable, Sendable, Comparable {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { bytes = Array(text.utf8) }

    package func hash(into hasher: inout Hasher) { hasher.combine(ByteHash.hash(of: bytes)) }

    package static func == (lhs: Key, rhs: Key) -> Bool {
        lhs.bytes.withUnsafeBytes { left in
            rhs.bytes.withUnsafeBytes { right in
                guard left.count == right.count else { return false }
                guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                return memcmp(first, second, left.count) == 0
            }
        }
    }

    /// Byte by byte, a prefix before what it begins: the order of `memcmp`.
    package static func < (lhs: Key, rhs: Key) -> Bool { lhs.bytes.lexicographicallyPrecedes(rhs.bytes) }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
