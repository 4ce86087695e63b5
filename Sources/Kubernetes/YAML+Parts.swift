package import YAMLTree

extension YAML {
    /// A list; nil when there is nothing in it, so that its key is left out.
    package static func parts(_ elements: [YAML]) -> YAML? { elements.isEmpty ? nil : .list(elements) }

    package static func optional(_ text: String?) -> YAML? { text.map(YAML.string) }
    package static func optional(_ number: Int?) -> YAML? { number.map(YAML.int) }
    package static func optional(_ flag: Bool?) -> YAML? { flag.map(YAML.bool) }
}
