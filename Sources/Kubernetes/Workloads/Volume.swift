package import Diagnostics
package import YAMLTree

/// Files that a pod's containers may mount; API reference: "Volume v1 core".
package struct Volume: Equatable, Sendable {
    package enum Source: Equatable, Sendable {
        case secret(Files, defaultMode: Int?)
        case configMap(Files, defaultMode: Int?)
        case emptyDir(medium: String?, sizeLimit: String?)
        case projected([Projection], defaultMode: Int?)
    }

    /// The keys of a config map or secret, as files.
    package struct Files: Equatable, Sendable {
        /// The object's name.
        package var name: String
        /// Key and path of each file; empty for every key under its own name.
        package var items: [ObjectMeta.Pair]
        package var optional: Bool

        package init(_ name: String, items: [ObjectMeta.Pair] = [], optional: Bool = false) {
            self.name = name
            self.items = items
            self.optional = optional
        }
    }

    /// One of the sources that a projected volume puts into one folder.
    package enum Projection: Equatable, Sendable {
        case secret(Files)
        case configMap(Files)
        case serviceAccountToken(path: String, audience: String?, expirationSeconds: Int?)
    }

    package var name: String
    package var source: Source
    @Position package var span: SourceSpan?

    package init(name: String, source: Source) {
        self.name = name
        self.source = source
        self.span = nil
    }

    package init(reading object: inout FieldReader) {
        name = object.string("name")
        // A secret volume says 'secretName' where every other source says 'name'.
        let secret = object.optional("secret") { source in
            Source.secret(Files(reading: &source, name: "secretName"), defaultMode: source.optionalInt("defaultMode"))
        }
        let configMap = object.optional("configMap") { source in
            Source.configMap(Files(reading: &source, name: "name"), defaultMode: source.optionalInt("defaultMode"))
        }
        let emptyDir = object.optional("emptyDir") { source in
            Source.emptyDir(
                medium: source.optionalString("medium"), sizeLimit: source.optionalString("sizeLimit"))
        }
        let projected = object.optional("projected") { source in
            Source.projected(
                source.elements("sources") { Projection(reading: &$0) }.compactMap { $0 },
                defaultMode: source.optionalInt("defaultMode"))
        }
        if secret == nil, configMap == nil, emptyDir == nil, projected == nil {
            object.report(object.node, "the volume '\(name)' has a source that is not known here")
        }
        source = secret ?? configMap ?? emptyDir ?? projected ?? .emptyDir(medium: nil, sizeLimit: nil)
        span = object.span
    }

    package var yaml: YAML {
        let (kind, value): (String, YAML) =
            switch source {
            case .secret(let files, let mode): ("secret", .map(files.entries(name: "secretName", mode)))
            case .configMap(let files, let mode): ("configMap", .map(files.entries(name: "name", mode)))
            case .emptyDir(let medium, let limit):
                ("emptyDir", .object(["medium": .optional(medium), "sizeLimit": .optional(limit)]))
            case .projected(let sources, let mode):
                (
                    "projected",
                    .object(["defaultMode": .optional(mode), "sources": .list(sources.map(\.yaml))])
                )
            }
        return .object(["name": .string(name), kind: value])
    }
}

extension Volume.Files {
    fileprivate init(reading object: inout FieldReader, name key: String) {
        name = object.string(key)
        items = object.elements("items") { .init($0.string("key"), $0.string("path")) }
        optional = object.optionalBool("optional") ?? false
    }

    fileprivate func entries(name key: String, _ defaultMode: Int?) -> [YAML.Entry] {
        let files = items.map { YAML.object(["key": .string($0.name), "path": .string($0.value)]) }
        let optionalEntries: [YAML.Entry?] = [
            .init(key, .string(name)), defaultMode.map { .init("defaultMode", .int($0)) },
            files.isEmpty ? nil : .init("items", .list(files)), optional ? .init("optional", true) : nil,
        ]
        return optionalEntries.compactMap { $0 }
    }
}

extension Volume.Projection {
    fileprivate init?(reading object: inout FieldReader) {
        let secret = object.optional("secret") { Self.secret(.init(reading: &$0, name: "name")) }
        let configMap = object.optional("configMap") { Self.configMap(.init(reading: &$0, name: "name")) }
        let token = object.optional("serviceAccountToken") { source in
            Self.serviceAccountToken(
                path: source.string("path"), audience: source.optionalString("audience"),
                expirationSeconds: source.optionalInt("expirationSeconds"))
        }
        guard let projection = secret ?? configMap ?? token else { return nil }
        self = projection
    }

    fileprivate var yaml: YAML {
        switch self {
        case .secret(let files): .object(["secret": .map(files.entries(name: "name", nil))])
        case .configMap(let files): .object(["configMap": .map(files.entries(name: "name", nil))])
        case .serviceAccountToken(let path, let audience, let seconds):
            .object([
                "serviceAccountToken": .object([
                    "path": .string(path), "audience": .optional(audience), "expirationSeconds": .optional(seconds),
                ])
            ])
        }
    }
}
