package import YAMLTree

/// Which controller serves the Ingresses of a class; API reference: "IngressClass networking.k8s.io/v1".
package struct IngressClass: ManifestKind {
    package static let apiVersion = "networking.k8s.io/v1"
    package static let kind = "IngressClass"

    package var metadata: ObjectMeta
    /// `ingress.k8s.aws/alb` for the AWS Load Balancer Controller.
    package var controller: String
    package var parameters: Parameters?

    package init(metadata: ObjectMeta, controller: String, parameters: Parameters? = nil) {
        self.metadata = metadata
        self.controller = controller
        self.parameters = parameters
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        controller = spec.string("controller")
        parameters = spec.optional("parameters") { Parameters(reading: &$0) }
        object.finish(spec)
    }

    /// Whether an Ingress without a class belongs to this one.
    package var isDefault: Bool { metadata.annotations["ingressclass.kubernetes.io/is-default-class"] == "true" }

    package var body: [YAML.Entry] {
        [YAML.Entry("spec", .object(["controller": .string(controller), "parameters": parameters?.yaml]))]
    }

    /// The object that holds the controller's settings for the class.
    package struct Parameters: Equatable, Sendable {
        package var apiGroup: String
        package var kind: String
        package var name: String

        package init(apiGroup: String, kind: String, name: String) {
            self.apiGroup = apiGroup
            self.kind = kind
            self.name = name
        }

        package init(reading object: inout FieldReader) {
            apiGroup = object.string("apiGroup")
            kind = object.string("kind")
            name = object.string("name")
        }

        package var yaml: YAML {
            .object(["apiGroup": .string(apiGroup), "kind": .string(kind), "name": .string(name)])
        }
    }
}
