import Kubernetes

/// What a container gets from its manifest: variables and mounted files.
package struct ContainerSettings: Sendable {
    package var environment: [String: String] = [:]
    package var files: [String: [UInt8]] = [:]
}

/// The manifest asks for something that does not exist: the container cannot start, as in a cluster.
package enum ContainerConfigError: Error, Equatable, Sendable, CustomStringConvertible {
    case noConfigMap(String)
    case noSecret(String)
    case noKey(String, of: String)
    /// A field or resource that the downward API does not give, or that the manifest does not set.
    case noField(String)

    package var description: String {
        switch self {
        case .noConfigMap(let name): "CreateContainerConfigError: configmap \"\(name)\" not found"
        case .noSecret(let name): "CreateContainerConfigError: secret \"\(name)\" not found"
        case .noKey(let key, let object): "CreateContainerConfigError: couldn't find key \(key) in \(object)"
        case .noField(let path): "CreateContainerConfigError: '\(path)' is no field that a variable can have"
        }
    }
}

/// Works out what the container of `pod` gets: `envFrom` first, then `env` in order with `$(NAME)` expanded, then the
/// files of its mounts. API reference: "EnvVar v1 core", "EnvFromSource v1 core", "Volume v1 core".
///
/// - Throws: `ContainerConfigError` where an object or key that is not optional is missing.
package func containerSettings(
    of pod: Pod, in cluster: Cluster, secrets: LocalSecretStore
) throws -> ContainerSettings {
    guard let container = pod.container else { return ContainerSettings() }
    let sources = ObjectSources(cluster: cluster, namespace: pod.namespace, secrets: secrets)
    var settings = ContainerSettings()
    settings.environment["HOSTNAME"] = pod.name
    for source in container.envFrom {
        let pairs =
            switch source.kind {
            case .configMap(let name): try sources.configMap(name, optional: source.optional)
            case .secret(let name): try sources.secret(name, optional: source.optional)
            }
        for pair in pairs { settings.environment[source.prefix + pair.name] = text(pair.value) }
    }
    for variable in container.env {
        let value =
            switch variable.value {
            case .text(let text): expand(text, with: settings.environment)
            case .field(let path): try field(path, of: pod)
            case .resource(let name, let divisor): try resource(name, divisor: divisor, of: pod)
            case .configMapKey(let name, let key, let optional):
                try sources.value(of: key, in: sources.configMap(name, optional: optional), named: name, optional)
            case .secretKey(let name, let key, let optional):
                try sources.value(of: key, in: sources.secret(name, optional: optional), named: name, optional)
            }
        settings.environment[variable.name] = value
    }
    for mount in container.volumeMounts {
        guard let volume = pod.volumes.first(where: { $0.name == mount.name }) else { continue }
        for file in try sources.files(of: volume) {
            if let subPath = mount.subPath {
                if file.path == subPath { settings.files[mount.mountPath] = file.bytes }
            } else {
                settings.files["\(mount.mountPath)/\(file.path)"] = file.bytes
            }
        }
    }
    return settings
}

/// Expands `$(NAME)` with the variables that came before; `$$` stands for `$`, and an unknown name stays as it is.
private func expand(_ text: String, with environment: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
        result += rest[..<dollar]
        rest = rest[rest.index(after: dollar)...]
        if rest.first == "$" {
            result += "$"
            rest = rest.dropFirst()
        } else if rest.first == "(", let end = rest.firstIndex(of: ")") {
            let name = String(rest[rest.index(after: rest.startIndex)..<end])
            result += environment[name] ?? "$(\(name))"
            rest = rest[rest.index(after: end)...]
        } else {
            result += "$"
        }
    }
    return result + rest
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Config maps and secrets as one namespace's containers see them.
private struct ObjectSources {
    typealias Pairs = [(name: String, value: [UInt8])]

    let cluster: Cluster
    let namespace: String
    let secrets: LocalSecretStore

    func configMap(_ name: String, optional: Bool) throws -> Pairs {
        let found = cluster.configMaps.first { $0.metadata.name == name && $0.metadata.namespace == namespace }
        if let found { return found.data.map { ($0.name, Array($0.value.utf8)) } }
        if optional { return [] }
        throw ContainerConfigError.noConfigMap(name)
    }

    func secret(_ name: String, optional: Bool) throws -> Pairs {
        let found = cluster.externalSecrets.first { $0.targetName == name && $0.metadata.namespace == namespace }
        if let found {
            return try found.data.map {
                ($0.secretKey, Array(try secrets.value(of: $0.remoteKey, property: $0.property).utf8))
            }
        }
        let written = cluster.secrets.first { $0.metadata.name == name && $0.metadata.namespace == namespace }
        if let written { return written.values.map { ($0.name, $0.bytes) } }
        if optional { return [] }
        throw ContainerConfigError.noSecret(name)
    }

    func value(of key: String, in pairs: Pairs, named name: String, _ optional: Bool) throws -> String? {
        try bytes(of: key, in: pairs, named: name, optional).map(text)
    }

    private func bytes(of key: String, in pairs: Pairs, named name: String, _ optional: Bool) throws -> [UInt8]? {
        if let pair = pairs.first(where: { $0.name == key }) { return pair.value }
        if optional { return nil }
        throw ContainerConfigError.noKey(key, of: name)
    }

    func files(of volume: Volume) throws -> [(path: String, bytes: [UInt8])] {
        switch volume.source {
        case .secret(let files, _): try self.files(files, secret(files.name, optional: files.optional))
        case .configMap(let files, _): try self.files(files, configMap(files.name, optional: files.optional))
        case .emptyDir: []
        case .projected(let projections, _):
            try projections.flatMap { projection -> [(path: String, bytes: [UInt8])] in
                switch projection {
                case .secret(let files): try self.files(files, secret(files.name, optional: files.optional))
                case .configMap(let files): try self.files(files, configMap(files.name, optional: files.optional))
                case .serviceAccountToken: []
                }
            }
        }
    }

    private func files(_ files: Volume.Files, _ pairs: Pairs) throws -> [(path: String, bytes: [UInt8])] {
        if files.items.isEmpty { return pairs.map { ($0.name, $0.value) } }
        return try files.items.compactMap { item in
            try bytes(of: item.name, in: pairs, named: files.name, files.optional).map { (item.value, $0) }
        }
    }
}
