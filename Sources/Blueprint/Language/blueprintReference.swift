/// Every key of the language with its meaning and its default, as Markdown tables: the second half of
/// `docs/blueprint.md`, printed from the same keys that the reader checks against.
package func blueprintReference() -> String {
    var chapters: [String] = [chapter("The blueprint", blueprintLanguage)]
    for key in blueprintLanguage {
        switch key.shape {
        case .named(let noun, _, .fields(let keys)):
            chapters.append(chapter("`\(key.name)`: each \(noun)", flattened(keys)))
        case .fields(let keys):
            chapters.append(chapter("`\(key.name)`", flattened(keys)))
        case .text, .choice, .number, .flag, .setting, .list, .oneOrMore, .named, .map, .anything:
            continue
        }
    }
    return chapters.joined(separator: "\n")
}

private func chapter(_ title: String, _ keys: [Key]) -> String {
    let rows = keys.map { key in
        "| `\(key.name)` | \(key.meaning) | \(value(key.shape)) | \(key.isRequired ? "required" : key.fallback ?? "") |\n"
    }
    return "### \(title)\n\n| key | meaning | value | default |\n|---|---|---|---|\n" + rows.joined()
}

/// A key that holds keys is followed by those, with dots between the names.
private func flattened(_ keys: [Key]) -> [Key] {
    keys.flatMap { key in
        switch key.shape {
        case .fields(let inner), .map(let inner, _): [key] + below(key.name, inner)
        case .named(_, _, .fields(let inner)): [key] + below("\(key.name).NAME", inner)
        case .list(.fields(let inner)): [key] + below("\(key.name)[]", inner)
        case .text, .choice, .number, .flag, .setting, .list, .oneOrMore, .named, .anything: [key]
        }
    }
}

private func below(_ name: String, _ keys: [Key]) -> [Key] {
    flattened(keys).map { key in
        var key = key
        key.name = "\(name).\(key.name)"
        return key
    }
}

private func value(_ shape: Shape) -> String {
    switch shape {
    case .text(let format): format.noun
    case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
    case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .flag: "`true`, `false`"
    case .setting: "a text, a number or a boolean"
    case .list(.fields), .list(.named): "a list of maps"
    case .list(let shape): "a list: \(value(shape))"
    case .oneOrMore(let shape): "one or a list: \(value(shape))"
    case .fields: "a map"
    case .named(let noun, _, .fields): "a map by \(noun)"
    case .named(let noun, _, let shape): "a map by \(noun): \(value(shape))"
    case .map(_, let other): "a map, or \(value(other))"
    case .anything: "a map of fields"
    }
}
