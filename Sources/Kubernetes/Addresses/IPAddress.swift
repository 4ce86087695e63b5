/// An IPv4 or IPv6 address.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address as a number; an IPv4 address has its 32 bits at the end.
    let bits: UInt128
    package let isIPv4: Bool

    /// 32 or 128.
    var bitWidth: Int { isIPv4 ? 32 : 128 }

    /// 4 or 16, in network order.
    package var bytes: [UInt8] {
        stride(from: bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) }
    }

    /// Reads `10.0.0.1` or `fd00::1`; nil for anything else, a leading zero or a zone included. An IPv4 address in IPv6
    /// clothes, `::ffff:10.0.0.1`, is the IPv4 address that a socket for both families means by it.
    package init?(_ text: String) {
        guard let address = Self(literal: text) else { return nil }
        self = address.unmapped
    }

    /// Reads an address as it stands, without undressing an IPv4 address in IPv6 clothes.
    init?(literal text: String) {
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let bytes = Self.ipv6(text[...]) else { return nil }
            self.init(bits: bytes.reduce(0) { $0 << 8 | UInt128($1) }, isIPv4: false)
        } else {
            guard let bits = Self.ipv4(text.utf8) else { return nil }
            self.init(bits: UInt128(bits), isIPv4: true)
        }
    }

    private init(bits: UInt128, isIPv4: Bool) {
        self.bits = bits
        self.isIPv4 = isIPv4
    }

    private var unmapped: IPAddress {
        !isIPv4 && bits >> 32 == 0xFFFF ? IPAddress(bits: bits & 0xFFFF_FFFF, isIPv4: true) : self
    }

    /// Four numbers up to 255 without leading zeros.
    private static func ipv4(_ text: some Collection<UInt8>) -> UInt32? {
        var bits: UInt32 = 0
        var (parts, digits, part) = (1, 0, UInt32(0))
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard digits > 0, parts < 4 else { return nil }
                bits = bits << 8 | part
                (parts, digits, part) = (parts + 1, 0, 0)
                continue
            }
            guard byte >= 0x30, byte <= 0x39, digits == 0 || part > 0 else { return nil }
            part = part * 10 + UInt32(byte - 0x30)
            digits += 1
            if part > 255 { return nil }
        }
        return parts == 4 && digits > 0 ? bits << 8 | part : nil
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
                guard index == parts.count - 1, let last = ipv4(part.utf8) else { return nil }
                bytes += stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: last >> $0) }
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
        let bytes = bytes
        if isIPv4 { return bytes.map { String($0) }.joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2).map {
            String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }
}
