/// The patterns of `KEYS`, `SCAN` and `PSUBSCRIBE`: `*`, `?`, `[a-c]`, `[^a]` and `\` as in `stringmatchlen` of Redis.
enum Glob {
    /// Redis gives up on patterns with more stars than this.
    private static let starLimit = 1000

    static func matches(_ text: [UInt8], pattern: [UInt8], ignoresCase: Bool = false) -> Bool {
        let text = ignoresCase ? text.map(lower) : text
        let pattern = ignoresCase ? pattern.map(lower) : pattern
        var textIndex = 0
        var patternIndex = 0
        // Where to go on after the last star, should what follows it not match here.
        var retry: (pattern: Int, text: Int)?
        var stars = 0
        while true {
            if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
                while patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") { patternIndex += 1 }
                if patternIndex == pattern.count { return true }
                stars += 1
                if stars > starLimit { return false }
                retry = (patternIndex, textIndex)
                continue
            }
            if textIndex == text.count {
                if patternIndex == pattern.count { return true }
            } else if patternIndex < pattern.count {
                let (matches, next) = element(at: patternIndex, of: pattern, matches: text[textIndex])
                if matches {
                    patternIndex = next
                    textIndex += 1
                    continue
                }
            }
            guard let last = retry, last.text < text.count else { return false }
            retry = (last.pattern, last.text + 1)
            patternIndex = last.pattern
            textIndex = last.text + 1
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    /// Whether the element of the pattern at `index` matches `byte`, and where the next one begins.
    private static func element(at index: Int, of pattern: [UInt8], matches byte: UInt8) -> (Bool, Int) {
        switch pattern[index] {
        case UInt8(ascii: "?"): return (true, index + 1)
        case UInt8(ascii: "["): return classMatch(at: index + 1, of: pattern, byte)
        case UInt8(ascii: "\\") where index + 1 < pattern.count: return (pattern[index + 1] == byte, index + 2)
        default: return (pattern[index] == byte, index + 1)
        }
    }

    private static func classMatch(at start: Int, of pattern: [UInt8], _ byte: UInt8) -> (Bool, Int) {
        var index = start
        let isNegated = index < pattern.count && pattern[index] == UInt8(ascii: "^")
        if isNegated { index += 1 }
        var found = false
        while index < pattern.count, pattern[index] != UInt8(ascii: "]") {
            if pattern[index] == UInt8(ascii: "\\"), index + 1 < pattern.count {
                index += 1
                if pattern[index] == byte { found = true }
            } else if index + 2 < pattern.count, pattern[index + 1] == UInt8(ascii: "-") {
                let bounds = [pattern[index], pattern[index + 2]].sorted()
                if bounds[0] <= byte && byte <= bounds[1] { found = true }
                index += 2
            } else if pattern[index] == byte {
                found = true
            }
            index += 1
        }
        // A class that is not closed ends with the pattern.
        return (found != isNegated, min(index + 1, pattern.count))
    }
}
