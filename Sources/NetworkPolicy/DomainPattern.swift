/// A host name, or with `*.` in front every name below one, at whatever depth but not the name itself.
///
/// The depth follows the network policy API's own proposal, https://network-policy-api.sigs.k8s.io/npeps/npep-133/.
package struct DomainPattern: Hashable, Sendable {
    private let name: String
    private let isWildcard: Bool

    package init(_ text: String) {
        let lower = Self.normalized(text)
        isWildcard = lower.hasPrefix("*.")
        name = isWildcard ? String(lower.dropFirst(2)) : lower
    }

    /// Whether `hostName` is meant; case and a final dot do not matter.
    package func matches(_ hostName: String) -> Bool {
        let host = Self.normalized(hostName)
        return isWildcard ? host.hasSuffix("." + name) && host.count > name.count + 1 : host == name
    }

    private static func normalized(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
    }
}
