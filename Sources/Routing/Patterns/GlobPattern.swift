/// A text in which `*` stands for any number of characters and `?` for exactly one, as in the conditions of an ALB.
package struct GlobPattern: Hashable, Sendable {
    package let text: String
    private let tokens: [UInt8]
    private let ignoresCase: Bool

    package init(_ text: String, ignoresCase: Bool = false) {
        self.text = text
        self.ignoresCase = ignoresCase
        tokens = Array((ignoresCase ? text.lowercased() : text).utf8)
    }

    package func matches(_ candidate: String) -> Bool {
        var candidate = ignoresCase ? candidate.lowercased() : candidate
        return candidate.withUTF8 { bytes in
            consumes(bytes) { token, byte in token == Self.one || token == byte }
        }
    }

    /// Whether everything that `other` matches is matched by this too. Never true when it is not so; it may miss a
    /// cover that takes several stars together to see.
    package func covers(_ other: GlobPattern) -> Bool {
        other.tokens.withUnsafeBufferPointer { bytes in
            consumes(bytes) { token, byte in token == byte || token == Self.one && byte != Self.any }
        }
    }

    /// How many `*` and `?` it has; AWS limits them.
    package var wildcardCount: Int { tokens.count { $0 == Self.any || $0 == Self.one } }

    /// Matches from left to right, and on a mismatch gives the last star one byte more, so the time is bounded by the
    /// product of both lengths.
    private func consumes(_ bytes: UnsafeBufferPointer<UInt8>, equal: (UInt8, UInt8) -> Bool) -> Bool {
        var token = 0
        var byte = 0
        var star: (token: Int, byte: Int)?
        while byte < bytes.count {
            if token < tokens.count, tokens[token] == Self.any {
                star = (token, byte)
                token += 1
            } else if token < tokens.count, equal(tokens[token], bytes[byte]) {
                token += 1
                byte += 1
            } else if let last = star {
                star = (last.token, last.byte + 1)
                token = last.token + 1
                byte = last.byte + 1
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == Self.any }
    }

    private static let any = UInt8(ascii: "*")
    private static let one = UInt8(ascii: "?")
}
