package import YAMLTree

/// Which controller serves the Gateways of a class; https://gateway-api.sigs.k8s.io/reference/spec/#gatewayclass.
package struct GatewayClass: ManifestKind {
    package static let apiVersion = "gateway.networking.k8s.io/v1"
    package static let kind = "GatewayClass"

    package var metadata: ObjectMeta
    /// `gateway.envoyproxy.io/gatewayclass-controller` for Envoy Gateway.
    package var controllerName: String
    package var parametersRef: ObjectReference?
    package var description: String?

    package init(
        metadata: ObjectMeta, controllerName: String, parametersRef: ObjectReference? = nil, description: String? = nil
    ) {
        self.metadata = metadata
        self.controllerName = controllerName
        self.parametersRef = parametersRef
        self.description = description
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        controllerName = spec.string("controllerName")
        parametersRef = spec.optional("parametersRef") { ObjectReference(reading: &$0) }
        description = spec.optionalString("description")
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            YAML.Entry(
                "spec",
                .object([
                    "controllerName": .string(controllerName), "parametersRef": parametersRef?.yaml,
                    "description": description.map(YAML.string),
                ]))
        ]
    }
}
