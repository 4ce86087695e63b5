package import Diagnostics
package import YAMLTree

/// One container of a pod; API reference: "Container v1 core".
package struct Container: Equatable, Sendable {
    package enum PullPolicy: String, Sendable, CaseIterable {
        case always = "Always"
        case ifNotPresent = "IfNotPresent"
        case never = "Never"
    }

    package var name: String
    /// `registry/promptsales/content:1.4.0`, perhaps with `@sha256:`.
    package var image: String
    package var imagePullPolicy: PullPolicy?
    package var command: [String]
    package var args: [String]
    package var ports: [Port]
    package var envFrom: [EnvSource]
    package var env: [EnvVariable]
    package var resources: ResourceRequirements
    package var startupProbe: Probe?
    package var readinessProbe: Probe?
    package var livenessProbe: Probe?
    /// How long the container goes on serving after it has been told to end, in seconds: `lifecycle.preStop.sleep`.
    package var preStopSleep: Int?
    package var securityContext: SecurityContext?
    package var volumeMounts: [VolumeMount]
    @Position package var span: SourceSpan?

    package struct Port: Equatable, Sendable {
        package var name: String?
        package var containerPort: Int

        package init(name: String?, containerPort: Int) {
            self.name = name
            self.containerPort = containerPort
        }
    }

    /// Quantities by resource name.
    package struct ResourceRequirements: Equatable, Sendable {
        package var requests: [ObjectMeta.Pair]
        package var limits: [ObjectMeta.Pair]

        package init(requests: [ObjectMeta.Pair] = [], limits: [ObjectMeta.Pair] = []) {
            self.requests = requests
            self.limits = limits
        }
    }

    package struct VolumeMount: Equatable, Sendable {
        package var name: String
        package var mountPath: String
        package var subPath: String?
        package var readOnly: Bool
        @Position package var span: SourceSpan?

        package init(
            name: String, mountPath: String, subPath: String? = nil, readOnly: Bool = false, span: SourceSpan? = nil
        ) {
            self.name = name
            self.mountPath = mountPath
            self.subPath = subPath
            self.readOnly = readOnly
            self.span = span
        }
    }

    package init(
        name: String, image: String, imagePullPolicy: PullPolicy? = nil, command: [String] = [], args: [String] = [],
        ports: [Port] = [], envFrom: [EnvSource] = [], env: [EnvVariable] = [],
        resources: ResourceRequirements = .init(), startupProbe: Probe? = nil, readinessProbe: Probe? = nil,
        livenessProbe: Probe? = nil, preStopSleep: Int? = nil, securityContext: SecurityContext? = nil,
        volumeMounts: [VolumeMount] = []
    ) {
        self.name = name
        self.image = image
        self.imagePullPolicy = imagePullPolicy
        self.command = command
        self.args = args
        self.ports = ports
        self.envFrom = envFrom
        self.env = env
        self.resources = resources
        self.startupProbe = startupProbe
        self.readinessProbe = readinessProbe
        self.livenessProbe = livenessProbe
        self.preStopSleep = preStopSleep
        self.securityContext = securityContext
        self.volumeMounts = volumeMounts
        self.span = nil
    }

    package init(reading object: inout FieldReader) {
        name = object.string("name")
        image = object.string("image")
        imagePullPolicy = object.choice("imagePullPolicy")
        command = object.strings("command")
        args = object.strings("args")
        ports = object.elements("ports") { port in
            _ = port.choice("protocol", of: PortProtocol.self)
            return Port(name: port.optionalString("name"), containerPort: port.int("containerPort"))
        }
        envFrom = object.elements("envFrom", EnvSource.init(reading:))
        env = object.elements("env", EnvVariable.init(reading:))
        resources =
            object.optional("resources") { resources in
                ResourceRequirements(
                    requests: resources.quantities("requests"), limits: resources.quantities("limits"))
            } ?? .init()
        startupProbe = object.optional("startupProbe", Probe.init(reading:))
        readinessProbe = object.optional("readinessProbe", Probe.init(reading:))
        livenessProbe = object.optional("livenessProbe", Probe.init(reading:))
        preStopSleep =
            object.optional("lifecycle") { lifecycle in
                lifecycle.optional("preStop") { hook in
                    hook.optional("sleep") { $0.int("seconds") }
                } ?? nil
            } ?? nil
        securityContext = object.optional("securityContext", SecurityContext.init(reading:))
        volumeMounts = object.elements("volumeMounts") { mount in
            VolumeMount(
                name: mount.string("name"), mountPath: mount.string("mountPath"),
                subPath: mount.optionalString("subPath"), readOnly: mount.optionalBool("readOnly") ?? false,
                span: mount.span)
        }
        span = object.span
    }

    package var yaml: YAML {
        let preStop = preStopSleep.map { seconds in
            YAML.object(["preStop": .object(["sleep": .object(["seconds": .int(seconds)])])])
        }
        let mounts = volumeMounts.map { mount in
            YAML.object([
                "name": .string(mount.name), "mountPath": .string(mount.mountPath),
                "subPath": .optional(mount.subPath), "readOnly": mount.readOnly ? true : nil,
            ])
        }
        return .object([
            "name": .string(name), "image": .string(image), "imagePullPolicy": .optional(imagePullPolicy?.rawValue),
            "command": .strings(command), "args": .strings(args),
            "ports": .parts(
                ports.map { port in
                    .object(["name": .optional(port.name), "containerPort": .int(port.containerPort)])
                }),
            "envFrom": .parts(envFrom.map(\.yaml)), "env": .parts(env.map(\.yaml)),
            "resources": resources == .init()
                ? nil : .object(["requests": resources.requests.yaml, "limits": resources.limits.yaml]),
            "startupProbe": startupProbe?.yaml, "readinessProbe": readinessProbe?.yaml,
            "livenessProbe": livenessProbe?.yaml, "lifecycle": preStop, "securityContext": securityContext?.yaml,
            "volumeMounts": .parts(mounts),
        ])
    }
}

/// What carries the bytes of a container's or a service's port: HTTP and the data protocols all run over TCP.
enum PortProtocol: String, CaseIterable { case tcp = "TCP" }
