package import YAMLTree

/// Gives the pods of a service account an AWS role, through EKS Pod Identity and the AWS controller for EKS;
/// reference: eks.services.k8s.aws/v1alpha1 "PodIdentityAssociation".
package struct PodIdentityAssociation: ManifestKind {
    package static let apiVersion = "eks.services.k8s.aws/v1alpha1"
    package static let kind = "PodIdentityAssociation"

    package var metadata: ObjectMeta
    package var clusterName: String
    /// The service account's.
    package var namespace: String
    package var serviceAccount: String
    package var roleARN: String

    package init(
        metadata: ObjectMeta, clusterName: String, namespace: String, serviceAccount: String, roleARN: String
    ) {
        self.metadata = metadata
        self.clusterName = clusterName
        self.namespace = namespace
        self.serviceAccount = serviceAccount
        self.roleARN = roleARN
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        clusterName = spec.string("clusterName")
        namespace = spec.string("namespace")
        serviceAccount = spec.string("serviceAccount")
        roleARN = spec.string("roleARN")
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        [
            .init(
                "spec",
                .object([
                    "clusterName": .string(clusterName), "namespace": .string(namespace),
                    "serviceAccount": .string(serviceAccount), "roleARN": .string(roleARN),
                ]))
        ]
    }
}
