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
    /// Every provider of tokens that a policy names.
    let tokenProviders: [SecurityPolicy.Provider]
    /// The load balancer as the gateway's policies see it: an address of its subnets.
    let loadBalancerCaller: Caller
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
        var healthPaths: [String: String] = [:]
        var namespaces: [String: [ObjectMeta.Pair]] = [:]
        for manifest in manifests {
            switch manifest {
            case .ingress(let object): ingresses.append(object)
            case .ingressClass(let object): classes.append(object)
            case .ingressClassParams(let object): params.append(object)
            case .gatewayClass(let object): gatewayClasses.append(object)
            case .gateway(let object): gateways.append(object)
            case .httpRoute(let object): routes.append(object)
            case .referenceGrant(let object): grants.append(object)
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
        loadBalancers =
            LoadBalancerRules(
                ingresses: ingresses, classes: classes, params: params, namespaces: namespaces,
                diagnostics: &diagnostics
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
            endpoint: .address(ip: Self.address(in: ingresses), hostName: "the load balancer"))
        systemName = manifests.lazy.compactMap { $0.metadata.labels["app.kubernetes.io/part-of"] }.first ?? "system"
    }

    /// An address in the subnets that the generator notes on the Ingress: a load balancer's own object
    /// names its subnets by id, which says nothing about addresses.
    private static func address(in ingresses: [Ingress]) -> String? {
        let subnets = ingresses.lazy.compactMap { $0.metadata.annotations["orrery.dev/subnets"] }.first
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
