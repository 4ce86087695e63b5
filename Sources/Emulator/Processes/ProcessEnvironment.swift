import Foundation
package import JSONTree
import Kubernetes
import Serving

/// What a process gets that plays a workload: its container's environment, with addresses of this machine.
package struct ProcessEnvironment: Sendable {
    package struct Variable: Sendable {
        package var name: String
        package var value: String
        /// What the manifest says, where that is something else.
        package var manifestValue: String?
        /// Whether the manifest does not have it.
        package var isAdded = false
    }

    /// In the order of their names; what was added comes last.
    package var variables: [Variable]
    package var edges: [Edge]
    /// The folder below which the container's mounted files are.
    package var folder: String
    /// The mounted files, by their paths in the container.
    package var files: [String]

    package var json: JSON {
        [
            "variables": .array(
                variables.map { variable in
                    .compact([
                        "name": .string(variable.name), "value": .string(variable.value),
                        "manifest_value": variable.manifestValue.map(JSON.string), "added": .bool(variable.isAdded),
                    ])
                }),
            "edges": .array(edges.map(\.json)), "folder": .string(folder), "files": JSON(files),
        ]
    }
}

extension Instance {
    /// The environment of the workload `name`, its edges' addresses bound and its files written.
    ///
    /// - Parameter port: where the process is to listen; nil leaves the container's port as it is.
    /// - Throws: `NoSuchWorkload`, `ContainerConfigError`, `BindError`, and what keeps it from writing files.
    package func processEnvironment(of name: String, port: Int? = nil) async throws -> ProcessEnvironment {
        let pod = try pod(named: name)
        let settings = try containerSettings(of: pod, in: world.cluster, secrets: world.secrets)
        let opened = try await edges.addresses(of: pod, settings)
        let folder = try processFolder(of: pod)
        let authority = try write(settings.files, below: folder)
        var variables = settings.environment
        for name in settings.environment.keys.sorted() {
            guard let address = MentionedAddress(in: name, settings.environment),
                let edge = opened.edges.first(where: { $0.host == address.host && $0.port == address.port })
            else { continue }
            let place = (edge.address.host, edge.address.port)
            for change in address.rewritten(name, settings.environment, to: place) {
                variables[change.name] = change.value
            }
        }
        let mounts = mountPaths(of: pod, settings)
        for (name, value) in variables { variables[name] = Self.moved(value, mounts, below: folder) }
        var added = addedVariables(folder: folder, authority: authority, proxy: "http://\(opened.proxy)")
        if let port {
            for name in ownPortVariables(of: pod, settings.environment) { variables[name] = "\(port)" }
            if variables["PORT"] == nil { added.insert(("PORT", "\(port)"), at: 0) }
        }
        let own = variables.sorted { $0.key < $1.key }.map { name, value in
            let original = settings.environment[name]
            return ProcessEnvironment.Variable(
                name: name, value: value, manifestValue: original == value ? nil : original)
        }
        let more = added.filter { variables[$0.name] == nil }.map {
            ProcessEnvironment.Variable(name: $0.name, value: $0.value, isAdded: true)
        }
        return ProcessEnvironment(
            variables: own + more, edges: opened.edges, folder: folder, files: settings.files.keys.sorted())
    }

    /// - Throws: `NoSuchWorkload`.
    func pod(named name: String) throws -> Pod {
        let pods = world.cluster.pods.filter { !$0.isGateway }
        guard let pod = pods.first(where: { $0.workload == name || "\($0.namespace)/\($0.workload)" == name }) else {
            throw NoSuchWorkload(name: name, known: pods.map(\.workload).sorted())
        }
        return pod
    }

    /// The variables that tell the container where to listen: `PORT`, and `…_PORT` without a `…_HOST`, where the value is
    /// the number of one of its ports.
    private func ownPortVariables(of pod: Pod, _ variables: [String: String]) -> [String] {
        let numbers = pod.ports.map { "\($0.containerPort)" }
        return variables.filter { name, value in
            let isPort = name == "PORT" || name.hasSuffix("_PORT")
            return isPort && variables[name.dropLast("PORT".count) + "HOST"] == nil && numbers.contains(value)
        }.keys.sorted()
    }

    /// What makes a process call by name through its proxy, trust its certificates, and find its files.
    private func addedVariables(
        folder: String, authority: String, proxy: String
    ) -> [(name: String, value: String)] {
        var added = [("ORRERY_FILES", folder)]
        for name in ["HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"] { added.append((name, proxy)) }
        for name in ["NO_PROXY", "no_proxy"] { added.append((name, "127.0.0.1,localhost")) }
        // Node listens to the proxy's variables only when it is told to.
        added.append(("NODE_USE_ENV_PROXY", "1"))
        let bundles = [
            "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "AWS_CA_BUNDLE",
            "PGSSLROOTCERT",
        ]
        for name in bundles { added.append((name, authority)) }
        return added
    }

    // MARK: - Files

    /// The folders that files are mounted in, longest first, so that the most exact is found first.
    private func mountPaths(of pod: Pod, _ settings: ContainerSettings) -> [String] {
        (pod.container?.volumeMounts ?? []).map(\.mountPath)
            .filter { path in settings.files.keys.contains { $0 == path || $0.hasPrefix(path + "/") } }
            .sorted { ($1.count, $0) < ($0.count, $1) }
    }

    /// `value` with paths of mounted files turned to where they are on this machine.
    static func moved(_ value: String, _ mounts: [String], below folder: String) -> String {
        for mount in mounts {
            guard let range = value.firstRange(of: mount) else { continue }
            let next = value[range.upperBound...].first
            if next != nil && next != "/" && next != ":" && next != "," { continue }
            let rest = moved(String(value[range.upperBound...]), mounts, below: folder)
            return value[..<range.lowerBound] + folder + mount + rest
        }
        return value
    }

    /// Writes the mounted files, and the certificate of the authority, for the owner alone.
    ///
    /// - Returns: the path of the certificate.
    private func write(_ files: [String: [UInt8]], below folder: String) throws -> String {
        func write(_ bytes: [UInt8], to path: String) throws {
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let temporary = path + ".new"
            let isWritten = FileManager.default.createFile(
                atPath: temporary, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
            guard isWritten, rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            // A mount path comes from a manifest: none leads out of the folder.
            let parts = path.split(separator: "/").filter { $0 != "." }
            if parts.contains("..") { throw UnsafeMountPath(path: path) }
            try write(bytes, to: "\(folder)/\(parts.joined(separator: "/"))")
        }
        let authority = folder + "/orrery-ca.pem"
        try write(Array(authorityPEM.utf8), to: authority)
        return authority
    }
}

/// No workload of the system has this name.
package struct NoSuchWorkload: Error, Sendable, CustomStringConvertible {
    package var name: String
    package var known: [String]

    package var description: String { "there is no workload '\(name)'" }
}

/// A manifest mounts a file where no path of its own may lead.
struct UnsafeMountPath: Error, CustomStringConvertible {
    var path: String

    var description: String { "the mount path '\(path)' has '..' in it" }
}
