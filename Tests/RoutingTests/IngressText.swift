import Diagnostics
import Kubernetes
import Routing

/// Ingresses written shortly, as the YAML that is then read: each host on a line of its own (`-` for none) with its
/// paths below: `Prefix /content -> content:80`.
func ingressText(
    _ name: String, annotations: KeyValuePairs<String, String> = [:], className: String = "alb", extra: String = "",
    _ rules: String
) -> String {
    let names = name.split(separator: "/")
    var lines = [
        "---", "apiVersion: networking.k8s.io/v1", "kind: Ingress", "metadata:", "  name: \(names[1])",
        "  namespace: \(names[0])",
    ]
    if !annotations.isEmpty {
        lines.append("  annotations:")
        lines += annotations.map { "    alb.ingress.kubernetes.io/\($0): '\($1)'" }
    }
    lines += ["spec:", "  ingressClassName: \(className)"]
    lines += extra.split(separator: "\n").map { "  \($0)" }
    if !rules.isEmpty { lines.append("  rules:") }
    for line in rules.split(separator: "\n") {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else {
            lines += [words[0] == "-" ? "  - http:" : "  - host: '\(words[0])'\n    http:", "      paths:"]
            continue
        }
        let path = words.count == 4 ? words[1] : ""
        let backend = (words.last ?? "").split(separator: ":").map(String.init)
        lines.append("      - pathType: \(words[0])")
        if !path.isEmpty { lines.append("        path: '\(path)'") }
        lines.append("        backend: { service: { name: \(backend[0]), port: { \(portText(backend[1])) } } }")
    }
    return lines.joined(separator: "\n") + "\n"
}

func portText(_ port: String) -> String { Int(port) == nil ? "name: \(port)" : "number: \(port)" }

/// The class `alb`, and with `params` its parameters.
func albClass(params: String? = nil) -> String {
    var text = """
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: { name: alb }
        spec:
          controller: ingress.k8s.aws/alb

        """
    if let params {
        text += """
              parameters: { apiGroup: elbv2.k8s.aws, kind: IngressClassParams, name: alb }
            ---
            apiVersion: elbv2.k8s.aws/v1beta1
            kind: IngressClassParams
            metadata: { name: alb }
            spec:
            \(params.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))

            """
    }
    return text
}

/// The load balancers of manifests, and everything that was found wrong.
func loadBalancers(_ text: String, file: String = "edge.yaml") -> (rules: LoadBalancerRules, diagnostics: [Diagnostic])
{
    var diagnostics: [Diagnostic] = []
    var ingresses: [Ingress] = []
    var classes: [IngressClass] = []
    var params: [IngressClassParams] = []
    var gatewayClasses: [GatewayClass] = []
    var gateways: [Gateway] = []
    var routes: [HTTPRoute] = []
    var grants: [ReferenceGrant] = []
    var objects = LoadBalancerSettings()
    var services: [Service] = []
    for manifest in readManifests(files: [(file, text)], &diagnostics) {
        switch manifest {
        case .ingress(let ingress): ingresses.append(ingress)
        case .ingressClass(let ingressClass): classes.append(ingressClass)
        case .ingressClassParams(let settings): params.append(settings)
        case .gatewayClass(let found): gatewayClasses.append(found)
        case .gateway(let gateway): gateways.append(gateway)
        case .httpRoute(let route): routes.append(route)
        case .service(let service): services.append(service)
        case .referenceGrant(let grant): grants.append(grant)
        case .loadBalancerConfiguration(let object): objects.loadBalancers.append(object)
        case .targetGroupConfiguration(let object): objects.targetGroups.append(object)
        case .listenerRuleConfiguration(let object): objects.rules.append(object)
        default: break
        }
    }
    var rules = LoadBalancerRules(
        ingresses: ingresses, classes: classes, params: params, services: services, diagnostics: &diagnostics)
    rules.loadBalancers +=
        LoadBalancerRules(
            gatewayClasses: gatewayClasses, gateways: gateways, routes: routes, grants: grants, settings: objects,
            diagnostics: &diagnostics
        ).loadBalancers
    return (rules, diagnostics)
}
