import Diagnostics
package import Kubernetes

/// The statuses of Gateways, their classes, routes and policies, and of Ingresses, as their controllers would write them
/// once all of the manifests were applied.
package struct RoutingStatus: Sendable {
    let attachment: RouteAttachment
    let routes: [HTTPRoute]
    let ingresses: [Ingress]
    let ingressClasses: [IngressClass]
    let ingressClassParams: [IngressClassParams]
    let services: [Service]
    /// Namespace and name of each Secret that is there, by itself or because an ExternalSecret makes it.
    let secrets: Set<String>
    let settings: LoadBalancerSettings
    let policies: [Policy]

    package init(_ manifests: [Manifest]) {
        var classes: [GatewayClass] = []
        var gateways: [Gateway] = []
        var routes: [HTTPRoute] = []
        var grants: [ReferenceGrant] = []
        var ingresses: [Ingress] = []
        var ingressClasses: [IngressClass] = []
        var params: [IngressClassParams] = []
        var services: [Service] = []
        var secrets: Set<String> = []
        var settings = LoadBalancerSettings()
        var policies: [Policy] = []
        var namespaces: [String: [ObjectMeta.Pair]] = [:]
        for manifest in manifests {
            switch manifest {
            case .gatewayClass(let object): classes.append(object)
            case .gateway(let object): gateways.append(object)
            case .httpRoute(let object): routes.append(object)
            case .referenceGrant(let object): grants.append(object)
            case .ingress(let object): ingresses.append(object)
            case .ingressClass(let object): ingressClasses.append(object)
            case .ingressClassParams(let object): params.append(object)
            case .service(let object): services.append(object)
            case .externalSecret(let object): secrets.insert("\(object.metadata.namespace)/\(object.targetName)")
            case .secret(let object): secrets.insert("\(object.metadata.namespace)/\(object.metadata.name)")
            case .loadBalancerConfiguration(let object): settings.loadBalancers.append(object)
            case .targetGroupConfiguration(let object): settings.targetGroups.append(object)
            case .listenerRuleConfiguration(let object): settings.rules.append(object)
            case .securityPolicy(let object):
                policies.append(
                    Policy(kind: SecurityPolicy.kind, metadata: object.metadata, targets: object.targetRefs))
            case .backendTrafficPolicy(let object):
                policies.append(
                    Policy(kind: BackendTrafficPolicy.kind, metadata: object.metadata, targets: object.targetRefs))
            case .clientTrafficPolicy(let object):
                policies.append(
                    Policy(kind: ClientTrafficPolicy.kind, metadata: object.metadata, targets: object.targetRefs))
            case .namespace(let object): namespaces[object.metadata.name] = object.metadata.labels
            default: break
            }
        }
        attachment = RouteAttachment(
            gatewayClasses: classes, gateways: gateways, grants: grants,
            policies: PolicyAttachment(security: [], traffic: []), namespaces: namespaces)
        self.routes = routes
        self.ingresses = ingresses
        self.ingressClasses = ingressClasses
        ingressClassParams = params
        self.services = services
        self.secrets = secrets
        self.settings = settings
        self.policies = policies
    }

    /// The status of one object; nil for a kind whose status nobody here knows, and for an object that is not there.
    package func status(ofKind kind: String, namespace: String, name: String) -> ObjectStatus? {
        func isAsked(_ metadata: ObjectMeta) -> Bool { metadata.namespace == namespace && metadata.name == name }
        switch kind {
        case GatewayClass.kind:
            return attachment.gatewayClasses.first { $0.metadata.name == name }.map(status)
        case Gateway.kind: return attachment.gateways.first { isAsked($0.metadata) }.map(status)
        case HTTPRoute.kind: return routes.first { isAsked($0.metadata) }.map(status)
        case Ingress.kind: return ingresses.first { isAsked($0.metadata) }.map(status)
        default: return policies.first { $0.kind == kind && isAsked($0.metadata) }.map(status)
        }
    }

    /// The class of a Gateway; nil for one that is not there.
    func gatewayClass(of gateway: Gateway) -> GatewayClass? {
        attachment.gatewayClasses.first { $0.metadata.name == gateway.gatewayClassName }
    }

    private func status(of found: GatewayClass) -> ObjectStatus {
        ObjectStatus(sections: [
            .init(
                controller: found.controllerName,
                conditions: [
                    .init("Accepted", .yes, "Accepted", "the controller serves this class", at: found.metadata.span)
                ])
        ])
    }
}
