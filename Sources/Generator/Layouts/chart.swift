import Blueprint
import Kubernetes
import YAMLTree

// The layout `helm`: one chart, and the values of each environment. https://helm.sh/docs/topics/charts/

/// Its files: `Chart.yaml`, `values.yaml` with the values of the first environment, one file of values for each
/// environment, and a template for each file that the plain layout has.
func chart(of system: System, _ files: [(Environment, [GeneratedFile])], blueprint: String) -> [TextFile] {
    let environments = files.map(\.0)
    let folder = "\(system.name)/chart/"
    let firstLine = GeneratedFile.firstLine(blueprint: blueprint)
    let objects = files.map { environment, files in
        (environment.name, IndexedObjects(files.flatMap(\.rendered).filter { $0.name.kind != projectKind }))
    }
    let parameters = chartParameters(of: system, environments)
    var template = ChartTemplate(
        parameters: longestFirst(parameters), image: (imageRegistry(environments), imageTag(environments)),
        mark: mark(for: objects.flatMap(\.1.all)))
    var texts: [(path: String, text: String)] = []
    for (path, names) in objectsByFile(objects, environments, system) {
        let documents = names.compactMap { name -> String? in
            let found = objects.compactMap { environment, objects in objects[name].map { (environment, $0) } }
            guard let text = template.text(of: Dictionary(found) { first, _ in first }) else { return nil }
            if found.count == environments.count { return text }
            template.use(["environment"])
            let names = found.map { "\"\($0.0)\"" }.joined(separator: " ")
            return "{{- if has .Values.environment (list \(names)) }}\n\(text){{- end }}\n"
        }
        texts.append((path, firstLine + documents.joined()))
    }
    var made = [TextFile(path: folder + "Chart.yaml", text: firstLine + chartFile(of: system, environments).text)]
    for (index, environment) in environments.enumerated() {
        let text = firstLine + values(of: template, parameters, in: environment.name).text
        if index == 0 { made.append(TextFile(path: folder + "values.yaml", text: text)) }
        made.append(TextFile(path: folder + "values-\(environment.name).yaml", text: text))
    }
    made += texts.map { TextFile(path: folder + "templates/" + $0.path, text: $0.text) }
    return made
}

private func chartFile(of system: System, _ environments: [Environment]) -> YAML {
    let tag = environments.first?.tag ?? ""
    let isVersion = tag.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+/) != nil
    return .object([
        "apiVersion": "v2", "name": .string(system.name), "type": "application",
        "description": .string("The system \(system.name); 'values-ENVIRONMENT.yaml' has what differs"),
        "version": .string(isVersion ? tag : "0.1.0"), "appVersion": .string(tag),
        "kubeVersion": ">=1.33.0-0",
    ])
}

/// The names of the objects of each file, in the order of the first environment that has them.
private func objectsByFile(
    _ objects: [(String, IndexedObjects)], _ environments: [Environment], _ system: System
) -> [(path: String, names: [ObjectName])] {
    var order: [String] = []
    var names: [String: [ObjectName]] = [:]
    var seen: Set<ObjectName> = []
    for (environment, objects) in objects {
        for object in objects.all where seen.insert(object.name).inserted {
            let path = String(object.file.dropFirst("\(system.name)/\(environment)/".count))
            if names[path] == nil { order.append(path) }
            names[path, default: []].append(object.name)
        }
    }
    return order.map { ($0, names[$0] ?? []) }
}

/// What a template is filled with in one environment: the parameters that a template names, then objects' own values.
private func values(of template: ChartTemplate, _ parameters: [ChartParameter], in environment: String) -> YAML {
    var tree = YAML.map([])
    for parameter in parameters where template.used.contains(parameter.path) {
        tree = tree.overlaid(with: nested(parameter.path, .string(parameter.values[environment] ?? "")))
    }
    for (path, values) in template.values {
        guard let value = values[environment] else { continue }
        tree = tree.overlaid(with: nested(path, value))
    }
    return tree
}

private func nested(_ path: [String], _ value: YAML) -> YAML {
    path.reversed().reduce(value) { inner, key in .map([.init(key, inner)]) }
}

/// The objects of one environment, in order and by name.
struct IndexedObjects {
    let all: [RenderedObject]
    private let byName: [ObjectName: RenderedObject]

    init(_ objects: [RenderedObject]) {
        all = objects
        byName = Dictionary(objects.map { ($0.name, $0) }) { first, _ in first }
    }

    subscript(name: ObjectName) -> RenderedObject? { byName[name] }
}

/// A text that occurs in no object: private-use characters, as many as it takes.
private func mark(for objects: [RenderedObject]) -> String {
    let longest = objects.map { longestRun(of: "\u{E000}", in: $0.yaml) }.max() ?? 0
    return String(repeating: "\u{E000}", count: longest + 1)
}

private func longestRun(of scalar: Unicode.Scalar, in value: YAML) -> Int {
    func run(_ text: String) -> Int {
        var (longest, current) = (0, 0)
        for other in text.unicodeScalars {
            current = other == scalar ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
    return switch value {
    case .null, .bool, .int, .double: 0
    case .string(let text): run(text)
    case .list(let items): items.map { longestRun(of: scalar, in: $0) }.max() ?? 0
    case .map(let entries): entries.map { max(run($0.key), longestRun(of: scalar, in: $0.value)) }.max() ?? 0
    }
}
