package import YAMLTree

/// One kind of object: its API, its text form, and how it is read back.
package protocol ManifestKind: Equatable, Sendable {
    static var apiVersion: String { get }
    static var kind: String { get }
    var metadata: ObjectMeta { get set }

    /// Everything after `metadata`, in the order in which it is written: `spec`, `data` and the like.
    var body: [YAML.Entry] { get }

    /// The whole object, ready for the printer.
    var yaml: YAML { get }

    /// Reads everything after `metadata`. A missing or mistyped field is recorded in the reader and takes a default.
    init(metadata: ObjectMeta, reading object: inout FieldReader)
}

extension ManifestKind {
    package var yaml: YAML {
        .map(
            [
                YAML.Entry("apiVersion", .string(Self.apiVersion)), YAML.Entry("kind", .string(Self.kind)),
                YAML.Entry("metadata", metadata.yaml),
            ] + body)
    }
}
