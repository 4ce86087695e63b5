import Foundation
package import YAMLTree

/// Settings that not everybody may read, as somebody wrote them by hand: the generator never does, because a secret in a
/// file is none. API reference: "Secret v1 core".
package struct Secret: ManifestKind {
    package static let apiVersion = "v1"
    package static let kind = "Secret"

    package var metadata: ObjectMeta
    /// `Opaque` where it is not said.
    package var type: String?
    /// Values in Base64.
    package var data: [ObjectMeta.Pair]
    /// Values as they are; they come before those of `data`.
    package var stringData: [ObjectMeta.Pair]

    package init(
        metadata: ObjectMeta, type: String? = nil, data: [ObjectMeta.Pair] = [], stringData: [ObjectMeta.Pair] = []
    ) {
        self.metadata = metadata
        self.type = type
        self.data = data
        self.stringData = stringData
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        type = object.optionalString("type")
        data = object.pairs("data")
        stringData = object.pairs("stringData")
        for pair in data where Data(base64Encoded: pair.value) == nil {
            object.report(
                object.node["data"]?[pair.name] ?? object.node, "'\(pair.name)' is not in Base64",
                help: "write it under 'stringData' as it is")
        }
    }

    package var body: [YAML.Entry] {
        let entries = [("type", type.map(YAML.string)), ("data", data.yaml), ("stringData", stringData.yaml)]
        return entries.compactMap { name, value in value.map { YAML.Entry(name, $0) } }
    }

    /// Each key with its value.
    package var values: [(name: String, bytes: [UInt8])] {
        let written = stringData.map { (name: $0.name, bytes: Array($0.value.utf8)) }
        let encoded = data.filter { pair in !stringData.contains { $0.name == pair.name } }
            .compactMap { pair in Data(base64Encoded: pair.value).map { (name: pair.name, bytes: Array($0)) } }
        return written + encoded
    }
}
