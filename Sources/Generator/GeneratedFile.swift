package import Blueprint
package import JSONTree
package import Kubernetes
import YAMLTree

/// One file that the generator makes.
package struct GeneratedFile: Equatable, Sendable {
    package enum Content: Equatable, Sendable {
        case objects([Manifest])
        /// For a platform that is configured in JSON.
        case json(JSON)
    }

    /// Relative to the output folder: `promptsales/dev/services/content.yaml`.
    package var path: String
    package var content: Content
    /// What the blueprint adds to objects of this file, in the order in which it is added.
    package var extras: [Extra] = []

    package init(path: String, content: Content) {
        self.path = path
        self.content = content
    }

    package init(path: String, objects: [Manifest]) { self.init(path: path, content: .objects(objects)) }

    /// The objects; none for a file of another platform.
    package var objects: [Manifest] {
        switch content {
        case .objects(let objects): objects
        case .json: []
        }
    }

    /// The file's text. A YAML file opens with a comment that names `blueprint`, the path of what it was made from.
    package func text(blueprint: String) -> String {
        switch content {
        case .objects(let objects):
            let firstLine = Self.firstLine(blueprint: blueprint)
            // The routes of a thousand services are in one file.
            let pieces = objects.pieces(of: 64)
            if pieces.count < 2 { return text(of: objects[...], below: firstLine) }
            return firstLine + pieces.concurrentMap(pieceSize: 1) { text(of: $0) }.joined()
        case .json(let document): return document.prettyText
        }
    }

    private func text(of objects: ArraySlice<Manifest>, below comment: String = "") -> String {
        YAML.text(below: comment, count: objects.count) { number in
            let object = objects[objects.startIndex + number]
            return extras.isEmpty ? object.yaml : object.yaml.adding(extras, to: ObjectName(object))
        }
    }

    /// What every YAML file of ours begins with; by it we know our own.
    package static let mark = "# Made by 'orrery generate' from "
    private static let markEnd = "; change that, not this.\n"

    static func firstLine(blueprint: String) -> String { mark + blueprint + markEnd }

    /// The blueprint that a file of ours names in its first line; nil for any other file.
    package static func blueprint(of text: String) -> String? {
        guard text.hasPrefix(mark), let end = text.firstRange(of: markEnd.dropLast()) else { return nil }
        return String(text[text.index(text.startIndex, offsetBy: mark.count)..<end.lowerBound])
    }
}
