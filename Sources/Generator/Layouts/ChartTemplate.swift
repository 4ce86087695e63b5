import JSONTree
import YAMLTree

/// Makes one template of the objects of several environments, and collects the values that it takes.
///
/// What is the same everywhere is text. What differs is a parameter where the blueprint names what it is, and else a
/// value of the object's own. So the chart with an environment's values makes the environment's objects, and nothing is
/// a value that a person could set and that would not take effect everywhere it stands.
struct ChartTemplate {
    let parameters: [ChartParameter]
    let image: (registry: ChartParameter, tag: ChartParameter)
    /// Values beside the parameters, by environment, in the order of their first use.
    private(set) var values: [(path: [String], values: [String: YAML])] = []
    /// The parameters that a template names.
    private(set) var used: Set<[String]> = []
    private var taken: Set<[String]> = []
    /// What stands in the text for each expression, until the text is printed.
    private var expressions: [String] = []
    /// Does not occur in any object.
    private let mark: String

    init(parameters: [ChartParameter], image: (registry: ChartParameter, tag: ChartParameter), mark: String) {
        self.parameters = parameters
        self.image = image
        self.mark = mark
    }

    /// The text of an object as it is in each of the environments that have it.
    mutating func text(of objects: [String: RenderedObject]) -> String? {
        guard let name = objects.values.first?.name else { return nil }
        expressions = []
        let tree = merged(objects.mapValues(\.yaml), name, FieldPath())
        return template(YAML.text(documents: [tree]))
    }

    /// Notes that a parameter takes effect.
    mutating func use(_ parameter: [String]) { used.insert(parameter) }

    // MARK: - The tree

    private mutating func merged(_ values: [String: YAML], _ name: ObjectName, _ path: FieldPath) -> YAML {
        guard let first = values.values.first else { return .null }
        if isImage(path), let image = image(values, name, path) { return image }
        if isFingerprint(path) { return fingerprint(name, values) }
        if !holdsImage(first, at: path), values.values.allSatisfy({ $0 == first }) { return first.mapStrings(escaped) }
        if let maps = all(values, { if case .map(let entries) = $0 { entries } else { nil } }),
            let keys = common(maps.mapValues { $0.map(\.key) })
        {
            return .map(
                keys.enumerated().map { index, key in
                    let inner = maps.mapValues { $0[index].value }
                    return YAML.Entry(escaped(key), merged(inner, name, path + .key(key)))
                })
        }
        if let lists = all(values, { if case .list(let items) = $0 { items } else { nil } }),
            let count = common(lists.mapValues(\.count))
        {
            return .list((0..<count).map { index in merged(lists.mapValues { $0[index] }, name, path + .item(index)) })
        }
        if let texts = all(values, { if case .string(let text) = $0 { text } else { nil } }),
            let parts = chartText(texts, parameters[...])
        {
            return expression(quoted(parts))
        }
        return ownValue(values, name, path)
    }

    private func all<Value>(_ values: [String: YAML], _ read: (YAML) -> Value?) -> [String: Value]? {
        let found = values.compactMapValues(read)
        return found.count == values.count ? found : nil
    }

    private func common<Value: Equatable>(_ values: [String: Value]) -> Value? {
        guard let first = values.values.first, values.values.allSatisfy({ $0 == first }) else { return nil }
        return first
    }

    private func isImage(_ path: FieldPath) -> Bool {
        guard case .key("image")? = path.steps.last else { return false }
        return path.steps.contains(.key("containers"))
    }

    private func holdsImage(_ value: YAML, at path: FieldPath) -> Bool {
        value.fields.contains { isImage(FieldPath(path.steps + $0.path.steps)) }
    }

    /// Registry and tag are values even where all environments have the same. A digest belongs to one object.
    private mutating func image(_ values: [String: YAML], _ name: ObjectName, _ path: FieldPath) -> YAML? {
        var stems: Set<String> = []
        var digests: [String: YAML] = [:]
        for (environment, value) in values {
            guard case .string(let text) = value, let registry = image.registry.values[environment],
                let tag = image.tag.values[environment]
            else { return nil }
            let reference = text.prefix { $0 != "@" }
            guard reference.hasPrefix(registry + "/"), reference.hasSuffix(":" + tag),
                reference.utf8.count > registry.utf8.count + tag.utf8.count + 2
            else { return nil }
            stems.insert(String(reference.dropFirst(registry.count).dropLast(tag.count)))
            digests[environment] = .string(String(text.dropFirst(reference.count + 1)))
        }
        guard let stem = stems.first, stems.count == 1 else { return nil }
        let parts: [ChartTextPart] = [.parameter(image.registry), .literal(stem), .parameter(image.tag)]
        if digests.values.allSatisfy({ $0 == "" }) { return expression(quoted(parts)) }
        let digest = place(of: "digest", name, digests)
        for part in [image.registry, image.tag] { use(part.path) }
        return expression(
            "printf \(goString("%s" + stem.replacing("%", with: "%%") + "%s%s")) \(image.registry.expression) "
                + "\(image.tag.expression) (empty \(digest) | ternary \"\" (print \"@\" \(digest))) | quote")
    }

    /// The annotation that changes with the ConfigMap.
    private func isFingerprint(_ path: FieldPath) -> Bool { path.steps.last == .key("orrery.dev/configuration") }

    /// A hash of everything that may be set: the pods are replaced when a value changes that their ConfigMap may hold.
    private mutating func fingerprint(_ name: ObjectName, _ values: [String: YAML]) -> YAML {
        let own = values.sorted { $0.key < $1.key }.map(\.value.inline).joined(separator: " ")
        return expression("printf \"%s %s\" \(goString(own)) (toJson .Values) | sha256sum | trunc 16 | quote")
    }

    /// A value that belongs to this object alone: `services.content.horizontalPodAutoscaler.maxReplicas`. A map stands in
    /// a list of one: Helm would merge it with the map of the first environment, which `values.yaml` holds.
    private mutating func ownValue(_ values: [String: YAML], _ name: ObjectName, _ path: FieldPath) -> YAML {
        let field = path.steps.compactMap { if case .key(let key) = $0 { key.camelCased } else { nil } }.last ?? "value"
        let hasMap = values.values.contains { if case .map = $0 { true } else { false } }
        let expression = place(of: field, name, hasMap ? values.mapValues { .list([$0]) } : values)
        if hasMap { return self.expression("-toYaml (first \(expression))") }
        let isText = values.values.allSatisfy { if case .string = $0 { true } else { false } }
        let isWhole = values.values.allSatisfy { if case .int = $0 { true } else { false } }
        if isText { return self.expression("\(expression) | quote") }
        return self.expression(isWhole ? "\(expression) | int64" : "-toYaml \(expression)")
    }

    /// Keeps the values of a field of an object; returns what names them in a template.
    private mutating func place(of field: String, _ name: ObjectName, _ values: [String: YAML]) -> String {
        let owner = [name.namespace, name.name, name.kind].filter { !$0.isEmpty }.map(\.camelCased)
        var place = ["objects"] + owner + [field]
        var number = 2
        while !taken.insert(place).inserted {
            place[place.count - 1] = field + String(number)
            number += 1
        }
        self.values.append((place, values))
        return ".Values." + place.joined(separator: ".")
    }

    // MARK: - The text

    /// A text that stands for an action until the tree is printed.
    private mutating func expression(_ action: String) -> YAML {
        expressions.append(action)
        return .string("\(mark)\(expressions.count - 1)\(mark)")
    }

    private mutating func quoted(_ parts: [ChartTextPart]) -> String {
        for case .parameter(let parameter) in parts { use(parameter.path) }
        if case .parameter(let parameter)? = parts.first, parts.count == 1 { return "\(parameter.expression) | quote" }
        var format = ""
        var arguments: [String] = []
        for part in parts {
            switch part {
            case .literal(let text): format += text.replacing("%", with: "%%")
            case .parameter(let parameter):
                format += "%s"
                arguments.append(parameter.expression)
            }
        }
        return "printf \(goString(format)) \(arguments.joined(separator: " ")) | quote"
    }

    private func goString(_ text: String) -> String { JSON.string(text).text.replacing("{{", with: "{\\u007b") }

    /// Braces that open an action have a place-holder too, so that the printer's text holds no action of an object's.
    private func escaped(_ text: String) -> String { text.replacing("{{", with: mark + "{" + mark) }

    /// The printed tree as a template.
    private func template(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var line = String(line)
            for index in expressions.indices.reversed() where line.contains("\(mark)\(index)\(mark)") {
                let action = expressions[index]
                if action.hasPrefix("-") {
                    let indent = line.prefix { $0 == " " || $0 == "-" }.count + 2
                    line = line.replacing(
                        "\"\(mark)\(index)\(mark)\"",
                        with: "{{\(action.replacing("-toYaml", with: "- toYaml")) | nindent \(indent) }}")
                } else {
                    line = line.replacing("\"\(mark)\(index)\(mark)\"", with: "{{ \(action) }}")
                }
            }
            return line.replacing(mark + "{" + mark, with: "{{ \"{{\" }}")
        }.joined(separator: "\n")
    }
}

extension YAML {
    /// The same tree with other strings; keys are strings too.
    fileprivate func mapStrings(_ change: (String) -> String) -> YAML {
        switch self {
        case .null, .bool, .int, .double: self
        case .string(let text): .string(change(text))
        case .list(let items): .list(items.map { $0.mapStrings(change) })
        case .map(let entries): .map(entries.map { Entry(change($0.key), $0.value.mapStrings(change)) })
        }
    }
}
