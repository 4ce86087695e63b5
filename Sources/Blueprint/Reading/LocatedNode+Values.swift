import YAMLTree

// What a node says, for a reader whose file has been checked against the language: nil where it says something else,
// about which a diagnostic has then been recorded.

extension LocatedNode {
    /// The text of a string.
    var text: String? {
        if case .scalar(.string(let text), _) = value { text } else { nil }
    }

    /// The text of a string, a number or a boolean, as it is written.
    var source: String? {
        switch value {
        case .scalar(.null, _), .list, .map: nil
        case .scalar(_, let source): source
        }
    }

    var number: Int? {
        if case .scalar(.int(let number), _) = value { number } else { nil }
    }

    var flag: Bool? {
        if case .scalar(.bool(let flag), _) = value { flag } else { nil }
    }

    /// The items of a list; anything else stands for itself alone.
    var items: [LocatedNode] {
        switch value {
        case .list(let nodes): nodes
        case .scalar(.null, _): []
        case .scalar, .map: [self]
        }
    }

    /// The entries of a map; empty for anything else.
    var entries: [Entry] {
        if case .map(let entries) = value { entries } else { [] }
    }

    /// The text, where it has the form that the language asks for.
    func text(_ format: Format) -> String? {
        guard let text = format.acceptsNumbers ? source : text, format.accepts(text) else { return nil }
        return text
    }

    /// The word as a value of a closed choice.
    func choice<Choice: RawRepresentable<String>>(_ type: Choice.Type = Choice.self) -> Choice? {
        text.flatMap(Choice.init)
    }

    func number(in range: ClosedRange<Int>) -> Int? {
        number.flatMap { range.contains($0) ? $0 : nil }
    }

    /// A duration such as `30s` or `5m`.
    var seconds: Int? {
        guard let text = text(.duration), let number = Int(text.dropLast()) else { return nil }
        return text.hasSuffix("m") ? number * 60 : number
    }
}
