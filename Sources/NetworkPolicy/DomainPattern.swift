/// A host name, or a pattern with `*` in it, as one of the two kinds of policies that know names means it.
package struct DomainPattern: Hashable, Sendable {
    package enum Dialect: Sendable {
        /// `*.` in front means every name below one, at whatever depth but not the name itself. The depth follows the
        /// network policy API's own proposal, https://network-policy-api.sigs.k8s.io/npeps/npep-133/.
        case eks
        /// `*` stands for any characters of one label, and `**.` in front for one or more labels; alone, `*` is every
        /// name. https://docs.cilium.io/en/stable/security/policy/language/#dns-based
        case cilium
    }

    /// From the left, without what stands for several.
    private let labels: [String]
    /// Whether there are one or more labels before those.
    private let isDeep: Bool
    private let isEveryName: Bool
    private let dialect: Dialect

    package init(_ text: String, _ dialect: Dialect = .eks) {
        let lower = Self.normalized(text)
        let prefix =
            switch dialect {
            case .eks: "*."
            case .cilium: "**."
            }
        isDeep = lower.hasPrefix(prefix)
        isEveryName = dialect == .cilium && lower == "*"
        labels = Self.labels(of: isDeep ? String(lower.dropFirst(prefix.count)) : lower)
        self.dialect = dialect
    }

    /// Whether `hostName` is meant; case and a final dot do not matter.
    package func matches(_ hostName: String) -> Bool {
        let host = Self.labels(of: Self.normalized(hostName))
        if host.contains("") { return false }
        if isEveryName { return true }
        guard isDeep ? host.count > labels.count : host.count == labels.count else { return false }
        return zip(labels, host.suffix(labels.count)).allSatisfy { pattern, label in
            switch dialect {
            // A star elsewhere is no pattern there, and no host name has one.
            case .eks: pattern == label
            case .cilium: Self.matches(Array(label.utf8), pattern: Array(pattern.utf8))
            }
        }
    }

    /// Whether a label fits a pattern in which `*` stands for any characters, none included.
    private static func matches(_ label: [UInt8], pattern: [UInt8]) -> Bool {
        var (at, place) = (0, 0)
        // Where to go on when what follows the last star does not fit: the star takes one character more.
        var retry: (pattern: Int, label: Int)?
        while place < label.count {
            if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
                retry = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == label[place] {
                at += 1
                place += 1
            } else if let star = retry {
                retry = (star.pattern, star.label + 1)
                (at, place) = (star.pattern + 1, star.label + 1)
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func labels(of name: String) -> [String] {
        name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    private static func normalized(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }
}
