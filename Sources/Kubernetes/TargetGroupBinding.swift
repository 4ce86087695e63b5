package import YAMLTree

/// Puts a Service's pods into an AWS target group that exists already;
/// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/.
package struct TargetGroupBinding: ManifestKind {
    package static let apiVersion = "elbv2.k8s.aws/v1beta1"
    package static let kind = "TargetGroupBinding"

    package var metadata: ObjectMeta
    package var service: String
    package var port: IntOrString
    /// Either this or the name is given.
    package var targetGroupARN: String?
    package var targetGroupName: String?
    /// `ip` or `instance`.
    package var targetType: String?
    package var ingress: [NetworkingIngress]

    package init(
        metadata: ObjectMeta, service: String, port: IntOrString, targetGroupARN: String? = nil,
        targetGroupName: String? = nil, targetType: String? = nil, ingress: [NetworkingIngress] = []
    ) {
        self.metadata = metadata
        self.service = service
        self.port = port
        self.targetGroupARN = targetGroupARN
        self.targetGroupName = targetGroupName
        self.targetType = targetType
        self.ingress = ingress
    }

    package init(metadata: ObjectMeta, reading object: inout FieldReader) {
        self.metadata = metadata
        var spec = object.map("spec")
        let reference = spec.required("serviceRef") { ($0.string("name"), $0.optionalIntOrString("port")) }
        service = reference.0
        port = reference.1 ?? .int(0)
        targetGroupARN = spec.optionalString("targetGroupARN")
        targetGroupName = spec.optionalString("targetGroupName")
        targetType = spec.optionalString("targetType")
        ingress = spec.optional("networking") { $0.elements("ingress") { NetworkingIngress(reading: &$0) } } ?? []
        object.finish(spec)
    }

    package var body: [YAML.Entry] {
        let networking: YAML? = ingress.isEmpty ? nil : .object(["ingress": .list(ingress.map(\.yaml))])
        return [
            YAML.Entry(
                "spec",
                .object([
                    "serviceRef": .object(["name": .string(service), "port": port.yaml]),
                    "targetGroupARN": targetGroupARN.map(YAML.string),
                    "targetGroupName": targetGroupName.map(YAML.string), "targetType": targetType.map(YAML.string),
                    "networking": networking,
                ]))
        ]
    }

    /// What the controller opens in the security groups of the pods' nodes.
    package struct NetworkingIngress: Equatable, Sendable {
        package enum Source: Equatable, Sendable {
            case cidr(String)
            case securityGroup(String)
        }

        package var from: [Source]
        package var ports: [Port]

        package init(from: [Source], ports: [Port]) {
            self.from = from
            self.ports = ports
        }

        package init(reading object: inout FieldReader) {
            from = object.elements("from") { peer in
                if let group = peer.optional("securityGroup", { $0.string("groupID") }) { return .securityGroup(group) }
                return .cidr(peer.required("ipBlock") { $0.string("cidr") })
            }
            ports = object.elements("ports") { Port(reading: &$0) }
        }

        package var yaml: YAML {
            let peers = from.map { source -> YAML in
                switch source {
                case .cidr(let cidr): .object(["ipBlock": .object(["cidr": .string(cidr)])])
                case .securityGroup(let id): .object(["securityGroup": .object(["groupID": .string(id)])])
                }
            }
            return .object(["from": .list(peers), "ports": .list(ports.map(\.yaml))])
        }

        /// A port that is opened; every port when it names none.
        package struct Port: Equatable, Sendable {
            package var port: IntOrString?
            package var `protocol`: String?

            package init(port: IntOrString? = nil, protocol: String? = nil) {
                self.port = port
                self.protocol = `protocol`
            }

            package init(reading object: inout FieldReader) {
                port = object.optionalIntOrString("port")
                self.protocol = object.optionalString("protocol")
            }

            package var yaml: YAML {
                .object(["port": port?.yaml, "protocol": self.protocol.map(YAML.string)])
            }
        }
    }
}
