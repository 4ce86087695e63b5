package import YAMLTree

/// The pods of a workload; API reference: "PodTemplateSpec v1 core" and "PodSpec v1 core".
package struct PodTemplate: Equatable, Sendable {
    package var labels: [ObjectMeta.Pair]
    package var annotations: [ObjectMeta.Pair]
    package var serviceAccountName: String?
    package var automountServiceAccountToken: Bool?
    package var enableServiceLinks: Bool?
    package var restartPolicy: RestartPolicy?
    package var terminationGracePeriodSeconds: Int?
    package var priorityClassName: String?
    package var dnsConfig: DNSConfig?
    package var securityContext: PodSecurityContext?
    package var affinity: PodAntiAffinity?
    package var topologySpreadConstraints: [TopologySpread]
    package var containers: [Container]
    package var volumes: [Volume]

    package enum RestartPolicy: String, Sendable, CaseIterable {
        case always = "Always"
        case onFailure = "OnFailure"
        case never = "Never"
    }

    /// Options of the resolver: `ndots` `2`.
    package struct DNSConfig: Equatable, Sendable {
        package var options: [ObjectMeta.Pair]

        package init(options: [ObjectMeta.Pair]) { self.options = options }

        init(reading object: inout FieldReader) {
            options = object.elements("options") { .init($0.string("name"), $0.optionalString("value") ?? "") }
        }

        var yaml: YAML {
            .object([
                "options": .parts(
                    options.map { option in
                        .object([
                            "name": .string(option.name), "value": option.value.isEmpty ? nil : .string(option.value),
                        ])
                    })
            ])
        }
    }

    package init(
        labels: [ObjectMeta.Pair], annotations: [ObjectMeta.Pair] = [], serviceAccountName: String? = nil,
        automountServiceAccountToken: Bool? = nil, enableServiceLinks: Bool? = nil,
        restartPolicy: RestartPolicy? = nil, terminationGracePeriodSeconds: Int? = nil,
        priorityClassName: String? = nil, dnsConfig: DNSConfig? = nil, securityContext: PodSecurityContext? = nil,
        affinity: PodAntiAffinity? = nil, topologySpreadConstraints: [TopologySpread] = [], containers: [Container],
        volumes: [Volume] = []
    ) {
        self.labels = labels
        self.annotations = annotations
        self.serviceAccountName = serviceAccountName
        self.automountServiceAccountToken = automountServiceAccountToken
        self.enableServiceLinks = enableServiceLinks
        self.restartPolicy = restartPolicy
        self.terminationGracePeriodSeconds = terminationGracePeriodSeconds
        self.priorityClassName = priorityClassName
        self.dnsConfig = dnsConfig
        self.securityContext = securityContext
        self.affinity = affinity
        self.topologySpreadConstraints = topologySpreadConstraints
        self.containers = containers
        self.volumes = volumes
    }

    package init(reading object: inout FieldReader) {
        (labels, annotations) =
            object.optional("metadata") { ($0.pairs("labels"), $0.pairs("annotations")) } ?? ([], [])
        var spec = object.map("spec")
        serviceAccountName = spec.optionalString("serviceAccountName")
        automountServiceAccountToken = spec.optionalBool("automountServiceAccountToken")
        enableServiceLinks = spec.optionalBool("enableServiceLinks")
        restartPolicy = spec.choice("restartPolicy")
        terminationGracePeriodSeconds = spec.optionalInt("terminationGracePeriodSeconds")
        priorityClassName = spec.optionalString("priorityClassName")
        dnsConfig = spec.optional("dnsConfig", DNSConfig.init(reading:))
        securityContext = spec.optional("securityContext", PodSecurityContext.init(reading:))
        affinity =
            spec.optional("affinity") { affinity in
                affinity.optional("podAntiAffinity", PodAntiAffinity.init(reading:))
            } ?? nil
        topologySpreadConstraints = spec.elements("topologySpreadConstraints", TopologySpread.init(reading:))
        containers = spec.elements("containers", Container.init(reading:))
        volumes = spec.elements("volumes", Volume.init(reading:))
        object.finish(spec)
    }

    package var yaml: YAML {
        .object([
            "metadata": .object(["labels": labels.yaml, "annotations": annotations.yaml]),
            "spec": .object([
                "serviceAccountName": .optional(serviceAccountName),
                "automountServiceAccountToken": .optional(automountServiceAccountToken),
                "enableServiceLinks": .optional(enableServiceLinks),
                "restartPolicy": .optional(restartPolicy?.rawValue),
                "terminationGracePeriodSeconds": .optional(terminationGracePeriodSeconds),
                "priorityClassName": .optional(priorityClassName),
                "dnsConfig": dnsConfig?.yaml,
                "securityContext": securityContext?.yaml,
                "affinity": affinity.map { .object(["podAntiAffinity": $0.yaml]) },
                "topologySpreadConstraints": .parts(topologySpreadConstraints.map(\.yaml)),
                "containers": .list(containers.map(\.yaml)),
                "volumes": .parts(volumes.map(\.yaml)),
            ]),
        ])
    }
}
