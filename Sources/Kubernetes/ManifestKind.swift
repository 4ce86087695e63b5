package import YAMLTree

/// One kind of object: its API, its text form, and how it is read back.
package protocol ManifestKind: Equatable, Sendable {
    /// The version of the API that it is written in, and read from.
    static var apiVersion: String { get }
    /// Every version that it is read from: more than one where two controllers have the kind in groups of their own.
    static var apiVersions: [String] { get }
    static var kind: String { get }
    /// The version that this object is written in.
    var apiVersion: String { get }
    var metadata: ObjectMeta { get set }

    /// Everything after `metadata`, in the order in which it is written: `spec`, `data` and the like.
    var body: [YAML.Entry] { get }

    /// The whole object, ready for the printer.
    var yaml: YAML { get }

    /// Reads everything after `metadata`. A missing or mistyped field is recorded in the reader and takes a default.
    init(metadata: ObjectMeta, reading object: inout FieldReader)
}

extension ManifestKind {
    package static var apiVersions: [String] { [apiVersion] }
    package var apiVersion: String { Self.apiVersion }

    package var yaml: YAML {
        .map(
            [
                YAML.Entry("apiVersion", .string(apiVersion)), YAML.Entry("kind", .string(Self.kind)),
                YAML.Entry("metadata", metadata.yaml),
            ] + body)
    }
}
