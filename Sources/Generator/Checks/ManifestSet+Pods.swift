import Diagnostics
import Kubernetes

// What one pod template says that cannot work, or not for long.

extension ManifestSet {
    /// An image is named by a tag that stays, or by digest.
    func checkImages() -> [Diagnostic] {
        pods.flatMap { pod in
            (pod.template?.containers ?? []).filter { !Self.isFixed($0.image) }.map { container in
                .imageWithoutTag(container.image, title(Deployment.kind, pod.metadata), at: place(container, pod))
            }
        }
    }

    private static func isFixed(_ image: String) -> Bool {
        if image.contains("@sha256:") { return true }
        let name = image.split(separator: "/").last ?? ""
        guard let colon = name.firstIndex(of: ":") else { return false }
        return !["", "latest"].contains(name[name.index(after: colon)...])
    }

    /// A probe asks at a port that the container listens on, and readiness is not what decides about a restart.
    func checkProbes() -> [Diagnostic] {
        pods.flatMap { pod in
            (pod.template?.containers ?? []).flatMap { container -> [Diagnostic] in
                let probes = [
                    ("startup", container.startupProbe), ("readiness", container.readinessProbe),
                    ("liveness", container.livenessProbe),
                ]
                var found: [Diagnostic] = []
                for (name, probe) in probes {
                    guard let probe, let port = probe.port, !container.listens(on: port) else { continue }
                    found.append(
                        .probePort(
                            name, port, title(Deployment.kind, pod.metadata), at: probe.span ?? place(container, pod)))
                }
                if let readiness = container.readinessProbe, let liveness = container.livenessProbe,
                    readiness.action == liveness.action
                {
                    found.append(
                        .identicalProbes(
                            title(Deployment.kind, pod.metadata), at: liveness.span ?? place(container, pod)))
                }
                return found
            }
        }
    }

    /// A pod is not killed before it has slept and drained.
    func checkShutdown() -> [Diagnostic] {
        pods.compactMap { pod in
            guard let template = pod.template else { return nil }
            // What the API server fills in.
            let grace = template.terminationGracePeriodSeconds ?? 30
            let sleep = template.containers.compactMap(\.preStopSleep).max() ?? 0
            let drain = variables(of: pod).last { $0.name == "DRAIN_SECONDS" }.flatMap { Int($0.value) } ?? 0
            guard sleep + drain >= grace, sleep + drain > 0 else { return nil }
            return .shortGracePeriod(
                title(Deployment.kind, pod.metadata), grace: grace, sleep: sleep, drain: drain,
                at: span(of: pod.metadata))
        }
    }

    /// Every secret and config map that a pod or a scaler uses is made by something.
    func checkSecrets() -> [Diagnostic] {
        var secrets: Set<Key> = []
        for manifest in manifests {
            let name: String
            switch manifest {
            case .externalSecret(let secret): name = secret.targetName
            case .secret(let secret): name = secret.metadata.name
            default: continue
            }
            secrets.insert(Key(kind: "Secret", namespace: manifest.metadata.namespace, name: name))
        }
        var found: [Diagnostic] = []
        func use(_ kind: String, _ name: String, by user: String, in namespace: String, at span: SourceSpan?) {
            let isThere =
                kind == "Secret"
                ? secrets.contains(Key(kind: kind, namespace: namespace, name: name))
                : object(kind, name, in: namespace) != nil
            if !isThere { found.append(.undeclared(kind, name, by: user, at: span)) }
        }
        for pod in pods {
            guard let template = pod.template else { continue }
            let (user, namespace) = (title(Deployment.kind, pod.metadata), pod.metadata.namespace)
            for volume in template.volumes {
                for source in volume.source.files where !source.files.optional {
                    use(
                        source.kind, source.files.name, by: user, in: namespace,
                        at: volume.span ?? span(of: pod.metadata))
                }
            }
            for container in template.containers {
                for reference in container.references {
                    use(
                        reference.kind, reference.name, by: user, in: namespace,
                        at: reference.span ?? place(container, pod))
                }
            }
        }
        for manifest in manifests {
            let names: [String]
            switch manifest {
            case .triggerAuthentication(let object): names = object.secrets.map(\.name)
            case .cacheUser(let object): names = object.passwords.map(\.name)
            case .atlasDatabaseUser(let object): names = [object.password.name]
            default: names = []
            }
            let metadata = manifest.metadata
            for name in names {
                use(
                    "Secret", name, by: title(manifest.kindName, metadata), in: metadata.namespace,
                    at: span(of: metadata))
            }
        }
        return found
    }

    private func place(_ container: Container, _ pod: Pods) -> SourceSpan? { container.span ?? span(of: pod.metadata) }
}

extension Probe {
    /// The port it asks at; nil for one that runs a command.
    fileprivate var port: IntOrString? {
        switch action {
        case .httpGet(_, let port), .tcpSocket(let port): port
        case .exec: nil
        }
    }
}

extension Container {
    fileprivate func listens(on port: IntOrString) -> Bool {
        switch port {
        case .int(let number): ports.contains { $0.containerPort == number }
        case .string(let name): ports.contains { $0.name == name }
        }
    }

    /// What its variables come from and must be there.
    fileprivate var references: [(kind: String, name: String, span: SourceSpan?)] {
        envFrom.filter { !$0.optional }.map { source in
            switch source.kind {
            case .configMap(let name): (ConfigMap.kind, name, source.span)
            case .secret(let name): ("Secret", name, source.span)
            }
        }
            + env.compactMap { variable in
                switch variable.value {
                case .configMapKey(let name, _, false): (ConfigMap.kind, name, variable.span)
                case .secretKey(let name, _, false): ("Secret", name, variable.span)
                case .configMapKey, .secretKey, .text, .field, .resource: nil
                }
            }
    }
}

extension Volume.Source {
    /// The objects whose keys become files.
    fileprivate var files: [(kind: String, files: Volume.Files)] {
        switch self {
        case .secret(let files, _): [("Secret", files)]
        case .configMap(let files, _): [(ConfigMap.kind, files)]
        case .emptyDir: []
        case .projected(let projections, _):
            projections.compactMap { projection in
                switch projection {
                case .secret(let files): ("Secret", files)
                case .configMap(let files): (ConfigMap.kind, files)
                case .serviceAccountToken: nil
                }
            }
        }
    }
}
