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
        case .objects(let objects): Self.firstLine(blueprint: blueprint) + YAML.text(documents: objects.map(\.yaml))
        case .json(let document): document.prettyText
        }
    }

    /// What every YAML file of ours begins with; by it we know our own.
    static let mark = "# Made by 'orrery generate' from "

    private static func firstLine(blueprint: String) -> String { mark + blueprint + "; change that, not this.\n" }
}
