package import Diagnostics
package import YAMLTree

/// A name for pods, or for a host outside the cluster; API reference: "Service v1 core".
package struct Service: ManifestKind {
    package static let apiVersion = "v1"
    package static let kind = "Service"

    package enum ServiceType: String, Sendable, CaseIterable {
        case clusterIP = "ClusterIP"
        case externalName = "ExternalName"
    }

    package var metadata: ObjectMeta
    package var type: ServiceType
    /// `None` for a headless service; nil lets the cluster choose.
    package var clusterIP: String?
    package var externalName: String?
    package var trafficDistribution: String?
    package var selector: [ObjectMeta.Pair]
    package var ports: [Port]

    package struct Port: Equatable, Sendable {
        package var name: String?
        package var port: Int
        /// Number or name of the container's port; nil means the same number.
        package var targetPort: IntOrString?
        package var appProtocol: String?
        @Position package var span: SourceSpan?

        package init(name: String?, port: Int, targetPort: IntOrString? = nil, appProtocol: String? = nil) {
            self.name = name
            self.port = port
            self.targetPort = targetPort
            self.appProtocol = appProtocol
            self.span = nil
        }

        init(reading object: inout FieldReader) {
            name = object.optionalString("name")
            port = object.int("port")
            targetPort = object.optionalIntOrString("targetPort")
            appProtocol = object.optionalString("appProtocol")
            _ = object.choice("protocol", of: PortProtocol.self)
            span = object.span
        }

        var yaml: YAML {
            .object([
                "name": .optional(name), "port": .int(port), "targetPort": targetPort?.yaml,
                "appProtocol": .optional(appProtocol),
            ])
        }
    }

    package init(
        metadata: ObjectMeta, type: ServiceType = .clusterIP, clusterIP: String? = nil, externalName: String? = nil,
        trafficDistribution: String? = nil, selector: [ObjectMeta.Pair] = [], ports: [Port]
    ) {
        self.metadata = metadata
        self.type = type
        self.clusterIP = clusterIP
        self.externalName = externalName
        self.trafficDistribution = trafficDistribution
        self.selector = selector
        self.ports = ports
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        type = spec.choice("type") ?? .clusterIP
        clusterIP = spec.optionalString("clusterIP")
        externalName = spec.optionalString("externalName")
        trafficDistribution = spec.optionalString("trafficDistribution")
        selector = spec.pairs("selector")
        ports = spec.elements("ports", Port.init(reading:))
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "type": .string(type.rawValue), "clusterIP": .optional(clusterIP),
                    "externalName": .optional(externalName), "trafficDistribution": .optional(trafficDistribution),
                    "selector": selector.yaml, "ports": .parts(ports.map(\.yaml)),
                ]))
        ]
    }
}
