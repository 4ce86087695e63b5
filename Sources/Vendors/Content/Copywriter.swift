import Determinism

/// Writes readable marketing copy about the subject of a prompt: the same prompt and salt give the same text.
struct Copywriter: Sendable {
    /// What the copy is about, in the prompt's own words.
    let subject: String
    private let random: SeededRandom

    /// - Parameter salt: distinguishes several texts for one prompt.
    init(prompt: String, salt: UInt64 = 0) {
        subject = Self.subject(of: prompt)
        random = SeededRandom(seed: textHash(prompt) ^ (salt &* 0x9E37_79B9_7F4A_7C15))
    }

    func headline() -> String { filled(Self.headlines) }
    func sentence() -> String { filled(Self.sentences) }
    func callToAction() -> String { pick(Self.calls) }
    func hashtag() -> String {
        let words = subject.split { !$0.isLetter && !$0.isNumber }.prefix(3)
        let tag = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return "#" + (tag.isEmpty ? "NewArrival" : tag)
    }
    func name() -> String {
        pick(["Aurora", "Lumen", "Northwind", "Harbor", "Juniper", "Atlas", "Meridian", "Willow"])
    }

    /// A headline, two or three sentences, a call to action and a hashtag.
    func post() -> String {
        var sentences: [String] = []
        let wanted = 2 + Int(random.next(below: 2))
        while sentences.count < wanted {
            let next = sentence()
            if !sentences.contains(next) { sentences.append(next) }
        }
        return "\(headline())\n\n\(sentences.joined(separator: " ")) \(callToAction())\n\n\(hashtag())"
    }

    func pick(_ choices: [String]) -> String {
        let index = Int(random.next(below: UInt64(choices.count)))
        return choices.indices.contains(index) ? choices[index] : ""
    }
    func number(below bound: UInt64) -> UInt64 { random.next(below: bound) }
    func hex(_ count: Int) -> String { random.hex(count) }
    func uuid() -> String { random.uuid() }

    private func filled(_ templates: [String]) -> String {
        let text = pick(templates).replacing("{s}", with: subject)
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// The words after "about", "for" and the like; else the first words of the prompt.
    private static func subject(of prompt: String) -> String {
        let line = prompt.split(whereSeparator: \.isNewline).first { $0.contains(where: \.isLetter) } ?? ""
        let words = line.prefix(2000).split(separator: " ").map(String.init)
        let marks: Set<String> = ["about", "promoting", "announcing", "advertising", "introducing", "regarding", "for"]
        let start = words.firstIndex { marks.contains($0.lowercased()) }.map { $0 + 1 } ?? 0
        var taken: [String] = []
        for word in words[start...].prefix(8) {
            let bare = word.trimming { !$0.isLetter && !$0.isNumber }
            if !bare.isEmpty { taken.append(bare) }
            if let last = word.last, ".,;:!?".contains(last), !taken.isEmpty { break }
        }
        return taken.isEmpty ? "your brand" : taken.joined(separator: " ")
    }

    private static let headlines = [
        "Meet {s}, made for the way you live", "{s}: better from the first day", "Your day, upgraded by {s}",
        "The wait is over: {s} is here", "Say hello to {s}", "{s}, without compromise",
    ]
    private static let sentences = [
        "With {s} you spend less time on the routine and more on what matters.",
        "Thousands of people already start their morning with {s}.",
        "Every detail of {s} was designed with care, and you will notice it.",
        "{s} brings quality and convenience together at a fair price.",
        "Nothing else on the market feels quite like {s}.",
        "Try {s} once and you will wonder how you managed without it.",
    ]
    private static let calls = [
        "Order today and see the difference.", "Discover more on our site.", "Join us and save 20% this week.",
        "Book your free trial now.", "Get yours while it lasts.",
    ]
}

extension String {
    fileprivate func trimming(_ isDropped: (Character) -> Bool) -> String {
        guard let first = firstIndex(where: { !isDropped($0) }), let last = lastIndex(where: { !isDropped($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
