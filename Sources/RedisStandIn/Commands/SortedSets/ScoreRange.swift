/// A range of scores: `1`, `(1` without 1 itself, `-inf`, `+inf`.
struct ScoreRange {
    struct Bound {
        var score: Double
        var isExclusive: Bool

        init(_ word: [UInt8]) throws(RedisError) {
            isExclusive = word.first == UInt8(ascii: "(")
            guard let score = Double(redisBytes: isExclusive ? Array(word.dropFirst()) : word) else {
                throw .minMaxNotFloat
            }
            self.score = score
        }
    }

    var minimum: Bound
    var maximum: Bound

    init(minimum: [UInt8], maximum: [UInt8]) throws(RedisError) {
        self.minimum = try Bound(minimum)
        self.maximum = try Bound(maximum)
    }

    /// The ranks of the elements in it.
    func ranks(in set: SortedSet) -> Range<Int> {
        let lower = set.order.rank { minimum.isExclusive ? $0.score > minimum.score : $0.score >= minimum.score }
        let upper = set.order.rank { maximum.isExclusive ? $0.score >= maximum.score : $0.score > maximum.score }
        return lower..<max(lower, upper)
    }
}

/// A range of members where all scores are equal: `[a`, `(a`, `-`, `+`.
struct MemberRange {
    enum Bound {
        case lowest, highest
        case including(Key)
        case excluding(Key)

        init(_ word: [UInt8]) throws(RedisError) {
            switch word.first {
            case UInt8(ascii: "-") where word.count == 1: self = .lowest
            case UInt8(ascii: "+") where word.count == 1: self = .highest
            case UInt8(ascii: "["): self = .including(Key(Array(word.dropFirst())))
            case UInt8(ascii: "("): self = .excluding(Key(Array(word.dropFirst())))
            default: throw .minMaxNotString
            }
        }
    }

    var minimum: Bound
    var maximum: Bound

    init(minimum: [UInt8], maximum: [UInt8]) throws(RedisError) {
        self.minimum = try Bound(minimum)
        self.maximum = try Bound(maximum)
    }

    func ranks(in set: SortedSet) -> Range<Int> {
        let lower = set.order.rank { element in
            switch minimum {
            case .lowest: true
            case .highest: false
            case .including(let member): element.member >= member
            case .excluding(let member): element.member > member
            }
        }
        let upper = set.order.rank { element in
            switch maximum {
            case .lowest: true
            case .highest: false
            case .including(let member): element.member > member
            case .excluding(let member): element.member >= member
            }
        }
        return lower..<max(lower, upper)
    }
}
