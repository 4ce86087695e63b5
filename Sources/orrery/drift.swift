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
    let nodes = Dictionary(found.map { ($0.object.name, $0.node) }) { first, _ in first }
    let expected = objects(in: made.files, below: made.folder).map(\.object)
    return differences(from: found.map(\.object), to: expected).flatMap { difference -> [Diagnostic] in
        let title = title(of: difference.name)
        switch difference {
        case .onlyInFirst(let object):
            return [warning("\(title) is not made by the blueprint", at: nodes[object.name]?.span)]
        case .onlyInSecond:
            return [warning("\(title), which the blueprint makes, is in none of the manifests", at: nil)]
        case .changed(let object, _, let fields):
            guard let node = nodes[object.name] else { return [] }
            return fields.map { diagnostic($0, of: title, in: node) }
        }
    }
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

/// One object of a file, or a whole file that holds none, with its lines.
private struct FoundObject {
    var object: RenderedObject
    var node: LocatedNode
}

/// What a file without an object is called, beside the kinds of objects.
private let fileKind = "file"

private func objects(in files: [(path: String, text: String)], below folder: String) -> [FoundObject] {
    files.flatMap { file -> [FoundObject] in
        var diagnostics: [Diagnostic] = []
        return readDocuments(file.text, file: file.path, &diagnostics).filter { $0.yaml != .null }.map { node in
            let path = file.path.hasPrefix(folder + "/") ? file.path.dropFirst(folder.count + 1) : file.path[...]
            let name = ObjectName(node) ?? ObjectName(kind: fileKind, name: String(path))
            return FoundObject(
                object: RenderedObject(name: name, apiVersion: "", yaml: node.yaml, file: file.path), node: node)
        }
    }
}

/// `Deployment 'services/content'`.
private func title(of name: ObjectName) -> String {
    if name.kind == fileKind { return "the file '\(name.name)'" }
    return "\(name.kind) '\(name.namespace.isEmpty ? "" : name.namespace + "/")\(name.name)'"
}

private func diagnostic(_ field: FieldDifference, of title: String, in node: LocatedNode) -> Diagnostic {
    switch (field.old, field.new) {
    case (nil, _):
        return warning(
            "the blueprint makes '\(field.path)', which is missing in \(title)", at: node.nearestSpan(to: field.path))
    case (_, nil):
        return warning("the blueprint does not make '\(field.path)' of \(title)", at: node.nearestSpan(to: field.path))
    case (let old?, let new?):
        return warning(
            "'\(field.path)' is \(old.inline), where the blueprint makes \(new.inline), in \(title)",
            at: node.nearestSpan(to: field.path))
    }
}

private func warning(_ message: String, at span: SourceSpan?) -> Diagnostic {
    Diagnostic("drift", message, at: span, severity: .warning)
}

extension LocatedNode {
    /// Where the field stands, or the nearest one around it that is there.
    fileprivate func nearestSpan(to path: FieldPath) -> SourceSpan {
        var steps = path.steps
        while !steps.isEmpty {
            if let found = field(at: FieldPath(steps)) {
                if case .scalar = found.value.value { return found.value.span }
                return found.span
            }
            steps.removeLast()
        }
        return span
    }
}
