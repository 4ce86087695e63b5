/// Who makes AWS load balancers from objects of the cluster. Both read the same objects, each in a group of its own.
package enum LoadBalancerProvider: String, Sendable, CaseIterable {
    /// The AWS Load Balancer Controller, which one installs; https://kubernetes-sigs.github.io/aws-load-balancer-controller/.
    case controller
    /// The part of EKS Auto Mode that AWS runs; https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-alb.html.
    case autoMode

    /// Of IngressClassParams: `elbv2.k8s.aws/v1beta1`.
    package var ingressAPIVersion: String {
        switch self {
        case .controller: "elbv2.k8s.aws/v1beta1"
        case .autoMode: "eks.amazonaws.com/v1"
        }
    }

    /// The group in which a class names its IngressClassParams.
    package var ingressGroup: String { String(ingressAPIVersion.prefix { $0 != "/" }) }

    /// What an IngressClass of it says.
    package var ingressController: String {
        switch self {
        case .controller: "ingress.k8s.aws/alb"
        case .autoMode: "eks.amazonaws.com/alb"
        }
    }

    /// Of LoadBalancerConfiguration and its like: `gateway.k8s.aws/v1`.
    package var gatewayAPIVersion: String {
        switch self {
        case .controller: "gateway.k8s.aws/v1"
        case .autoMode: "eks.amazonaws.com/v1"
        }
    }

    /// The group in which a Gateway names its LoadBalancerConfiguration.
    package var gatewayGroup: String { String(gatewayAPIVersion.prefix { $0 != "/" }) }

    /// What a GatewayClass of it says;
    /// https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-gateway-api.html.
    package var gatewayController: String {
        switch self {
        case .controller: "gateway.k8s.aws/alb"
        case .autoMode: "eks.amazonaws.com/gateway-alb"
        }
    }

    /// The label by which a namespace asks for readiness gates: pods are ready when their load balancer says so.
    package var readinessGateLabel: String {
        switch self {
        case .controller: "elbv2.k8s.aws/pod-readiness-gate-inject"
        case .autoMode: "eks.amazonaws.com/pod-readiness-gate-inject"
        }
    }

    init(ingressAPIVersion: String?) {
        self = ingressAPIVersion == Self.autoMode.ingressAPIVersion ? .autoMode : .controller
    }

    init(gatewayAPIVersion: String?) {
        self = gatewayAPIVersion == Self.autoMode.gatewayAPIVersion ? .autoMode : .controller
    }
}

extension LoadBalancerProvider {
    /// The GatewayClasses whose Gateways are load balancers, outside the cluster and without pods.
    package static func gatewayClasses(in manifests: [Manifest]) -> [String] {
        let controllers = allCases.map(\.gatewayController)
        return manifests.compactMap { manifest in
            guard case .gatewayClass(let found) = manifest, controllers.contains(found.controllerName) else {
                return nil
            }
            return found.metadata.name
        }
    }
}
