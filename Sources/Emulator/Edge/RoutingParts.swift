import Diagnostics
import Kubernetes
import NetworkPolicy
import Routing

/// What routes and restricts traffic, picked out of the manifests.
struct RoutingParts: Sendable {
    let loadBalancers: [LoadBalancer]
    let gatewayRoutes: GatewayRoutes
    /// By the gateway's namespace and name.
    let gatewayHealthPaths: [String: String]
    let policies: PolicySet
    /// By the name of the class: the routes of controllers inside the cluster.
    let ingressRoutes: [String: IngressRoutes]
    /// Every provider of tokens that a policy names.
    let tokenProviders: [SecurityPolicy.Provider]
    /// The load balancer as the gateway's policies see it: an address of its subnets.
    let loadBalancerCaller: Caller
    /// Every issuer of tokens that a rule of a load balancer names.
    var loadBalancerTokenProviders: [TokenProvider] {
        loadBalancers.flatMap(\.listeners).flatMap(\.rules).compactMap(\.validation).map { TokenProvider($0) }
    }
    /// What the objects say they are part of.
    let systemName: String

    init(_ manifests: [Manifest], _ diagnostics: inout [Diagnostic]) {
        var ingresses: [Ingress] = []
        var classes: [IngressClass] = []
        var params: [IngressClassParams] = []
        var gatewayClasses: [GatewayClass] = []
        var gateways: [Gateway] = []
        var routes: [HTTPRoute] = []
        var grants: [ReferenceGrant] = []
        var securityPolicies: [SecurityPolicy] = []
        var trafficPolicies: [BackendTrafficPolicy] = []
        var networkPolicies: [Kubernetes.NetworkPolicy] = []
        var applicationPolicies: [ApplicationNetworkPolicy] = []
        var ciliumPolicies: [CiliumNetworkPolicy] = []
        var settings = LoadBalancerSettings()
        var ingressClasses: [String] = []
        var healthPaths: [String: String] = [:]
        var namespaces: [String: [ObjectMeta.Pair]] = [:]
        var services: [Service] = []
        for manifest in manifests {
            switch manifest {
            case .ingress(let object): ingresses.append(object)
            case .ingressClass(let object): classes.append(object)
            case .ingressClassParams(let object): params.append(object)
            case .gatewayClass(let object): gatewayClasses.append(object)
            case .gateway(let object): gateways.append(object)
            case .httpRoute(let object): routes.append(object)
            case .referenceGrant(let object): grants.append(object)
            case .loadBalancerConfiguration(let object): settings.loadBalancers.append(object)
            case .targetGroupConfiguration(let object): settings.targetGroups.append(object)
            case .listenerRuleConfiguration(let object): settings.rules.append(object)
            case .service(let object):
                services.append(object)
                if let name = object.metadata.annotations[Cluster.ingressClassAnnotation] {
                    ingressClasses.append(name)
                }
            case .securityPolicy(let object): securityPolicies.append(object)
            case .backendTrafficPolicy(let object): trafficPolicies.append(object)
            case .networkPolicy(let object): networkPolicies.append(object)
            case .applicationNetworkPolicy(let object): applicationPolicies.append(object)
            case .ciliumNetworkPolicy(let object): ciliumPolicies.append(object)
            case .clientTrafficPolicy(let object):
                for target in object.targetRefs where target.kind == Gateway.kind {
                    healthPaths["\(object.metadata.namespace)/\(target.name)"] = object.healthCheckPath
                }
            case .namespace(let object): namespaces[object.metadata.name] = object.metadata.labels
            default: break
            }
        }
        let plain = Set(ingressClasses)
        ingressRoutes = Dictionary(
            uniqueKeysWithValues: plain.map { name in
                (name, IngressRoutes(ingresses: ingresses, className: name, classes: classes))
            })
        loadBalancers =
            LoadBalancerRules(
                ingresses: ingresses.filter { !plain.contains($0.ingressClassName ?? "") }, classes: classes,
                params: params, services: services, namespaces: namespaces, diagnostics: &diagnostics
            ).loadBalancers
            + LoadBalancerRules(
                gatewayClasses: gatewayClasses, gateways: gateways, routes: routes, grants: grants, settings: settings,
                namespaces: namespaces, diagnostics: &diagnostics
            ).loadBalancers
        gatewayRoutes = GatewayRoutes(
            gatewayClasses: gatewayClasses, gateways: gateways, routes: routes, grants: grants,
            securityPolicies: securityPolicies, backendTrafficPolicies: trafficPolicies, namespaces: namespaces,
            diagnostics: &diagnostics)
        gatewayHealthPaths = healthPaths
        policies = PolicySet(
            networkPolicies: networkPolicies, applicationPolicies: applicationPolicies,
            ciliumPolicies: ciliumPolicies, namespaces: namespaces)
        tokenProviders = securityPolicies.flatMap { $0.jwt?.providers ?? [] }
        loadBalancerCaller = Caller(
            name: "alb", namespace: nil,
            endpoint: .address(
                ip: Self.address(in: ingresses.map(\.metadata) + gateways.map(\.metadata)),
                hostName: "the load balancer"))
        systemName = manifests.lazy.compactMap { $0.metadata.labels["app.kubernetes.io/part-of"] }.first ?? "system"
    }

    /// An address in the subnets that the generator notes on the load balancer's Ingress or Gateway: a load balancer's
    /// own object names its subnets by id, which says nothing about addresses.
    private static func address(in objects: [ObjectMeta]) -> String? {
        let subnets = objects.lazy.compactMap { $0.annotations["orrery.dev/subnets"] }.first
        return subnets?.split(separator: ",").first.flatMap { hostAddress(of: String($0).filter { $0 != " " }) }
    }
}

/// The address with host part 10 in a range such as `10.20.3.0/24`; nil for what is none.
func hostAddress(of range: String) -> String? {
    var octets = (range.split(separator: "/").first ?? "").split(separator: ".").compactMap { UInt8($0) }
    guard octets.count == 4 else { return nil }
    octets[3] = octets[3] | 10
    return octets.map(String.init).joined(separator: ".")
}
