/// The host names of a listener or route: one name, or with `*.` every name below one at whatever depth.
/// https://gateway-api.sigs.k8s.io/reference/spec/#hostname.
struct HostnamePattern: Hashable, Sendable {
    /// Lower case, without the `*`: `example.com`, or `.example.com` for a wildcard.
    private let name: String
    private let isWildcard: Bool

    init(_ text: String) {
        let lower = text.lowercased()
        isWildcard = lower.hasPrefix("*.")
        name = isWildcard ? String(lower.dropFirst()) : lower
    }

    var text: String { isWildcard ? "*" + name : name }

    func matches(_ host: String) -> Bool {
        isWildcard ? host.hasSuffix(name) && host.utf8.count > name.utf8.count : host == name
    }

    /// A name is more specific than any wildcard, and a longer one than a shorter.
    var specificity: Int { (isWildcard ? 0 : 10_000) + name.utf8.count }

    /// What both mean; nil when nothing.
    func intersection(_ other: HostnamePattern) -> HostnamePattern? {
        if !isWildcard { return self == other || other.isWildcard && other.matches(name) ? self : nil }
        if !other.isWildcard { return matches(other.name) ? other : nil }
        if name.hasSuffix(other.name) { return self }
        return other.name.hasSuffix(name) ? other : nil
    }
}
