/// A place in one line of Mermaid, and what can be taken from there.
struct MermaidScanner {
    /// What connects two nodes.
    struct Link: Equatable {
        var label: String?
        var line: Diagram.Edge.Line
        var heads: Diagram.Edge.Heads
        var isInvisible = false
    }

    private let characters: [Character]
    private var index: Int
    private let end: Int

    init(_ line: String) {
        characters = Array(line)
        index = 0
        end = characters.count
    }

    private init(_ characters: [Character], _ index: Int, _ end: Int) {
        self.characters = characters
        self.index = index
        self.end = end
    }

    var isAtEnd: Bool { index >= end }
    /// 1-based.
    var column: Int { index + 1 }
    var rest: String { String(characters[index..<end]) }

    private var next: Character? { index < end ? characters[index] : nil }

    mutating func skipBlanks() { while let next, next == " " || next == "\t" || next == "\r" { index += 1 } }

    @discardableResult
    mutating func take(_ text: String) -> Bool {
        let wanted = Array(text)
        guard index + wanted.count <= end, Array(characters[index..<(index + wanted.count)]) == wanted else {
            return false
        }
        index += wanted.count
        return true
    }

    func peekWord() -> String { String(characters[index..<end].prefix { $0.isLetter }) }

    func isWordAlone(_ word: String) -> Bool { rest.filter { !" \t\r".contains($0) } == word }

    /// Up to the next semicolon outside quotes and brackets.
    mutating func takeStatement() -> MermaidScanner {
        let start = index
        var isQuoted = false
        var depth = 0
        while let next {
            if next == "\"" { isQuoted.toggle() }
            if !isQuoted {
                if "[({".contains(next) { depth += 1 }
                if "])}".contains(next) { depth -= 1 }
                if next == ";", depth <= 0 { break }
            }
            index += 1
        }
        let statement = MermaidScanner(characters, start, index)
        if index < end { index += 1 }
        return statement
    }

    /// `A`, `Content_Svc`, `ads-mcp`: up to a blank, a bracket, or the beginning of a link.
    mutating func takeIdentifier() -> String? {
        let start = index
        while let next {
            if next.isLetter || next.isNumber || "_.:/#$%*!?'".contains(next) {
                if next == ":", index + 2 < end, characters[index + 1] == ":", characters[index + 2] == ":" { break }
                index += 1
            } else if next == "-", index > start, index + 1 < end,
                characters[index + 1].isLetter || characters[index + 1].isNumber
            {
                index += 1
            } else {
                break
            }
        }
        return index > start ? String(characters[start..<index]) : nil
    }

    mutating func takeQuoted() -> String? {
        guard next == "\"" else { return nil }
        guard let close = characters[(index + 1)..<end].firstIndex(of: "\"") else { return nil }
        defer { index = close + 1 }
        return Self.decoded(String(characters[(index + 1)..<close]))
    }

    /// `:::important`.
    mutating func takeClass() { if take(":::") { _ = takeIdentifier() } }

    // MARK: - Shapes

    private static let shapes: [(open: String, close: String, shape: Diagram.Shape)] = [
        ("(((", ")))", .doubleCircle), ("((", "))", .circle), ("([", "])", .stadium), ("[[", "]]", .subroutine),
        ("[(", ")]", .cylinder), ("{{", "}}", .hexagon), ("[/", "/]", .leanRight), ("[/", "\\]", .trapezoid),
        ("[\\", "\\]", .leanLeft), ("[\\", "/]", .invertedTrapezoid), ("[", "]", .box), ("(", ")", .rounded),
        ("{", "}", .rhombus), (">", "]", .flag),
    ]

    /// A label in the brackets of its shape; nil, with nothing taken, where no shape stands.
    mutating func takeShape() -> (text: String, shape: Diagram.Shape)? {
        let start = index
        for (open, close, shape) in Self.shapes {
            index = start
            guard take(open) else { continue }
            if let text = takeLabel(until: close) { return (text, shape) }
        }
        index = start
        return nil
    }

    private mutating func takeLabel(until close: String) -> String? {
        skipBlanks()
        if next == "\"", let text = takeQuoted() {
            skipBlanks()
            return take(close) ? text : nil
        }
        let start = index
        let wanted = Array(close)
        while index + wanted.count <= end {
            if Array(characters[index..<(index + wanted.count)]) == wanted {
                let text = String(characters[start..<index])
                index += wanted.count
                return Self.decoded(text.trimmed)
            }
            index += 1
        }
        return nil
    }

    /// Line breaks, `#quot;` and `#35;`, and the backticks of Markdown strings.
    private static func decoded(_ text: String) -> String {
        var text = text.replacing(/<br *\/?>/.ignoresCase(), with: "\n").replacing("\\n", with: "\n")
        if text.hasPrefix("`"), text.hasSuffix("`"), text.count > 1 { text = String(text.dropFirst().dropLast()) }
        let names = ["quot": "\"", "amp": "&", "lt": "<", "gt": ">", "nbsp": " ", "apos": "'"]
        text = text.replacing(/#([a-zA-Z0-9]{1,8});/) { match in
            let name = String(match.output.1)
            if let character = names[name] { return character }
            return UInt32(name).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? String(match.output.0)
        }
        return text.trimmed
    }

    // MARK: - Links

    /// `-->`, `-.->`, `==>`, `<-->`, `---`, `--x`, `~~~`; with `|label|` behind it or `-- label -->` around it.
    mutating func takeLink() -> Link? {
        let start = index
        if let link = takeArrow() {
            skipBlanks()
            guard next == "|" else { return link }
            guard let close = characters[(index + 1)..<end].firstIndex(of: "|") else {
                index = start
                return nil
            }
            var labelled = link
            var text = String(characters[(index + 1)..<close]).trimmed
            if text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") { text = String(text.dropFirst().dropLast()) }
            labelled.label = text.isEmpty ? nil : Self.decoded(text)
            index = close + 1
            return labelled
        }
        index = start
        if let link = takeWrittenLink() { return link }
        index = start
        return nil
    }

    private mutating func takeArrow() -> Link? {
        if next == "~" {
            let count = takeRun("~")
            return count >= 3 ? Link(line: .solid, heads: .none, isInvisible: true) : nil
        }
        let start = takeHead(["<", "o", "x"], followedByLine: true)
        guard let line = takeLine() else { return nil }
        let last = takeHead([">", "o", "x"], followedByLine: false)
        if !line.isComplete, !last { return nil }
        let heads: Diagram.Edge.Heads = start && last ? .both : last || start ? .forward : .none
        return Link(line: line.line, heads: heads)
    }

    /// `-- label -->`, `-. label .->`, `== label ==>`.
    private mutating func takeWrittenLink() -> Link? {
        let hasHead = takeHead(["<", "o", "x"], followedByLine: true)
        let line: Diagram.Edge.Line
        if take("-.") {
            line = .dotted
        } else if take("--") {
            line = .solid
        } else if take("==") {
            line = .thick
        } else {
            return nil
        }
        let start = index
        while !isAtEnd {
            let place = index
            var tail = self
            if let arrow = tail.takeTail(line), place > start {
                let text = Self.decoded(String(characters[start..<place]).trimmed)
                self = tail
                let heads: Diagram.Edge.Heads = hasHead && arrow ? .both : arrow || hasHead ? .forward : .none
                return Link(label: text.isEmpty ? nil : text, line: line, heads: heads)
            }
            index += 1
        }
        return nil
    }

    /// The end of a link that has its label inside; whether it has a head.
    private mutating func takeTail(_ line: Diagram.Edge.Line) -> Bool? {
        switch line {
        case .solid: if takeRun("-") < 2 { return nil }
        case .thick: if takeRun("=") < 2 { return nil }
        case .dotted:
            guard next == "." else { return nil }
            _ = takeRun(".")
            if takeRun("-") < 1 { return nil }
        }
        return takeHead([">", "o", "x"], followedByLine: false)
    }

    /// A run of `-` or `=`, or `-.-`. A line without a head at its end needs three characters.
    private mutating func takeLine() -> (line: Diagram.Edge.Line, isComplete: Bool)? {
        if next == "=" {
            let count = takeRun("=")
            return count >= 2 ? (.thick, count >= 3) : nil
        }
        guard next == "-" else { return nil }
        let count = takeRun("-")
        if count == 1, next == "." {
            _ = takeRun(".")
            return takeRun("-") >= 1 ? (.dotted, true) : nil
        }
        return count >= 2 ? (.solid, count >= 3) : nil
    }

    private mutating func takeHead(_ heads: [Character], followedByLine: Bool) -> Bool {
        guard let next, heads.contains(next) else { return false }
        let after = index + 1 < end ? characters[index + 1] : " "
        if followedByLine, after != "-", after != "=" { return false }
        // A letter after a line is a head only if no word begins with it.
        if !followedByLine, next != ">", after.isLetter || after.isNumber || after == "_" { return false }
        index += 1
        return true
    }

    private mutating func takeRun(_ character: Character) -> Int {
        let start = index
        while next == character { index += 1 }
        return index - start
    }
}

extension String {
    /// Without blanks at both ends.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        let blanks = start.reversed().prefix { $0.isWhitespace }.count
        return String(start.dropLast(blanks))
    }
}
