import Diagnostics
import YAMLTree

/// The context of the outermost keys.
let wholeBlueprint = "the blueprint"

/// Checks a node against the language and records everything that does not fit. `context` says whose value it is:
/// `service 'content'`; only a mistake asks for it.
func checkShape(
    _ shape: Shape, of node: LocatedNode, in context: @autoclosure () -> String, _ diagnostics: inout [Diagnostic]
) {
    switch shape {
    case .fields(let keys):
        checkFields(keys, of: node, in: context(), &diagnostics)
    case .map(let keys, let other):
        if case .map = node.value {
            checkFields(keys, of: node, in: context(), &diagnostics)
        } else {
            checkShape(other, of: node, in: context(), &diagnostics)
        }
    case .named(let noun, let format, let shape):
        guard case .map(let entries) = node.value else {
            return diagnostics.append(.wrongType(node, in: context(), expected: shape.named(noun)))
        }
        for index in entries.indices {
            let name = entries[index].key
            if !format.accepts(name) {
                diagnostics.append(.invalidText(name, format, at: entries[index].keySpan, noun: "\(noun) name"))
            }
            // A value that is only missing reads as a map without entries; its required keys are then named.
            checkShape(shape, of: entries[index].value, in: "\(noun) '\(name)'", &diagnostics)
        }
    case .list(let shape):
        guard case .list(let items) = node.value else {
            return diagnostics.append(.wrongType(node, in: context(), expected: "a list"))
        }
        checkItems(shape, items, in: context(), &diagnostics)
    case .oneOrMore(let shape):
        if case .list(let items) = node.value {
            checkItems(shape, items, in: context(), &diagnostics)
        } else {
            checkShape(shape, of: node, in: context(), &diagnostics)
        }
    case .anything:
        guard case .map = node.value else {
            return diagnostics.append(.wrongType(node, in: context(), expected: shape.expectation))
        }
    case .text, .choice, .number, .flag, .setting:
        checkScalar(shape, node, in: context(), &diagnostics)
    }
}

private func checkFields(
    _ keys: [Key], of node: LocatedNode, in context: @autoclosure () -> String, _ diagnostics: inout [Diagnostic]
) {
    let entries: [LocatedNode.Entry]
    switch node.value {
    case .map(let found): entries = found
    case .scalar(.null, _) where !keys.contains(where: \.isRequired): return
    case .scalar(.null, _): entries = []
    case .scalar, .list: return diagnostics.append(.wrongType(node, in: context(), expected: "a map"))
    }
    for index in entries.indices {
        let name = entries[index].key
        if let key = keys.indices.first(where: { keys[$0].name == name }) {
            checkShape(keys[key].shape, of: entries[index].value, in: place(of: name, in: context()), &diagnostics)
        } else {
            diagnostics.append(.unknownKey(entries[index], in: context(), known: keys.map(\.name)))
        }
    }
    for index in keys.indices where keys[index].isRequired && entries.place(of: keys[index].name) == nil {
        diagnostics.append(.missingKey(keys[index], in: context(), at: node.span))
    }
}

private func place(of key: String, in context: String) -> String {
    context == wholeBlueprint ? "'\(key)'" : "'\(key)' of \(context)"
}

private func checkItems(
    _ shape: Shape, _ items: [LocatedNode], in context: @autoclosure () -> String, _ diagnostics: inout [Diagnostic]
) {
    var places: [String: Int] = [:]
    for index in items.indices {
        checkShape(shape, of: items[index], in: context(), &diagnostics)
        guard let text = items[index].text else { continue }
        let first: Int?
        // Few texts are compared one by one, which is quicker than to hash them.
        if items.count <= 8 {
            first = (0..<index).first { items[$0].text == text }
        } else {
            first = places[text]
            if first == nil { places[text] = index }
        }
        if let first {
            let place = items[index].span
            diagnostics.append(.repeatedValue(text, in: context(), at: place, first: items[first].span))
        }
    }
}

private func checkScalar(
    _ shape: Shape, _ node: LocatedNode, in context: @autoclosure () -> String, _ diagnostics: inout [Diagnostic]
) {
    guard case .scalar(let scalar, let source) = node.value else {
        return diagnostics.append(.wrongType(node, in: context(), expected: shape.expectation))
    }
    switch (shape, scalar) {
    case (.text(let format), .string(let text)):
        if !format.accepts(text) { diagnostics.append(.invalidText(text, format, at: node.span)) }
    case (.text(let format), .int) where format.acceptsNumbers,
        (.text(let format), .double) where format.acceptsNumbers:
        if !format.accepts(source) { diagnostics.append(.invalidText(source, format, at: node.span)) }
    case (.choice(let words), .string(let text)):
        if !words.contains(text) { diagnostics.append(.invalidChoice(text, of: words, in: context(), at: node.span)) }
    case (.number(let range), .int(let number)):
        if !range.contains(number) {
            diagnostics.append(.numberOutOfRange(source, range, in: context(), at: node.span))
        }
    case (.flag, .bool), (.setting, .string), (.setting, .int), (.setting, .double), (.setting, .bool):
        break
    default:
        diagnostics.append(.wrongType(node, in: context(), expected: shape.expectation))
    }
}

extension Shape {
    fileprivate func named(_ noun: String) -> String { "a map with one entry for each \(noun)" }
}
