package import YAMLTree

/// How Envoy Gateway runs the proxies of a Gateway: here only the Service that it makes for them;
/// https://gateway.envoyproxy.io/docs/api/extension_types/#envoyproxy.
package struct EnvoyProxy: ManifestKind {
    package static let apiVersion = "gateway.envoyproxy.io/v1alpha1"
    package static let kind = "EnvoyProxy"

    private enum ProviderType: String, CaseIterable { case kubernetes = "Kubernetes" }

    package var metadata: ObjectMeta
    /// The Service's name; nil leaves it to the controller.
    package var serviceName: String?
    /// The Service's type; nil is `LoadBalancer`.
    package var serviceType: Service.ServiceType?

    package init(metadata: ObjectMeta, serviceName: String?, serviceType: Service.ServiceType?) {
        self.metadata = metadata
        self.serviceName = serviceName
        self.serviceType = serviceType
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        let service = object.required("spec") { spec in
            spec.required("provider") { provider in
                _ = provider.choice("type", of: ProviderType.self)
                return provider.optional("kubernetes") { kubernetes in
                    kubernetes.optional("envoyService") {
                        ($0.optionalString("name"), $0.choice("type", of: Service.ServiceType.self))
                    }
                } ?? nil
            }
        }
        serviceName = service?.0
        serviceType = service?.1
    }

    package var body: [YAML.Entry] {
        let service = YAML.object(["name": .optional(serviceName), "type": .optional(serviceType?.rawValue)])
        return [
            .init(
                "spec",
                .object([
                    "provider": .object([
                        "type": .string(ProviderType.kubernetes.rawValue),
                        "kubernetes": .object(["envoyService": service]),
                    ])
                ]))
        ]
    }
}
