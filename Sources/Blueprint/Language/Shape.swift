/// What may stand at one place of a blueprint.
///
/// The language is a tree of shapes (`blueprintLanguage`). The reader checks a file against it, the JSON Schema for
/// editors and the reference in `docs/blueprint.md` are printed from it, so that the three cannot drift apart.
indirect enum Shape: Sendable {
    /// A text of this form; see `Format`.
    case text(Format)
    /// One of these words.
    case choice([String])
    case number(ClosedRange<Int>)
    case flag
    /// A string, a number or a boolean, kept as it is written.
    case setting
    case list(Shape)
    /// One item, or a list of them.
    case oneOrMore(Shape)
    /// A map with these keys and no others.
    case fields([Key])
    /// A map of the user's own names; `noun` is what one entry is called in a message.
    case named(noun: String, Format, Shape)
    /// The map where a map stands, else the other.
    case map([Key], or: Shape)
    /// A map of anything: the fields of an object, as Kubernetes calls them.
    case anything
}

/// One key of the language.
struct Key: Sendable {
    var name: String
    var shape: Shape
    var isRequired: Bool
    /// One sentence for the editor and the reference, without its full stop.
    var meaning: String
    /// What holds where the key is missing, in words or as the value; nil for a required key and where nothing holds.
    var fallback: String?

    init(_ name: String, _ shape: Shape, required: Bool = false, default fallback: String? = nil, _ meaning: String) {
        self.name = name
        self.shape = shape
        self.isRequired = required
        self.meaning = meaning
        self.fallback = fallback
    }
}

extension Shape {
    /// What is expected, for a message: `a list`, `a map`.
    var expectation: String {
        switch self {
        case .text(let format): format.noun
        case .choice(let words): "one of " + words.map { "'\($0)'" }.joined(separator: ", ")
        case .number: "a whole number"
        case .flag: "'true' or 'false'"
        case .setting: "a text, a number or a boolean"
        case .list(let shape): "a list, each of \(shape.expectation)"
        case .oneOrMore(let shape): "\(shape.expectation), or a list of them"
        case .fields: "a map"
        case .named(let noun, _, _): "a map with one entry for each \(noun)"
        case .map(_, let other): "a map, or \(other.expectation)"
        case .anything: "a map of fields"
        }
    }
}
