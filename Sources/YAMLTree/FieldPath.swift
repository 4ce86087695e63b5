/// The place of a field in its object: `spec.template.spec.containers[0].image`.
package struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    package enum Step: Hashable, Sendable {
        case key(String)
        case item(Int)
    }

    package var steps: [Step]

    package init(_ steps: [Step] = []) { self.steps = steps }

    package static func + (path: FieldPath, step: Step) -> FieldPath { FieldPath(path.steps + [step]) }

    /// Whether `other` is this field or stands below it.
    package func contains(_ other: FieldPath) -> Bool { other.steps.starts(with: steps) }

    /// Keys with other characters than letters, digits, `-` and `_` stand in brackets and quotes:
    /// `metadata.annotations["orrery.dev/contract"]`.
    package var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .item(let index): text += "[\(index)]"
            case .key(let key):
                if !key.isEmpty, key.utf8.allSatisfy(isPlain) {
                    text += (text.isEmpty ? "" : ".") + key
                } else {
                    let escaped = key.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                    text += "[\"\(escaped)\"]"
                }
            }
        }
    }
}

extension FieldPath.Step: ExpressibleByStringLiteral {
    package init(stringLiteral key: String) { self = .key(key) }
}

private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
    default: false
    }
}

extension FieldPath {
    /// Reads what `description` writes; quotes in brackets may be single ones, and may be left out:
    /// `containers[content]` is then the item with that name, which only an object can tell (`resolved(in:)`).
    package init?(_ text: String) {
        var steps: [Step] = []
        var rest = Substring(text)
        if rest.first == "." { rest.removeFirst() }
        while let first = rest.first {
            if first == "[" {
                rest.removeFirst()
                guard let (step, tail) = Self.bracketed(rest) else { return nil }
                steps.append(step)
                rest = tail
                if rest.first == "." { rest.removeFirst() }
            } else {
                let key = rest.prefix { $0 != "." && $0 != "[" }
                if key.isEmpty { return nil }
                steps.append(.key(String(key)))
                rest = rest.dropFirst(key.count)
                if rest.first == "." { rest.removeFirst() }
            }
        }
        self.init(steps)
    }

    /// What stands after an opening bracket, and the text after the closing one.
    private static func bracketed(_ text: Substring) -> (Step, Substring)? {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            guard let end = text.firstIndex(of: "]"), end > text.startIndex else { return nil }
            let word = String(text[..<end])
            return (Int(word).map(Step.item) ?? .key(word), text[text.index(after: end)...])
        }
        var key = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if character == quote {
                guard rest.popFirst() == "]" else { return nil }
                return (.key(key), rest)
            }
            if character == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                key.append(escaped)
            } else {
                key.append(character)
            }
        }
        return nil
    }
}
