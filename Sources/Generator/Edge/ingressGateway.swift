import Blueprint
import Kubernetes

extension Site {
    /// The Service behind which the gateway's pods are, and its namespace: Envoy Gateway runs them beside the Gateway,
    /// the cluster's owner runs an Ingress controller's, for others too.
    var gatewayServiceName: String {
        environment.waysIn.controller == nil
            ? Self.gatewayName : dnsLabel(system.name, environment.name, Self.gatewayName)
    }

    var gatewayServiceNamespace: String {
        environment.waysIn.controller?.namespace ?? system.gateway.namespace
    }

    /// The gateway as a plain Ingress: a Service for the controller's pods, and the public routes. What needs a token does
    /// not come this way; see `loadBalancerRoutes`. There is no annotation of any controller in it.
    func ingressGatewayObjects(_ controller: Environment.IngressController) -> [Manifest] {
        [.service(controllerService(controller))] + publicIngresses.map(Manifest.ingress)
    }

    /// Controllers come with Services of many names; this one has the same port for all.
    func controllerService(_ controller: Environment.IngressController) -> Service {
        Service(
            metadata: sharedMetadata(
                gatewayServiceName, namespace: controller.namespace, component: "gateway",
                annotations: [
                    .init("orrery.dev/health-path", controller.healthPath),
                    .init("orrery.dev/ingress-class", gatewayClassName),
                ]), trafficDistribution: "PreferSameZone", selector: controllerSelector(controller).matchLabels,
            ports: [.init(name: "http", port: 80, targetPort: .int(controller.port), appProtocol: "http")])
    }

    func controllerSelector(_ controller: Environment.IngressController) -> LabelSelector {
        LabelSelector(matchLabels: [.init("app.kubernetes.io/name", controller.pods)])
    }

    /// One in each namespace with a public route, since an Ingress leads only to Services of its own.
    private var publicIngresses: [Ingress] {
        let routes = system.gateway.routes.filter { $0.access == .public }
        return namespaces.compactMap { namespace in
            let paths = routes.filter { workload($0.workload)?.namespace == namespace }.map { route in
                Ingress.Path(
                    path: route.path, pathType: .prefix,
                    backend: .init(service: route.workload, port: .name("http")))
            }
            if paths.isEmpty { return nil }
            return Ingress(
                metadata: sharedMetadata(dnsLabel(system.name, "public"), namespace: namespace),
                ingressClassName: gatewayClassName, rules: hosts.map { .init(host: $0, paths: paths) })
        }
    }

    /// The class of the gateway in this environment.
    var gatewayClassName: String { environment.waysIn.className ?? system.gateway.className }
}
