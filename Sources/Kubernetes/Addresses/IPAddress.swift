/// An IPv4 or IPv6 address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16, in network order.
    package let bytes: [UInt8]

    package var isIPv4: Bool { bytes.count == 4 }

    /// Reads `10.0.0.1` or `fd00::1`; nil for anything else, a leading zero or a zone included. An IPv4 address in IPv6
    /// clothes, `::ffff:10.0.0.1`, is the IPv4 address that a socket for both families means by it.
    package init?(_ text: String) {
        guard let address = Self(literal: text) else { return nil }
        self = address.unmapped
    }

    /// Reads an address as it stands, without undressing an IPv4 address in IPv6 clothes.
    init?(literal text: String) {
        guard let bytes = text.utf8.contains(UInt8(ascii: ":")) ? Self.ipv6(text[...]) : Self.ipv4(text[...]) else {
            return nil
        }
        self.bytes = bytes
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var unmapped: IPAddress {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.count == 16 && bytes.starts(with: mapped) ? IPAddress(bytes: Array(bytes.suffix(4))) : self
    }

    private static func ipv4(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            guard part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), part.count == 1 || part.first != "0" else {
                return nil
            }
            return UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func ipv6(_ text: Substring) -> [UInt8]? {
        guard let gap = text.firstRange(of: "::") else {
            guard let bytes = groups(text), bytes.count == 16 else { return nil }
            return bytes
        }
        // An IPv4 address can only stand at the very end.
        guard !text[..<gap.lowerBound].contains("."), let head = groups(text[..<gap.lowerBound]),
            let tail = groups(text[gap.upperBound...])
        else { return nil }
        // The gap stands for at least one group.
        let missing = 16 - head.count - tail.count
        guard missing >= 2 else { return nil }
        return head + [UInt8](repeating: 0, count: missing) + tail
    }

    /// The bytes of groups such as `2001:db8`, of which the last may be an IPv4 address.
    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if part.contains(".") {
                guard index == parts.count - 1, let last = ipv4(part) else { return nil }
                bytes += last
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexDigit),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    /// Dotted for IPv4; eight groups without `::` for IPv6.
    package var description: String {
        if isIPv4 { return bytes.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }
}
