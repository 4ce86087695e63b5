/// All addresses that share a prefix: `10.0.0.0/16`, `fd00::/8`.
package struct CIDRBlock: Hashable, Sendable {
    package let address: IPAddress
    /// Bits: 0 to 32 for IPv4, 0 to 128 for IPv6.
    package let prefixLength: Int

    /// Reads the block; nil when it is none. Bits behind the prefix do not matter here, see `hasHostBits`.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(literal: String(parts[0])),
            parts[1].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let length = Int(parts[1]),
            parts[1].count == 1 || parts[1].first != "0", length <= address.bitWidth
        else { return nil }
        self.address = address
        prefixLength = length
    }

    package func contains(_ other: IPAddress) -> Bool {
        other.isIPv4 == address.isIPv4 && (other.bits ^ address.bits) & mask == 0
    }

    /// Whether every address of `other` is in this block.
    package func contains(_ other: CIDRBlock) -> Bool {
        other.prefixLength >= prefixLength && contains(other.address)
    }

    /// Whether a bit behind the prefix is set, which the API server refuses since Kubernetes 1.36.
    package var hasHostBits: Bool { address.bits & ~mask & width != 0 }

    /// The bits of the prefix. A shift by all of a number's bits gives 0.
    private var mask: UInt128 { width << (address.bitWidth - prefixLength) & width }

    /// The bits that an address of the family has.
    private var width: UInt128 { address.isIPv4 ? 0xFFFF_FFFF : .max }

    /// The ranges of RFC 6890 that no host on the internet has.
    package static let specialPurpose: [CIDRBlock] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4", "::1/128", "::/128", "64:ff9b:1::/48", "100::/64", "2001:db8::/32", "fc00::/7", "fe80::/10",
        "ff00::/8",
    ].compactMap { CIDRBlock($0) }
}
