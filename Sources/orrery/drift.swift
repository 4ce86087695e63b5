import Blueprint
import Diagnostics
import YAMLTree
import Generator

/// Where manifests differ from those that a blueprint makes: object by object and field by field, each with its line.
///
/// Objects belong together by kind, namespace and name, whatever file they stand in; the items of a list by their names,
/// or else by their places.
///
/// - Parameters:
///   - files: the manifests that are there, which the places are in; and the folder they are in.
///   - made: what the blueprint makes; and the folder that it makes for the environment.
func drift(
    of files: (files: [(path: String, text: String)], folder: String),
    from made: (files: [(path: String, text: String)], folder: String)
) -> [Diagnostic] {
    let found = objects(in: files.files, below: files.folder)
    let expected = objects(in: made.files, below: made.folder)
    var diagnostics: [Diagnostic] = []
    for object in found {
        guard let other = expected.first(where: { $0.title == object.title }) else {
            diagnostics.append(
                Diagnostic(
                    "drift", "\(object.title) is not made by the blueprint", at: object.node.span, severity: .warning))
            continue
        }
        compare(object.node, other.node, "", of: object.title, &diagnostics)
    }
    for object in expected where !found.contains(where: { $0.title == object.title }) {
        diagnostics.append(
            Diagnostic(
                "drift", "\(object.title), which the blueprint makes, is in none of the manifests", severity: .warning))
    }
    return diagnostics
}

extension System {
    /// The drift of `files` from the environment that they come nearest to, or from the one that is named; at most
    /// `limit` places, and then how many there are.
    func drift(
        of files: [(path: String, text: String)], in folder: String, environment: String?, blueprint: String,
        limit: Int = 20
    ) throws -> [Diagnostic] {
        let names = environment.map { [$0] } ?? environments.map(\.name)
        let all = try names.map { name in
            let made = try generatedFiles(environment: name, blueprint: blueprint).map {
                (path: $0.path, text: $0.text)
            }
            return (name: name, drift: orrery.drift(of: (files, folder), from: (made, "\(self.name)/\(name)")))
        }
        guard let nearest = all.min(by: { $0.drift.count < $1.drift.count }), !nearest.drift.isEmpty else { return [] }
        let count = nearest.drift.count
        let places = count == 1 ? "1 place" : "\(count) places"
        let summary = Diagnostic(
            "drift", "the manifests differ from what the blueprint makes for '\(nearest.name)' in \(places)",
            severity: .warning, help: "they run as they are; 'orrery generate' makes the blueprint's own")
        return Array(nearest.drift.prefix(limit)) + [summary]
    }
}

/// One object of a file, or a whole file that holds none.
private struct FoundObject {
    /// `Deployment 'services/content'`
    var title: String
    var node: LocatedNode
}

private func objects(in files: [(path: String, text: String)], below folder: String) -> [FoundObject] {
    files.flatMap { file -> [FoundObject] in
        var diagnostics: [Diagnostic] = []
        return readDocuments(file.text, file: file.path, &diagnostics).filter { $0.yaml != .null }.map { node in
            let metadata = node["metadata"]
            let name = [metadata?["namespace"]?.text, metadata?["name"]?.text].compactMap(\.self).joined(separator: "/")
            guard let kind = node["kind"]?.text, !name.isEmpty else {
                let path = file.path.hasPrefix(folder + "/") ? file.path.dropFirst(folder.count + 1) : file.path[...]
                return FoundObject(title: "the file '\(path)'", node: node)
            }
            return FoundObject(title: "\(kind) '\(name)'", node: node)
        }
    }
}

private func compare(
    _ node: LocatedNode, _ other: LocatedNode, _ path: String, of title: String, _ diagnostics: inout [Diagnostic]
) {
    func report(_ message: String, at span: SourceSpan) {
        diagnostics.append(Diagnostic("drift", "\(message) \(title)", at: span, severity: .warning))
    }
    switch (node.value, other.value) {
    case (.map(let entries), .map(let others)):
        for entry in entries {
            let field = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            if let counterpart = others.first(where: { $0.key == entry.key }) {
                compare(entry.value, counterpart.value, field, of: title, &diagnostics)
            } else {
                report("the blueprint does not make '\(field)' of", at: entry.keySpan)
            }
        }
        for entry in others where !entries.contains(where: { $0.key == entry.key }) {
            report(
                "the blueprint makes '\(path.isEmpty ? entry.key : "\(path).\(entry.key)")', which is missing in",
                at: node.span)
        }
    case (.list(let items), .list(let others)):
        // By their names, where those tell the items apart.
        let (names, otherNames) = (keys(of: items), keys(of: others))
        for (name, item) in zip(names, items) {
            let field = "\(path)[\(name)]"
            if let index = otherNames.firstIndex(of: name) {
                compare(item, others[index], field, of: title, &diagnostics)
            } else {
                report("the blueprint does not make '\(field)' of", at: item.span)
            }
        }
        for name in otherNames where !names.contains(name) {
            report("the blueprint makes '\(path)[\(name)]', which is missing in", at: node.span)
        }
    case (.scalar, _), (.map, _), (.list, _):
        if node.yaml == other.yaml { return }
        report("'\(path)' is \(node.shown), where the blueprint makes \(other.shown), in", at: node.span)
    }
}

/// What tells the items of a list apart: their names, or their places where they have none of their own.
private func keys(of items: [LocatedNode]) -> [String] {
    let names = items.compactMap { $0["name"]?.text }
    let tellApart = names.count == items.count && Set(names).count == names.count
    return tellApart ? names : items.indices.map(String.init)
}

extension LocatedNode {
    /// The text of a scalar; nil for anything else and for nothing.
    fileprivate var text: String? {
        if case .scalar(let value, let source) = value, value != .null { source } else { nil }
    }

    /// A scalar as it is written, else what it is.
    fileprivate var shown: String { text.map { "'\($0)'" } ?? kindName }
}
